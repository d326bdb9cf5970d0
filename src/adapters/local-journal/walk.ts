/** Goes over the records of one file, reading each head, and a body only when it is asked for. */
import type { FileHandle } from 'node:fs/promises'
import { parseRecordHead, RECORD_HEAD_BYTES, type RecordHead } from './record.ts'

const WINDOW_BYTES = 256 * 1_024

export interface Found extends RecordHead {
  /** Where the record begins and ends in the file. */
  readonly start: number
  readonly end: number
}

export type Step =
  | { readonly type: 'record'; readonly record: Found }
  | { readonly type: 'end' }
  /** The file ends within a record, as a write leaves it that came to no end. */
  | { readonly type: 'torn' }
  | { readonly type: 'damaged' }

export class Walk {
  readonly #file: Pick<FileHandle, 'read'>
  readonly #size: number
  #at: number
  #window: Buffer = Buffer.alloc(0)
  #windowAt = 0

  /** From `at`, which is where a record begins, to `size`. */
  constructor(file: Pick<FileHandle, 'read'>, at: number, size: number) {
    this.#file = file
    this.#at = at
    this.#size = size
  }

  async next(): Promise<Step> {
    const start = this.#at
    if (start === this.#size) return { type: 'end' }
    if (this.#size - start < RECORD_HEAD_BYTES) return { type: 'torn' }
    const bytes = await this.#bytes(start, RECORD_HEAD_BYTES)
    // A file system may have given the file its length before its bytes.
    if (bytes.every((byte) => byte === 0)) return { type: 'torn' }
    const head = parseRecordHead(bytes)
    if (!head) return { type: 'damaged' }
    const end = start + RECORD_HEAD_BYTES + head.sealedBytes
    if (end > this.#size) return { type: 'torn' }
    this.#at = end
    return { type: 'record', record: { ...head, start, end } }
  }

  /** The sealed batch of a record that `next` has given. */
  sealed({ start, sealedBytes }: Found): Promise<Buffer> {
    return this.#bytes(start + RECORD_HEAD_BYTES, sealedBytes)
  }

  async #bytes(at: number, length: number): Promise<Buffer> {
    const from = at - this.#windowAt
    if (from < 0 || from + length > this.#window.length) {
      const size = Math.min(Math.max(length, WINDOW_BYTES), this.#size - at)
      this.#window = await readAt(this.#file, at, size)
      this.#windowAt = at
    }
    const begin = at - this.#windowAt
    return this.#window.subarray(begin, begin + length)
  }
}

/** As many bytes as asked for. Throws when the file is shorter. */
export async function readAt(file: Pick<FileHandle, 'read'>, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done)
    if (bytesRead === 0)
      throw Object.assign(new Error('the file is shorter'), { code: 'EIO', syscall: 'read' })
    done += bytesRead
  }
  return bytes
}
