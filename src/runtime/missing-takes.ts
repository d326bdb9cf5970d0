/**
 * Takes that ended without leaving a file: the order to record never reached the switch, the spool was lost with its
 * machine, or all of it was sealed and told to an owner whose facts were set aside. No recorder sees them, and a recording
 * is complete only when each of its takes is accounted for: what is in the store counts, whoever was told of it.
 */
import type { RecordingView } from '../domain/recording/view.ts'
import { PortUnavailable, type ViewsPort } from './ports.ts'
import type { EnvelopeRow, EnvelopesPort, RecordingsPort, StoredSegment } from './recording.ts'

export interface MissingTakesOptions {
  readonly siteId: string
  /** Whether all places in which this node's takes may lie can be looked at. */
  readonly isKnown: (nodeId: string) => boolean
  readonly views: Pick<ViewsPort, 'list'>
  readonly recordings: Pick<RecordingsPort, 'segmentStored' | 'takeAccounted'>
  /** Knows of each sealed object that is in the store. */
  readonly envelopes: Pick<EnvelopesPort, 'list'>
  /** Whether spools or stages hold anything of this take; must not be guessed: rejects when it can't be told. */
  readonly holds: (recordingId: string, take: number, nodeId: string) => Promise<boolean>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** How long after its end a take is left to the recorder alone. */
  readonly graceMs?: number
}

/** Recordings held at once: while the store is away for a day, tens of thousands are open. */
export const PAGE = 200

/** Looks once; to be called every minute or so. Returns how many takes were accounted for; 0 when nobody could be asked. */
export async function accountForMissing(options: MissingTakesOptions): Promise<number> {
  let count = 0
  try {
    for await (const page of openRecordings(options))
      for (const view of page) count += await accountFor(view, options)
  } catch (error) {
    if (!(error instanceof PortUnavailable)) throw error
  }
  return count
}

async function accountFor(view: RecordingView, options: MissingTakesOptions): Promise<number> {
  const { recordingId } = view
  const missing = missingIn(view, options)
  if (missing.length === 0) return 0
  const rows = await options.envelopes.list(options.siteId, recordingId)
  let count = 0
  for (const { take, nodeId } of missing) {
    if (await options.holds(recordingId, take, nodeId)) continue
    // What of it was sealed before the rest was lost.
    const told = view.segments.filter((one) => one.take === take)
    const untold = rows.flatMap((row) => storedOf(row, take, told) ?? [])
    let samples = told.reduce((sum, one) => sum + one.samples, 0)
    let isTold = true
    for (const one of untold) {
      isTold = isTold && (await options.recordings.segmentStored(one)) === 'accepted'
      samples += one.samples
    }
    if (isTold && (await options.recordings.takeAccounted(recordingId, take, samples)) === 'accepted')
      count += 1
  }
  return count
}

/** A segment of this take that is in the store though the owner hasn't heard of it. */
function storedOf(
  { recordingId, segment, take: of, startedAt, object }: EnvelopeRow,
  take: number,
  told: RecordingView['segments'],
): StoredSegment | undefined {
  if (of !== take || object === null || told.some((one) => one.segment === segment)) return undefined
  const { key, byteLength, sha256, samples, truncated } = object
  return { recordingId, take, segment, startedAt, samples, objectKey: key, byteLength, sha256, truncated }
}

/** Page by page; what is completed meanwhile leaves the list, which moves no other. */
async function* openRecordings({ siteId, views }: MissingTakesOptions): AsyncGenerator<RecordingView[]> {
  for (const state of ['recording', 'sealing']) {
    let after: { readonly orderAt: number; readonly id: string } | undefined
    for (;;) {
      const page = await views.list({ siteId, kind: 'recording', state, limit: PAGE, after })
      yield page.map(({ body }) => body as RecordingView)
      const last = page.at(-1)
      if (!last || page.length < PAGE) break
      after = { orderAt: last.orderAt, id: last.id }
    }
  }
}

function missingIn(
  view: RecordingView,
  { isKnown, now, graceMs = 30_000 }: MissingTakesOptions,
): RecordingView['takes'] {
  return view.takes
    .filter(({ endedAt, samples }) => endedAt !== null && samples === null && now() - endedAt >= graceMs)
    .filter(({ nodeId }) => isKnown(nodeId))
}
