import type { EventName } from './names.ts'

/** One header; several values only for what FreeSWITCH keeps as an array (`transfer_history`). */
export interface Header {
  readonly name: string
  readonly value: string | readonly string[]
}

/**
 * An event as switch_event.c builds one: headers in order, duplicates allowed (CHANNEL_HANGUP_COMPLETE carries
 * `Hangup-Cause` twice), empty values dropped as switch_event_base_add_header drops them.
 */
export class SwitchEvent {
  readonly name: EventName
  readonly subclass: string | undefined
  readonly headers: Header[] = []
  body: string | undefined

  constructor(name: EventName, subclass?: string) {
    this.name = name
    this.subclass = subclass
  }

  add(name: string, value: string | number | readonly string[] | undefined): this {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return this
    this.headers.push({ name, value: typeof value === 'number' ? String(value) : value })
    return this
  }

  /** Adds all that another event says. */
  take(other: SwitchEvent): this {
    this.headers.push(...other.headers)
    this.body = other.body
    return this
  }

  /** The first header of that name, in any case; arrays in FreeSWITCH's `ARRAY::a|:b` form. */
  get(name: string): string | undefined {
    const wanted = name.toLowerCase()
    const found = this.headers.find((h) => h.name.toLowerCase() === wanted)
    return found === undefined ? undefined : flat(found.value)
  }
}

/** switch_event.c `redraw`: one value stands alone, several are joined. */
export function flat(value: string | readonly string[]): string {
  if (typeof value === 'string') return value
  return value.length === 1 ? (value[0] ?? '') : `ARRAY::${value.join('|:')}`
}
