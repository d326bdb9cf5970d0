/** Events as the switch sends them, read on demand: a translator touches a handful of a channel event's 80 headers. */
import { decodeBytes, decodeRaw, decodeValue } from './decode.ts'
import { isSensitiveHeader } from './sensitive.ts'

/** What handlers of events see. Values are free-standing strings: keeping one doesn't keep the event. */
export interface EslEvent {
  /** `CHANNEL_ANSWER`, `CUSTOM`, …; empty when the event doesn't say. */
  readonly name: string
  /**
   * The first header of that name (FreeSWITCH's own lookup does the same), exactly as spelt. Undefined when there
   * is none, and for headers that are withheld (sensitive.ts).
   */
  get(header: string): string | undefined
  /** The event's own body, empty when it has none. */
  body(): string
}

/** The same with nothing withheld: for results that somebody has asked for, never for logs or stores. */
export interface WireEvent extends EslEvent {
  unredacted(header: string): string | undefined
}

interface KnownHeader {
  /** What stands before the value, with the newline that ends the line before. */
  readonly needle: string
  readonly withheld: boolean
}

/** Names come from code, not from the wire; the bound is for code that makes them up. */
const MAX_KNOWN = 1024
const known = new Map<string, KnownHeader>()

function knownHeader(name: string): KnownHeader {
  let header = known.get(name)
  if (header === undefined) {
    header = { needle: `\n${name}: `, withheld: isSensitiveHeader(name) }
    if (known.size < MAX_KNOWN) known.set(name, header)
  }
  return header
}

/** Written by `switch_event_serialize` for an empty value. */
const EMPTY = '_undef_'

/** `text/event-plain`: percent-encoded lines, an empty line, then the body that the inner Content-Length announces. */
export class PlainEvent implements WireEvent {
  readonly #bytes: Buffer
  /** The same bytes, one character each, so that offsets agree. */
  readonly #wire: string
  #endOfHeaders: number | undefined

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#wire = bytes.toString('latin1')
  }

  get name(): string {
    return this.unredacted('Event-Name') ?? ''
  }

  get(header: string): string | undefined {
    const { needle, withheld } = knownHeader(header)
    return withheld ? undefined : this.#value(needle)
  }

  unredacted(header: string): string | undefined {
    return this.#value(knownHeader(header).needle)
  }

  body(): string {
    const announced = this.#value(knownHeader('Content-Length').needle)
    if (announced === undefined) return ''
    const from = this.#headersEnd() + 2
    // A length that isn't one gives NaN, which reads as 0.
    return decodeBytes(this.#bytes.subarray(from, from + Math.max(0, Number.parseInt(announced, 10) || 0)))
  }

  #value(needle: string): string | undefined {
    const from = this.#valueStart(needle)
    if (from === -1) return undefined
    const newline = this.#wire.indexOf('\n', from)
    // Cut from the bytes: a substring of `#wire` would keep all of it alive for as long as the value lives.
    const value = decodeValue(
      this.#bytes.toString('latin1', from, newline === -1 ? this.#wire.length : newline),
    )
    return value === EMPTY ? '' : value
  }

  #valueStart(needle: string): number {
    // The first line has no newline before it.
    if (this.#wire.startsWith(needle.slice(1))) return needle.length - 1
    const at = this.#wire.indexOf(needle)
    return at === -1 || at > this.#headersEnd() ? -1 : at + needle.length
  }

  #headersEnd(): number {
    if (this.#endOfHeaders === undefined) {
      const end = this.#wire.indexOf('\n\n')
      this.#endOfHeaders = end === -1 ? this.#wire.length : end
    }
    return this.#endOfHeaders
  }
}

/** `text/event-json`: one object; an array header is a JSON array, the body is `_body`. */
export class JsonEvent implements WireEvent {
  readonly #fields: ReadonlyMap<string, string>

  constructor(fields: ReadonlyMap<string, string>) {
    this.#fields = fields
  }

  get name(): string {
    return this.unredacted('Event-Name') ?? ''
  }

  get(header: string): string | undefined {
    return knownHeader(header).withheld ? undefined : this.unredacted(header)
  }

  unredacted(header: string): string | undefined {
    return header === BODY ? undefined : this.#fields.get(header)
  }

  body(): string {
    return this.#fields.get(BODY) ?? ''
  }
}

const BODY = '_body'

/** Undefined for what is no JSON object. */
export function parseJsonEvent(bytes: Buffer): JsonEvent | undefined {
  let parsed: unknown
  try {
    // JSON's own syntax is ASCII, so parsing bytes as characters leaves each value to be decoded by itself.
    parsed = JSON.parse(bytes.toString('latin1'))
  } catch {
    return undefined
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
  const fields = new Map<string, string>()
  for (const [name, value] of Object.entries(parsed)) fields.set(decodeJson(name), jsonText(value))
  return new JsonEvent(fields)
}

/** As the plain format writes it: switch_event.c joins arrays with `|:`. */
function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `ARRAY::${value.map(jsonText).join('|:')}`
  return typeof value === 'string' ? decodeJson(value) : JSON.stringify(value)
}

/** A character beyond one byte came from a `\u` escape: that text is decoded already. */
function decodeJson(text: string): string {
  return /[\u0100-\uffff]/.test(text) ? text : decodeRaw(text)
}
