/**
 * What becomes of a take's segments once they are sealed: the envelope into the database, the object into the store,
 * read back and compared, and the site's owner told. When all of a sealed take is there, its files are removed. Each step
 * may be done twice, so that a new process simply begins again.
 */
import { createReadStream } from 'node:fs'
import { withDeadline } from '../../lib/deadline.ts'
import { limitedSignal } from '../../lib/limited-signal.ts'
import type { ObjectDigest } from '../../runtime/object-store.ts'
import { PortUnavailable } from '../../runtime/ports.ts'
import { BYTES_PER_SAMPLE_PAIR, type EnvelopeRow, type ReportOutcome } from '../../runtime/recording.ts'
import type { RecorderParts } from './deps.ts'
import { removeFile } from './disk.ts'
import type { RecorderFailure } from './observer.ts'
import type { Part } from './part.ts'
import { Setbacks } from './setbacks.ts'
import { sizeOf } from './spool-file.ts'
import { takeOf } from './stage.ts'
import type { Take } from './take.ts'

/** The slowest store that is still waited for: 64 kB/s. */
const PUT_BASE_MS = 30_000
const BYTES_PER_MS = 64
const REPORT_TIMEOUT_MS = 10_000
const READ_BYTES = 256 * 1_024

export class Delivery {
  readonly #take: Take
  readonly #deps: RecorderParts
  readonly #closing: AbortSignal
  readonly #setbacks: Setbacks
  #busy = false
  #removed = false

  constructor(take: Take, deps: RecorderParts, closing: AbortSignal) {
    this.#take = take
    this.#deps = deps
    this.#closing = closing
    const about = { recordingId: take.recordingId, take: take.take }
    this.#setbacks = new Setbacks(deps, `delivery of ${take.key}`, about)
  }

  /** Nothing is left of the take here. */
  get removed(): boolean {
    return this.#removed
  }

  /** There is something to be done now. */
  get due(): boolean {
    if (this.#busy || this.#removed || this.#setbacks.waiting) return false
    const { parts, sealed } = this.#take
    const open = parts.some(
      (part) => !part.conflict && !part.reported && (!part.envelopeSaved || part.done !== undefined),
    )
    return open || (sealed && parts.every(isSettled))
  }

  /** Goes as far as it can. Never rejects. */
  async run(): Promise<void> {
    this.#busy = true
    await this.#setbacks.overcome(async () => {
      for (const part of this.#take.parts) {
        if (this.#closing.aborted || !(await this.#deliver(part))) return
      }
      if (this.#take.sealed && this.#take.parts.every(isSettled)) await this.#account()
    })
    this.#busy = false
  }

  /** False when the rest must wait. */
  async #deliver(part: Part): Promise<boolean> {
    if (part.conflict || part.reported) return true
    const { begin, done } = part
    if (done?.byteLength === 0) {
      part.reported = true
      return true
    }
    part.envelopeSaved ||= await this.#save(part, null)
    if (!part.envelopeSaved) return part.conflict
    if (done === undefined) return true
    const { siteId, recordings } = this.#deps
    const { recordingId, segment, startedAt } = begin
    const { byteLength, sha256, truncated } = done
    const object = {
      key: `${siteId}/${recordingId}/${segment}.ctirec`,
      byteLength,
      sha256,
      samples: Math.floor(done.plaintextBytes / BYTES_PER_SAMPLE_PAIR),
      truncated,
    }
    part.stored ||= await this.#store(part, object)
    if (!part.stored) return false
    if (!(await this.#save(part, object))) return part.conflict
    const { key: objectKey, samples } = object
    const where = { recordingId, take: takeOf(segment), segment }
    const stored = { ...where, startedAt, samples, objectKey, byteLength, sha256, truncated }
    part.reported = await this.#report(() => recordings.segmentStored(stored))
    return part.reported
  }

  async #save(part: Part, object: EnvelopeRow['object']): Promise<boolean> {
    const { siteId, envelopes } = this.#deps
    const { recordingId, segment, envelope, startedAt } = part.begin
    const row = { siteId, recordingId, segment, take: takeOf(segment), envelope, startedAt, object }
    const outcome = await this.#asked('envelopes', () => envelopes.save(row))
    if (outcome === 'conflict') this.#conflict(part)
    return outcome === 'saved'
  }

  async #store(part: Part, object: ObjectDigest & { key: string; truncated: boolean }): Promise<boolean> {
    const { objects, stage, observer, alarms } = this.#deps
    const { key, byteLength, sha256, truncated } = object
    const expected = { byteLength, sha256 }
    const timeoutMs = PUT_BASE_MS + Math.ceil(byteLength / BYTES_PER_MS)
    const put = await this.#within(timeoutMs, (signal) =>
      objects.put(key, bytesOf(stage.objectPath(part.begin)), { signal, expected }),
    )
    if (put.type === 'full' || put.type === 'unavailable') this.#setbacks.storage(put.type)
    // What can't be read here any more may have been stored before.
    if (put.type !== 'stored' && put.type !== 'exists' && put.type !== 'sourceFailed')
      return this.#heldUp('objects', put.type)
    const verified = await this.#within(timeoutMs, (signal) => objects.verify(key, expected, { signal }))
    if (verified.type === 'verified') {
      alarms.set('segmentConflict', conflictOf(part.begin), false)
      observer.segmentStored({ byteLength, truncated })
      return true
    }
    if (verified.type === 'unavailable') this.#setbacks.storage('unavailable')
    if (verified.type === 'differs' && put.type === 'exists') {
      // The number is ours, for the envelope is. Which object is right, only somebody who looks can tell.
      alarms.set('segmentConflict', conflictOf(part.begin), true, `the store has another object as ${key}`)
      return this.#heldUp('conflict', verified.type)
    }
    return this.#heldUp('objects', put.type === 'sourceFailed' ? put.type : verified.type)
  }

  async #within<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = limitedSignal(timeoutMs, [this.#closing])
    try {
      return await work(limit.signal)
    } finally {
      limit.release()
    }
  }

  /** All of it is stored: say so, then remove what is left here, the spool file first. */
  async #account(): Promise<void> {
    const { recordings, stage, observer, alarms } = this.#deps
    const { recordingId, take, parts, spoolPath, sealedTo } = this.#take
    if ((sizeOf(spoolPath) ?? 0) - sealedTo >= BYTES_PER_SAMPLE_PAIR) return this.#take.reopen()
    // What isn't in the store is missing: the recording ends with a gap that shows it, not never.
    const bytes = parts.reduce(
      (sum, { done, conflict }) => sum + (conflict ? 0 : (done?.plaintextBytes ?? 0)),
      0,
    )
    const samples = Math.floor(bytes / BYTES_PER_SAMPLE_PAIR)
    if (!(await this.#report(() => recordings.takeAccounted(recordingId, take, samples)))) return
    await removeFile(spoolPath)
    for (const { begin, conflict } of parts) {
      if (!conflict) await stage.remove(begin)
      else {
        await stage.keepConflict(begin)
        // From here on the recorder sees it where it is kept.
        alarms.set('segmentConflict', conflictOf(begin), false)
      }
    }
    await stage.tidy(recordingId)
    observer.takeAccounted()
    this.#removed = true
  }

  /** What the owner doesn't know is sealed and stored all the same. */
  async #report(say: () => Promise<ReportOutcome>): Promise<boolean> {
    const outcome = await this.#asked('report', say)
    if (outcome === 'tryLater') this.#heldUp('report', outcome)
    return outcome === 'accepted' || outcome === 'unknown'
  }

  async #asked<T>(failure: RecorderFailure, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await withDeadline(ask(), { timeoutMs: REPORT_TIMEOUT_MS, signal: this.#closing })
      if (answer.type === 'value') return answer.value
      this.#heldUp(failure, answer.type)
    } catch (error) {
      if (!(error instanceof PortUnavailable)) throw error
      this.#heldUp(failure, error.message)
    }
    return undefined
  }

  #heldUp(failure: RecorderFailure, reason: string): false {
    if (!this.#closing.aborted) this.#setbacks.meet(failure, { reason })
    return false
  }

  #conflict(part: Part): void {
    part.conflict = true
    if (part.done === undefined) this.#take.renumber()
    const { log, alarms, observer } = this.#deps
    const { recordingId, segment } = part.begin
    log.error({ recordingId, segment }, 'a sealed segment has the number of another one')
    const name = conflictOf(part.begin)
    alarms.set('segmentConflict', name, true, name)
    observer.failed('conflict')
  }
}

/** In the store, or never to be there. */
function isSettled({ reported, conflict, done }: Part): boolean {
  return reported || (conflict && done !== undefined)
}

function conflictOf({ recordingId, segment }: Part['begin']): string {
  return `${recordingId}/${segment}`
}

/** Opened only when it is read: a put may fail before. */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield* createReadStream(path, { highWaterMark: READ_BYTES }) as AsyncIterable<Uint8Array>
}
