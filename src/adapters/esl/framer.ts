/**
 * Bytes → messages. Every byte is looked at once, however the stream is cut; lengths count bytes, never characters.
 *
 *     head ──empty line, no length──▶ message, head
 *       └───empty line, length n───▶ body ──n bytes──▶ message, head
 *
 * A stream that can't be read any more has lost its frames for good: the fault is final, the connection must go.
 */
import { type Frame, type FrameHead, parseHead } from './frame.ts'
import { GrowingBuffer } from './growing-buffer.ts'

export interface FramerLimits {
  /** mod_event_socket.c writes replies from a buffer of 1024 bytes; 64 KiB leaves room for other versions. */
  readonly maxHeadBytes: number
  readonly maxBodyBytes: number
}

export const DEFAULT_FRAMER_LIMITS: FramerLimits = { maxHeadBytes: 64 * 1024, maxBodyBytes: 64 * 1024 * 1024 }

/** Why a stream is given up, and where: `at` is the offset of the message in bytes since the connection began. */
export interface StreamFault {
  readonly reason: string
  readonly at: number
}

const NEWLINE = 0x0a
const NO_BODY = Buffer.alloc(0)

export class Framer {
  readonly #onFrame: (frame: Frame) => void
  readonly #limits: FramerLimits
  #partialHead: GrowingBuffer | undefined
  #partialBody:
    | { readonly head: FrameHead; readonly length: number; readonly bytes: GrowingBuffer }
    | undefined
  #fault: StreamFault | undefined
  #stopped = false
  /** Bytes in earlier chunks. */
  #consumed = 0
  #frameStart = 0

  /** `onFrame` is called synchronously from `push`, in order. */
  constructor(onFrame: (frame: Frame) => void, limits: FramerLimits = DEFAULT_FRAMER_LIMITS) {
    this.#onFrame = onFrame
    this.#limits = limits
  }

  /** Takes the next bytes of the stream. A fault is returned at once, and again for every later call. */
  push(chunk: Buffer): StreamFault | undefined {
    let at = 0
    while (at < chunk.length && this.#fault === undefined && !this.#stopped) {
      at = this.#partialBody === undefined ? this.#readHead(chunk, at) : this.#readBody(chunk, at)
    }
    this.#consumed += chunk.length
    return this.#fault
  }

  /** Hands out nothing more, not even the rest of the present chunk: for a connection that is being closed. */
  stop(): void {
    this.#stopped = true
    this.#partialHead = undefined
    this.#partialBody = undefined
  }

  /** Returns where to go on reading; so do the other steps. */
  #readHead(chunk: Buffer, from: number): number {
    const before = this.#partialHead
    if (before === undefined) {
      // FreeSWITCH puts no empty lines between messages; should one come, it means nothing.
      if (chunk[from] === NEWLINE) return from + 1
      this.#frameStart = this.#consumed + from
    }
    const end = endOfHead(chunk, from, before?.last === NEWLINE)
    const to = end === -1 ? chunk.length : end
    if ((before?.length ?? 0) + to - from > this.#limits.maxHeadBytes) {
      return this.#fail(`a block of headers over ${this.#limits.maxHeadBytes} bytes`)
    }
    if (end === -1) {
      this.#partialHead ??= new GrowingBuffer(this.#limits.maxHeadBytes)
      this.#partialHead.add(chunk.subarray(from))
      return chunk.length
    }
    this.#partialHead = undefined
    const wire = chunk.toString('latin1', from, end)
    const whole = before === undefined ? wire : before.bytes().toString('latin1') + wire
    return this.#startBody(whole.slice(0, -1), chunk, end + 1)
  }

  #startBody(head: string, chunk: Buffer, from: number): number {
    const parsed = parseHead(head)
    if (parsed.type === 'malformed') return this.#fail(parsed.reason)
    const length = parsed.head.contentLength ?? 0
    if (length > this.#limits.maxBodyBytes) {
      return this.#fail(`a body of ${length} bytes, over ${this.#limits.maxBodyBytes}`)
    }
    if (from + length > chunk.length) {
      this.#partialBody = { head: parsed.head, length, bytes: new GrowingBuffer(length) }
      return from
    }
    const body = length === 0 ? NO_BODY : chunk.subarray(from, from + length)
    this.#onFrame({ head: parsed.head, body })
    return from + length
  }

  #readBody(chunk: Buffer, from: number): number {
    const partial = this.#partialBody
    if (partial === undefined) return from
    const piece = chunk.subarray(from, from + partial.length - partial.bytes.length)
    partial.bytes.add(piece)
    if (partial.bytes.length === partial.length) {
      this.#partialBody = undefined
      this.#onFrame({ head: partial.head, body: partial.bytes.bytes() })
    }
    return from + piece.length
  }

  #fail(reason: string): number {
    this.#fault = { reason, at: this.#frameStart }
    this.stop()
    return Number.POSITIVE_INFINITY
  }
}

/** Offset of the second of two newlines in a row, or -1; `afterNewline`: the chunk before ended with the first. */
function endOfHead(chunk: Buffer, from: number, afterNewline: boolean): number {
  let wasNewline = afterNewline
  for (let at = from; at < chunk.length; at++) {
    const isNewline = chunk[at] === NEWLINE
    if (isNewline && wasNewline) return at
    wasNewline = isNewline
  }
  return -1
}
