/**
 * The segments of one take: begins them, takes plaintext into the one at hand, ends them. What is durable of them is all
 * that a new recorder needs to go on without a byte lost or doubled.
 */
import { SEGMENTS_PER_TAKE, segmentOf } from '../../runtime/recording.ts'
import type { RecorderParts } from './deps.ts'
import { diskFaultOf } from './disk.ts'
import { mendSegment } from './mend.ts'
import { endOf, type Part, partOf } from './part.ts'
import { SegmentWriter } from './segment-writer.ts'
import { BYTES_PER_MS } from './spool-file.ts'

/** From the first sealed byte that isn't durable to its fsync. With a chunk's half second the plaintext lives about 1.5 s. */
const SYNC_AFTER_MS = 600

export type Begun =
  | { readonly type: 'begun' }
  | { readonly type: 'unavailable'; readonly reason: string }
  | { readonly type: 'noNumberLeft' }

/** Every method rejects with what the disk says, and may then be called again. */
export class Segments {
  readonly parts: Part[]
  readonly #deps: RecorderParts
  readonly #recordingId: string
  readonly #take: number
  #writer: SegmentWriter | undefined
  #unsyncedSince: number | undefined

  constructor(deps: RecorderParts, recordingId: string, take: number, parts: Part[]) {
    this.#deps = deps
    this.#recordingId = recordingId
    this.#take = take
    this.parts = parts
  }

  /** The first byte of the spool file that isn't durable in a segment. */
  get durableTo(): number {
    const ended = this.parts.reduce((end, part) => Math.max(end, endOf(part)), 0)
    const writer = this.#writer
    return writer === undefined ? ended : Math.max(ended, writer.begin.spoolOffset + writer.durablePlaintext)
  }

  get atHand(): boolean {
    return this.#writer !== undefined
  }

  /** How many numbers have been used, of 1,000. */
  get used(): number {
    return this.parts.reduce((next, { begin }) => Math.max(next, (begin.segment % SEGMENTS_PER_TAKE) + 1), 0)
  }

  /** When the take's first sample was taken, if a segment says so: milliseconds since the epoch. */
  get takeBeganAtMs(): number | undefined {
    return this.parts[0]?.begin.takeBeganAtMs
  }

  /** Ends the segments whose recorder died: earlier ones than ours, or ours when the disk failed. */
  async mend(): Promise<void> {
    const { stage, sealing, syncing } = this.#deps
    for (const part of this.parts) {
      if (part.done !== undefined || part.begin === this.#writer?.begin) continue
      part.done = await syncing.run(() => mendSegment(stage, part, sealing))
    }
  }

  /** Begins a segment at a byte of the spool file. @param leastNumber numbers below were used by a stage that was lost */
  async begin(spoolOffset: number, takeBeganAtMs: number, leastNumber: number): Promise<Begun> {
    const number = Math.max(this.used, leastNumber)
    if (number >= SEGMENTS_PER_TAKE) return { type: 'noNumberLeft' }
    const segment = {
      recordingId: this.#recordingId,
      segment: segmentOf(this.#take, number),
      startedAt: new Date(takeBeganAtMs + Math.round(spoolOffset / BYTES_PER_MS)).toISOString(),
    }
    const { sealing, stage, syncing } = this.#deps
    const outcome = await sealing.begin(segment)
    if (outcome.type !== 'sealing') return outcome
    const { envelope, prefix } = outcome.sealing
    const begin = { ...segment, takeBeganAtMs, spoolOffset, prefixBytes: prefix.length, envelope }
    try {
      const file = await syncing.run(() => stage.begin(begin, prefix))
      this.#writer = new SegmentWriter(begin, outcome.sealing, file)
    } catch (error) {
      outcome.sealing.discard()
      throw error
    }
    this.parts.push(partOf({ begin, done: undefined }))
    return { type: 'begun' }
  }

  /** Takes plaintext into the segment at hand, in memory. */
  push(pcm: Uint8Array): void {
    this.#writer?.push(pcm)
  }

  /** Appends to the stage what has been sealed, and ends a segment whose end was held up. */
  async write(): Promise<void> {
    const writer = this.#writer
    if (writer === undefined) return
    if (writer.finishing) return this.end()
    await writer.write()
    if (writer.unsynced) this.#unsyncedSince ??= this.#deps.clock.monotonic()
  }

  async syncIfDue(): Promise<void> {
    const [writer, since] = [this.#writer, this.#unsyncedSince]
    if (writer === undefined || since === undefined) return
    if (this.#deps.clock.monotonic() - since < SYNC_AFTER_MS) return
    try {
      await this.#deps.syncing.run(() => writer.sync())
    } catch (error) {
      await this.letGo()
      throw error
    }
    this.#unsyncedSince = undefined
  }

  /** Ends the segment at hand with its final chunk. */
  async end(): Promise<void> {
    const writer = this.#writer
    if (writer === undefined) return
    try {
      const done = await this.#deps.syncing.run(async () => {
        const whole = await writer.finish()
        await this.#deps.stage.done(writer.begin, whole)
        return whole
      })
      for (const part of this.parts) if (part.begin === writer.begin) part.done = done
    } catch (error) {
      // For want of room it can wait as it is.
      if (diskFaultOf(error)?.full !== true) await this.letGo()
      throw error
    }
    await this.letGo()
  }

  /** Lets go of the segment at hand. If it hasn't ended, `mend` ends it with what is durable of it. */
  async letGo(): Promise<void> {
    const writer = this.#writer
    if (writer === undefined) return
    this.#writer = undefined
    this.#unsyncedSince = undefined
    for (const part of this.parts) if (part.begin === writer.begin) part.soundBytes = writer.durableBytes
    await writer.close().catch(() => undefined)
  }
}
