/** One segment on its way to the stage: plaintext in, sealed bytes appended, made durable from time to time. */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { SegmentSealing } from '../../runtime/recording.ts'
import type { SegmentBegin, SegmentDone } from './stage.ts'

export class SegmentWriter {
  readonly begin: SegmentBegin
  readonly #sealing: SegmentSealing
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')
  #waiting: Uint8Array[] = []
  #position: number
  #writtenPlaintext = 0
  #durablePlaintext = 0
  #durablePosition: number
  #finishing = false

  constructor(begin: SegmentBegin, sealing: SegmentSealing, file: FileHandle) {
    this.begin = begin
    this.#sealing = sealing
    this.#file = file
    this.#hash.update(sealing.prefix)
    this.#position = sealing.prefix.length
    this.#durablePosition = this.#position
  }

  /** Bytes of plaintext whose chunks are durable. */
  get durablePlaintext(): number {
    return this.#durablePlaintext
  }

  /** Bytes of the object that are durable: what can be kept when the disk has failed. */
  get durableBytes(): number {
    return this.#durablePosition
  }

  /** Its final chunk has been sealed; the disk hasn't taken it yet. */
  get finishing(): boolean {
    return this.#finishing
  }

  get unsynced(): boolean {
    return this.#writtenPlaintext > this.#durablePlaintext
  }

  push(plaintext: Uint8Array): void {
    for (const sealed of this.#sealing.push(plaintext)) this.#waiting.push(sealed)
  }

  /** Appends what waits. What the disk didn't take waits on, at its place. Rejects with what the disk says. */
  async write(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { bytesWritten } = await this.#file.write(next, 0, next.length, this.#position)
      this.#hash.update(next.subarray(0, bytesWritten))
      this.#position += bytesWritten
      if (bytesWritten === next.length) this.#waiting.shift()
      else this.#waiting[0] = next.subarray(bytesWritten)
    }
    this.#writtenPlaintext = this.#sealing.sealedBytes
  }

  /** After a rejection nothing is known of what wasn't durable before: the segment must be abandoned. */
  async sync(): Promise<void> {
    const [plaintext, position] = [this.#writtenPlaintext, this.#position]
    await this.#file.datasync()
    this.#durablePlaintext = plaintext
    this.#durablePosition = position
  }

  /** Final chunk, all of it durable. May be called again after it was rejected for want of room. */
  async finish(): Promise<SegmentDone> {
    if (!this.#finishing) {
      for (const sealed of this.#sealing.finish()) this.#waiting.push(sealed)
      this.#finishing = true
    }
    await this.write()
    // Chunks of the final one are durable only together with `.done`: until then the plaintext must stay.
    await this.#file.datasync()
    return {
      plaintextBytes: this.#sealing.sealedBytes,
      byteLength: this.#position,
      sha256: this.#hash.copy().digest('hex'),
      truncated: false,
    }
  }

  async close(): Promise<void> {
    this.#sealing.discard()
    await this.#file.close()
  }
}
