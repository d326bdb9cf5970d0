import { type NameAddr, type Params, splitOutside } from './address.ts'

/** Where a datagram came from or goes to. IPv4. */
export interface Peer {
  readonly address: string
  readonly port: number
}

export interface HeaderField {
  readonly name: string
  readonly value: string
}

/** Header fields in order, looked up without regard to case. Values are latin1 wire text. */
export class Headers {
  private readonly fields: HeaderField[]

  constructor(fields: readonly HeaderField[] = []) {
    this.fields = [...fields]
  }

  static of(...pairs: readonly (readonly [string, string])[]): Headers {
    return new Headers(pairs.map(([name, value]) => ({ name, value })))
  }

  get(name: string): string | undefined {
    const key = name.toLowerCase()
    return this.fields.find((field) => field.name.toLowerCase() === key)?.value
  }

  all(name: string): string[] {
    const key = name.toLowerCase()
    return this.fields.filter((field) => field.name.toLowerCase() === key).map((field) => field.value)
  }

  /** All values of a comma-separated field, over all its lines. */
  list(name: string): string[] {
    return this.all(name).flatMap((value) => splitOutside(value, ',').filter(Boolean))
  }

  add(name: string, value: string): this {
    this.fields.push({ name, value })
    return this
  }

  addAll(name: string, values: readonly string[]): this {
    for (const value of values) this.add(name, value)
    return this
  }

  append(other: Headers): this {
    this.fields.push(...other.fields)
    return this
  }

  entries(): readonly HeaderField[] {
    return this.fields
  }
}

/** The topmost Via (RFC 3261 20.42). */
export interface Via {
  readonly host: string
  readonly port: number | undefined
  readonly params: Params
  readonly text: string
}

interface Common {
  readonly headers: Headers
  /** Latin1 wire text. */
  readonly body: string
  readonly via: Via
  readonly from: NameAddr
  readonly to: NameAddr
  readonly fromTag: string
  readonly toTag: string
  readonly callId: string
  readonly cseq: number
  readonly cseqMethod: string
}

export interface SipRequest extends Common {
  readonly kind: 'request'
  readonly method: string
  readonly uri: string
}

export interface SipResponse extends Common {
  readonly kind: 'response'
  readonly status: number
  readonly reason: string
}

/** A request of our own before the transaction adds its Via. */
export interface OutgoingRequest {
  readonly method: string
  readonly uri: string
  readonly headers: Headers
  readonly body: string
}

/** An answer of our own; the fields every answer echoes are added where it is sent. */
export interface Answer {
  readonly status: number
  readonly headers?: Headers
  readonly body?: string
  readonly reason?: string
}

/** Writes a message; Content-Length is ours to say, so it must not be among the headers. */
export function serialise(startLine: string, headers: Headers, body: string): Buffer {
  const lines = [startLine]
  for (const { name, value } of headers.entries()) lines.push(`${name}: ${value}`)
  lines.push(`Content-Length: ${body.length}`, '', body)
  return Buffer.from(lines.join('\r\n'), 'latin1')
}
