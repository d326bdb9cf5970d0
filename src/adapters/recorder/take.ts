/**
 * One take: follows its spool file and seals what it grows by.
 *
 *     read ─ seal ─ append to the stage ─ fsync ─ erase from the spool
 *
 * A segment ends when the file has been quiet for a while, so that even its last, incomplete chunk is sealed soon; if it
 * grows again, the next segment begins. The take is sealed when the switch is known to have ended it, and everything has
 * been read.
 */
import { join } from 'node:path'
import { backoffMs } from '../../lib/backoff.ts'
import { withDeadline } from '../../lib/deadline.ts'
import { SEGMENTS_PER_TAKE, spoolFileName, type TakeKnowledge } from '../../runtime/recording.ts'
import type { RecorderParts } from './deps.ts'
import type { Part } from './part.ts'
import { Reading } from './reading.ts'
import { Segments } from './segments.ts'
import { Setbacks } from './setbacks.ts'
import { BYTES_PER_MS } from './spool-file.ts'
import { takeOf } from './stage.ts'

/** A switch that writes does so every 20 ms. */
const QUIET_MS = 400
const CLOSE_AFTER_MS = 1_200
const STALLED_AFTER_MS = 3_000
const UNKNOWN_AFTER_MS = 10_000
/** So that one that catches up lets the others have their turn. */
const MOST_BYTES_A_STEP = 1_024 * 1_024
/** Of a file that is longer than this when it is found, an earlier recorder may have begun segments. */
const FRESH_BYTES = 2_000 * BYTES_PER_MS
/** Near the last number, quiet no longer ends a segment. */
const NUMBERS_IN_RESERVE = 100
const ASK_AGAIN = { firstMs: 300, capMs: 1_500 }
const NUMBERS_TIMEOUT_MS = 300

export class Take {
  readonly recordingId: string
  readonly take: number
  readonly key: string
  readonly spoolPath: string
  readonly #deps: RecorderParts
  readonly #segments: Segments
  readonly #reading: Reading
  readonly #setbacks: Setbacks
  #looked = false
  #holeBytes = 0
  #leastNumber = 0
  #beganAtMs: number | undefined
  #grewAt: number
  #askAt = 0
  #asked = 0
  #stallTold = false
  #mustRenumber = false
  #busy: Promise<void> | undefined
  #sealed = false

  constructor(deps: RecorderParts, recordingId: string, take: number, parts: Part[] = []) {
    this.#deps = deps
    this.recordingId = recordingId
    this.take = take
    this.key = spoolFileName(recordingId, take)
    this.spoolPath = join(deps.spoolDir, this.key)
    const about = { recordingId, take }
    this.#segments = new Segments(deps, recordingId, take, parts)
    this.#reading = new Reading(deps, this.spoolPath, about)
    this.#setbacks = new Setbacks(deps, this.key, about)
    this.#grewAt = deps.clock.monotonic()
  }

  get parts(): readonly Part[] {
    return this.#segments.parts
  }

  /** The switch writes no more, and all that it wrote is in ended segments. */
  get sealed(): boolean {
    return this.#sealed
  }

  /** The byte of the spool file behind the last sealed one. */
  get sealedTo(): number {
    return this.#segments.durableTo
  }

  /** Does what there is to do now. Never rejects; while it works, further calls wait for the same work. */
  step(): Promise<void> {
    if (this.#busy === undefined && (this.#sealed || this.#setbacks.waiting)) return Promise.resolve()
    this.#busy ??= this.#setbacks
      .overcome(() => this.#work())
      .then(() => {
        this.#busy = undefined
      })
    return this.#busy
  }

  /** Ends the segment at hand and lets go of the files; the next recorder goes on behind it. Never rejects. */
  async close(): Promise<void> {
    await this.#busy
    await this.#setbacks.overcome(async () => {
      await this.#segments.end()
      this.#reading.eraseTo(this.#segments.durableTo)
    })
    await this.#segments.letGo()
    this.#reading.close(true)
  }

  /** The spool file grew after all: follow it again. */
  reopen(): void {
    this.#sealed = false
    this.#grewAt = this.#deps.clock.monotonic()
  }

  /** The segment at hand has another one's number: what follows goes into a further one. */
  renumber(): void {
    this.#mustRenumber = true
  }

  stats(): { readonly unsealedBytes: number; readonly lagMs: number; readonly allocatedBytes: number } {
    const unsealedBytes = Math.max(this.#reading.size - this.#segments.durableTo, 0)
    const sinceMs = this.#deps.clock.monotonic() - this.#grewAt
    return {
      unsealedBytes,
      // Sound comes as fast as it is heard.
      lagMs: unsealedBytes === 0 ? 0 : Math.round(unsealedBytes / BYTES_PER_MS + sinceMs),
      allocatedBytes: this.#reading.allocatedBytes,
    }
  }

  async #work(): Promise<void> {
    await this.#segments.mend()
    if (this.#mustRenumber) await this.#endConflict()
    if (!this.#segments.atHand) await this.#find()
    await this.#segments.syncIfDue()
    this.#erase()
    await this.#segments.write()
    if (await this.#readOn()) await this.#segments.write()
    await this.#lookForTheEnd()
  }

  async #endConflict(): Promise<void> {
    await this.#segments.end()
    this.#erase()
    await this.#learnNumbers()
    this.#mustRenumber = false
  }

  /** Where the next segment is to begin. */
  async #find(): Promise<void> {
    const opened = this.#reading.open()
    if (typeof opened === 'object') {
      // No figure tells of it: what can't be opened has no size.
      this.#setbacks.storage('unavailable')
      return this.#setbacks.meet('spool', { code: opened.refused })
    }
    this.#reading.goTo(Math.max(this.#segments.durableTo, this.#holeBytes))
    if (opened === 'missing' || this.parts.length > 0 || this.#looked) return
    // Holes without a word in the stage: an earlier stage was lost. Its numbers mustn't be given again.
    this.#looked = true
    this.#holeBytes = this.#reading.skipHole()
    if (this.#holeBytes > 0 || this.#reading.size > FRESH_BYTES) await this.#learnNumbers()
  }

  async #learnNumbers(): Promise<void> {
    const { envelopes, siteId } = this.#deps
    try {
      const limits = { timeoutMs: NUMBERS_TIMEOUT_MS }
      const rows = await withDeadline(envelopes.list(siteId, this.recordingId), limits)
      if (rows.type !== 'value') return
      for (const { segment } of rows.value)
        if (takeOf(segment) === this.take)
          this.#leastNumber = Math.max(this.#leastNumber, (segment % SEGMENTS_PER_TAKE) + 1)
    } catch {
      // The database is away. A number given twice shows when its envelope is saved.
    }
  }

  /** True when there was something to read. */
  async #readOn(): Promise<boolean> {
    if (!this.#segments.atHand && !(this.#reading.hasMore && (await this.#begin()))) return false
    let read = 0
    while (read < MOST_BYTES_A_STEP) {
      const pcm = this.#reading.next()
      if (pcm.length === 0) break
      this.#segments.push(pcm)
      read += pcm.length
    }
    if (read === 0) return false
    this.#grewAt = this.#deps.clock.monotonic()
    this.#asked = 0
    return true
  }

  async #begin(): Promise<boolean> {
    const { alarms } = this.#deps
    this.#beganAtMs ??= this.#segments.takeBeganAtMs ?? this.#reading.beganAtMs
    const begun = await this.#segments.begin(this.#reading.position, this.#beganAtMs, this.#leastNumber)
    if (begun.type === 'noNumberLeft') this.#setbacks.meet('conflict', { reason: begun.type })
    else alarms.set('sealingUnavailable', 'sealing', begun.type === 'unavailable')
    if (begun.type === 'unavailable') this.#setbacks.meet('sealing', { reason: begun.reason })
    return begun.type === 'begun'
  }

  #erase(): void {
    try {
      this.#reading.eraseTo(this.#segments.durableTo)
    } catch (err) {
      this.#setbacks.meet('spool', { err })
    }
  }

  async #lookForTheEnd(): Promise<void> {
    const { clock, recordings } = this.#deps
    const quietMs = clock.monotonic() - this.#grewAt
    if (quietMs < QUIET_MS) return
    if (quietMs >= CLOSE_AFTER_MS && this.#segments.used < SEGMENTS_PER_TAKE - NUMBERS_IN_RESERVE) {
      await this.#segments.end()
      this.#erase()
    }
    if (clock.monotonic() < this.#askAt) return
    const known = await recordings.take(this.recordingId, this.take)
    this.#askAt = clock.monotonic() + backoffMs(this.#asked, ASK_AGAIN, Math.random)
    this.#asked += 1
    if (isOver(known, quietMs)) return this.#seal(known)
    if (known.type === 'running' && quietMs >= STALLED_AFTER_MS && !this.#stallTold)
      this.#stallTold = (await recordings.takeStalled(this.recordingId, this.take)) !== 'tryLater'
  }

  async #seal(known: TakeKnowledge): Promise<void> {
    const opened = this.#reading.open()
    // While the question was under way; or what it holds isn't known.
    if (typeof opened === 'object' || (opened === 'open' && this.#reading.hasMore)) return
    await this.#segments.end()
    this.#erase()
    if (known.type === 'unknown') {
      this.#deps.log.warn({ recordingId: this.recordingId, take: this.take }, 'spool file of no known take')
      // Stays on: somebody should look, although it has been sealed and stored like any other.
      this.#deps.alarms.set('unknownTake', 'take', true)
    }
    this.#reading.close(true)
    this.#sealed = true
  }
}

function isOver(known: TakeKnowledge, quietMs: number): boolean {
  if (known.type === 'unknown') return quietMs >= UNKNOWN_AFTER_MS
  return known.type === 'ended' || known.type === 'accounted'
}
