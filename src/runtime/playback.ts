/**
 * Opens a recording for one person and one reason, as a WAV file of all its segments in order, of which any range can
 * be read; what isn't asked for isn't decrypted.
 *
 *     find ── length known, nothing opened ──▶ open(range) ─ envelopes by the key service ─ noted in the journal ─▶ bytes
 *
 * The opening is in the journal before the first byte goes out, also when something else then fails: a key was given.
 */
import { createHash } from 'node:crypto'
import type { OpeningId, RecordingId } from '../domain/ids.ts'
import type { Log } from '../lib/log.ts'
import { createKeyCache } from './key-cache.ts'
import type {
  KeyOpener,
  KeyOutcome,
  LogAnchor,
  OpeningsPort,
  OpenSegment,
  SegmentFault,
  SegmentReader,
} from './opening-ports.ts'
import { BYTES_PER_SAMPLE_PAIR, type EnvelopeRow, type EnvelopesPort, SAMPLE_RATE_HZ } from './recording.ts'
import { WAV_HEADER_BYTES, wavHeader } from './wav-header.ts'

/** Who asks, by whose token, and why. */
export interface Listener {
  readonly principal: string
  readonly person: string
  readonly reason: string
}

/** Bytes of the WAV file, from `from` to before `to`. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

export type Found =
  | { readonly type: 'found'; readonly recording: PlayableRecording }
  | { readonly type: 'unknown' }
  /** Still being made or sealed: ask again, or for what there is. */
  | { readonly type: 'incomplete'; readonly state: string }
  /** Nothing of it is stored. */
  | { readonly type: 'empty' }
  /** Keys of it no longer exist. */
  | { readonly type: 'gone' }

export interface PlayableRecording {
  /** Of the whole WAV file. */
  readonly byteLength: number
  /** Changes with what is in it. */
  readonly version: string
  /** Counts as an opening unless the same listener opened it for the same reason a moment ago. */
  open(range: ByteRange, listener: Listener): Promise<Opened>
}

export type Opened =
  /** Ends early, with a fault, when a chunk isn't what was sealed. */
  | { readonly type: 'opened'; readonly pieces: AsyncIterable<Uint8Array | SegmentFault> }
  | Exclude<KeyOutcome, { type: 'opened' }>
  | SegmentFault
  /** The journal couldn't take the opening. */
  | { readonly type: 'notNoted'; readonly why: 'refused' | 'tryLater' }

export interface Playback {
  /** `partial`: what is stored so far will do. Throws `PortUnavailable`. */
  find(recordingId: RecordingId, options: { readonly partial: boolean }): Promise<Found>
  /** Wipes the keys that are held. */
  close(): void
}

export interface PlaybackDeps {
  readonly siteId: string
  /** What the site's owner holds of a recording; undefined when there is none. Throws `PortUnavailable`. */
  readonly states: (
    recordingId: RecordingId,
  ) => Promise<{ readonly state: string; readonly segments: readonly number[] } | undefined>
  readonly envelopes: Pick<EnvelopesPort, 'list'>
  readonly keys: KeyOpener
  readonly reader: SegmentReader
  readonly openings: OpeningsPort
  readonly newOpeningId: () => OpeningId
  readonly log: Log
  readonly keepKeysMs?: number
  /** How each request for sound ended, in a closed word. */
  readonly observe?: (outcome: Opened['type']) => void
}

const KEEP_KEYS_MS = 60_000
const MOST_OPENINGS = 256

/** A stored segment and its place in the WAV file. */
interface Placed {
  readonly row: EnvelopeRow
  readonly object: NonNullable<EnvelopeRow['object']>
  readonly from: number
  readonly to: number
}

export function createPlayback(deps: PlaybackDeps): Playback {
  const { siteId, states, envelopes, log } = deps
  const cache = createKeyCache({ keepMs: deps.keepKeysMs ?? KEEP_KEYS_MS, most: MOST_OPENINGS })

  async function open(
    recordingId: RecordingId,
    all: readonly Placed[],
    range: ByteRange,
    listener: Listener,
  ): Promise<Opened> {
    const asked = all.filter(({ from, to }) => from < range.to && to > range.from)
    const { principal, person, reason } = listener
    const opening = createHash('sha256')
      .update(JSON.stringify([principal, person, reason, recordingId]))
      .digest('hex')
    const segments = await cache.use(opening, async (keys): Promise<Segments> => {
      const missing = asked.filter(({ row }) => !keys.has(row.segment))
      const refusal = await fetchKeys(deps, recordingId, missing, listener, keys)
      return refusal ?? openSegments(deps.reader, asked, keys)
    })
    if (segments.type !== 'opened') {
      log.warn({ recordingId, outcome: segments }, 'a recording was not opened')
      return segments
    }
    return { type: 'opened', pieces: wavPieces(all, segments.open, range) }
  }

  return {
    async find(recordingId, { partial }) {
      const known = await states(recordingId)
      if (!known) return { type: 'unknown' }
      if (known.state !== 'complete' && !partial) return { type: 'incomplete', state: known.state }
      const all = placed(await envelopes.list(siteId, recordingId))
      const there = new Set(all.map(({ row }) => row.segment))
      if (known.segments.some((segment) => !there.has(segment))) return { type: 'gone' }
      if (all.length === 0) return { type: 'empty' }
      return {
        type: 'found',
        recording: {
          byteLength: all.at(-1)?.to ?? 0,
          version: versionOf(all),
          async open(range, listener) {
            const opened = await open(recordingId, all, range, listener)
            deps.observe?.(opened.type)
            return opened
          },
        },
      }
    },
    close: () => cache.close(),
  }
}

function placed(rows: readonly EnvelopeRow[]): Placed[] {
  const all: Placed[] = []
  let from = WAV_HEADER_BYTES
  for (const row of rows) {
    if (row.object === null) continue
    const to = from + row.object.samples * BYTES_PER_SAMPLE_PAIR
    all.push({ row, object: row.object, from, to })
    from = to
  }
  return all
}

function versionOf(all: readonly Placed[]): string {
  const hash = createHash('sha256')
  for (const { object } of all) hash.update(object.sha256)
  return hash.digest('hex').slice(0, 32)
}

/** Opens what is missing and notes it in the journal. Undefined when all keys are there, else why not. */
async function fetchKeys(
  { keys: opener, openings, newOpeningId }: PlaybackDeps,
  recordingId: RecordingId,
  missing: readonly Placed[],
  { person, reason }: Listener,
  keys: Map<number, Buffer>,
): Promise<Exclude<Opened, { type: 'opened' }> | undefined> {
  const fresh = new Map<number, Buffer>()
  const logAnchors: LogAnchor[] = []
  let failed: Exclude<KeyOutcome, { type: 'opened' }> | undefined
  for (const { row } of missing) {
    const { segment, envelope } = row
    const outcome = await opener.open({ recordingId, segment, person, reason, envelope })
    if (outcome.type !== 'opened') {
      failed = outcome
      break
    }
    fresh.set(segment, outcome.dataKey)
    logAnchors.push(outcome.logAnchor)
  }
  if (fresh.size === 0) return failed
  const segments = [...fresh.keys()]
  const noted = await openings.note({
    openingId: newOpeningId(),
    recordingId,
    person,
    reason,
    segments,
    logAnchors,
  })
  if (noted !== 'noted') {
    for (const key of fresh.values()) key.fill(0)
    return { type: 'notNoted', why: noted }
  }
  for (const [segment, key] of fresh) keys.set(segment, key)
  return failed
}

type Segments =
  | { readonly type: 'opened'; readonly open: ReadonlyMap<number, OpenSegment> }
  | Exclude<Opened, { type: 'opened' }>

/** All of them before the first byte goes out: what is damaged shows while there still can be an answer that says so. */
async function openSegments(
  reader: SegmentReader,
  asked: readonly Placed[],
  keys: ReadonlyMap<number, Buffer>,
): Promise<Segments> {
  const open = new Map<number, OpenSegment>()
  for (const { row, object } of asked) {
    const { recordingId, segment } = row
    const { key, byteLength, truncated, samples } = object
    const dataKey = keys.get(segment)
    if (!dataKey) throw new Error(`no key for segment ${segment}`)
    const outcome = await reader.open({ recordingId, segment, key, byteLength, truncated }, dataKey)
    if (outcome.type !== 'opened') return outcome
    const { plaintextBytes, rateHz, channels } = outcome.segment
    const asNoted =
      plaintextBytes === samples * BYTES_PER_SAMPLE_PAIR && rateHz === SAMPLE_RATE_HZ && channels === 2
    if (!asNoted) return { type: 'damaged', reason: 'otherLength' }
    open.set(segment, outcome.segment)
  }
  return { type: 'opened', open }
}

async function* wavPieces(
  all: readonly Placed[],
  open: ReadonlyMap<number, OpenSegment>,
  { from, to }: ByteRange,
): AsyncGenerator<Uint8Array | SegmentFault, void, undefined> {
  if (from < WAV_HEADER_BYTES) {
    const dataBytes = (all.at(-1)?.to ?? WAV_HEADER_BYTES) - WAV_HEADER_BYTES
    yield wavHeader(dataBytes, SAMPLE_RATE_HZ, 2).subarray(from, to)
  }
  for (const one of all) {
    const segment = open.get(one.row.segment)
    if (!segment) continue
    const begin = Math.max(from, one.from) - one.from
    const end = Math.min(to, one.to) - one.from
    for await (const piece of segment.read(begin, end)) {
      if (piece.type !== 'bytes') {
        yield piece
        return
      }
      yield piece.bytes
    }
  }
}
