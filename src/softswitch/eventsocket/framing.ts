/** A command as read_packet hands it on: the first line, headers in lower case, a body. */
export interface Command {
  readonly line: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: string | undefined
}

export type Framed = { type: 'command'; command: Command } | { type: 'too big'; what: 'command' | 'body' }

const LF = 0x0a
const CR = 0x0d

/**
 * Cuts the byte stream of one client into commands (mod_event_socket.c `read_packet`): newlines between commands
 * are skipped, an empty line ends a command, `Content-Length` bytes of body follow. Linear in the bytes received,
 * however they are cut; after `too big` nothing more comes out.
 */
export class Framing {
  private readonly maxCommandBytes: number
  private readonly maxBodyBytes: number
  private buffer = Buffer.alloc(0)
  private chunks: Buffer[] = []
  private chunked = 0
  private scanned = 0
  private newlines = 0
  private pending: { line: string; headers: Map<string, string>; length: number } | undefined
  private broken = false

  constructor(limits: { maxCommandBytes: number; maxBodyBytes: number }) {
    this.maxCommandBytes = limits.maxCommandBytes
    this.maxBodyBytes = limits.maxBodyBytes
  }

  push(chunk: Buffer): Framed[] {
    const out: Framed[] = []
    if (this.broken) return out
    this.chunks.push(chunk)
    this.chunked += chunk.length
    // A body in many small pieces is joined once, when it is whole.
    if (this.pending !== undefined && this.buffer.length + this.chunked < this.pending.length) return out
    this.buffer = Buffer.concat([this.buffer, ...this.chunks])
    this.chunks = []
    this.chunked = 0
    for (;;) {
      const framed = this.pending === undefined ? this.takeHead() : this.takeBody()
      if (framed === undefined) return out
      if (framed === 'head') continue
      out.push(framed)
      if (framed.type === 'too big') {
        this.broken = true
        this.buffer = Buffer.alloc(0)
        return out
      }
    }
  }

  private takeHead(): Framed | 'head' | undefined {
    if (this.scanned === 0) this.skipNewlines()
    while (this.scanned < this.buffer.length) {
      const byte = this.buffer[this.scanned++]
      if (byte === LF) this.newlines++
      else if (byte !== CR) this.newlines = 0
      if (this.newlines === 2) return this.head()
    }
    if (this.scanned > this.maxCommandBytes) return { type: 'too big', what: 'command' }
    return undefined
  }

  private head(): Framed | 'head' {
    const text = this.buffer.subarray(0, this.scanned).toString('utf8')
    if (this.scanned > this.maxCommandBytes) return { type: 'too big', what: 'command' }
    this.consume(this.scanned)
    const [line = '', ...rest] = text.split(/[\r\n]+/)
    const headers = new Map<string, string>()
    for (const one of rest) {
      const colon = one.indexOf(':')
      if (colon <= 0) continue
      const name = one.slice(0, colon).toLowerCase()
      if (!headers.has(name)) headers.set(name, one.slice(colon + 1).replace(/^ +/, ''))
    }
    const length = Number.parseInt(headers.get('content-length') ?? '', 10) || 0
    if (length < 0 || length > this.maxBodyBytes) return { type: 'too big', what: 'body' }
    if (length === 0) return { type: 'command', command: { line, headers, body: undefined } }
    this.pending = { line, headers, length }
    return 'head'
  }

  private takeBody(): Framed | undefined {
    const { pending } = this
    if (pending === undefined || this.buffer.length < pending.length) return undefined
    const body = this.buffer.subarray(0, pending.length).toString('utf8')
    this.consume(pending.length)
    this.pending = undefined
    return { type: 'command', command: { line: pending.line, headers: pending.headers, body } }
  }

  private skipNewlines(): void {
    let i = 0
    while (i < this.buffer.length && (this.buffer[i] === LF || this.buffer[i] === CR)) i++
    if (i > 0) this.consume(i)
  }

  private consume(bytes: number): void {
    this.buffer = this.buffer.subarray(bytes)
    this.scanned = 0
    this.newlines = 0
  }
}
