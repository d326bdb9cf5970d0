import { flat, type Header } from './events/event.ts'

/**
 * A channel's (or the core's) variables: names in any case, kept in the order they were last set, since
 * switch_event with EF_UNIQ_HEADERS deletes and appends. Bounded, so that no client can grow a channel for ever.
 */
export class Variables {
  private readonly byName = new Map<string, Header>()

  get(name: string): string | undefined {
    const found = this.byName.get(name.toLowerCase())
    return found === undefined ? undefined : flat(found.value)
  }

  /** An empty or missing value deletes, as in switch_event_base_add_header. Returns false when the store is full. */
  set(name: string, value: string | undefined): boolean {
    const key = name.toLowerCase()
    this.byName.delete(key)
    if (value === undefined || value === '' || name === '') return true
    if (this.byName.size >= MAX_VARIABLES) return false
    this.byName.set(key, { name, value })
    return true
  }

  /** SWITCH_STACK_PUSH: adds to an array. */
  push(name: string, value: string): void {
    const key = name.toLowerCase()
    const old = this.byName.get(key)?.value ?? []
    const values = [...(typeof old === 'string' ? [old] : old), value].slice(-MAX_PUSHED)
    this.byName.set(key, { name, value: values })
  }

  all(): IterableIterator<Header> {
    return this.byName.values()
  }
}

const MAX_VARIABLES = 2000
const MAX_PUSHED = 100
