/**
 * Takes that ended without leaving a file: the order to record never reached the switch, or the spool was lost with
 * its machine. No recorder sees them, and a recording is complete only when each of its takes is accounted for.
 */
import type { RecordingView } from '../domain/recording/view.ts'
import { PortUnavailable, type ViewsPort } from './ports.ts'
import type { RecordingsPort } from './recording.ts'

export interface MissingTakesOptions {
  readonly siteId: string
  /** Whether all places in which this node's takes may lie can be looked at. */
  readonly isKnown: (nodeId: string) => boolean
  readonly views: Pick<ViewsPort, 'list'>
  readonly recordings: Pick<RecordingsPort, 'takeAccounted'>
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
  let count = 0
  for (const { take, nodeId } of missingIn(view, options)) {
    if (await options.holds(view.recordingId, take, nodeId)) continue
    // What of it was sealed before the rest was lost.
    const samples = view.segments.reduce((sum, one) => sum + (one.take === take ? one.samples : 0), 0)
    const outcome = await options.recordings.takeAccounted(view.recordingId, take, samples)
    if (outcome === 'accepted') count += 1
  }
  return count
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
