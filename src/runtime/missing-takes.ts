/**
 * Takes that ended without leaving a file: the order to record never reached the switch, or the spool was lost with
 * its machine. No recorder sees them, and a recording is complete only when each of its takes is accounted for.
 */
import type { RecordingView } from '../domain/recording/view.ts'
import { PortUnavailable, type ViewsPort } from './ports.ts'
import type { RecordingsPort } from './recording.ts'

export interface MissingTakesOptions {
  readonly siteId: string
  /** Whose spool is looked at. */
  readonly nodeId: string
  readonly views: Pick<ViewsPort, 'list'>
  readonly recordings: Pick<RecordingsPort, 'takeAccounted'>
  /** Whether spool or stage hold anything of this take; must not be guessed: rejects when it can't be told. */
  readonly holds: (recordingId: string, take: number) => Promise<boolean>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** How long after its end a take is left to the recorder alone. */
  readonly graceMs?: number
}

const PAGE = 200

/** Looks once; to be called every minute or so. Returns how many takes were accounted for; 0 when nobody could be asked. */
export async function accountForMissing(options: MissingTakesOptions): Promise<number> {
  const { recordings, holds } = options
  let count = 0
  try {
    for (const view of await openRecordings(options)) {
      for (const take of missingIn(view, options)) {
        if (await holds(view.recordingId, take)) continue
        // What of it was sealed before the rest was lost.
        const samples = view.segments.reduce((sum, one) => sum + (one.take === take ? one.samples : 0), 0)
        if ((await recordings.takeAccounted(view.recordingId, take, samples)) === 'accepted') count += 1
      }
    }
  } catch (error) {
    if (!(error instanceof PortUnavailable)) throw error
  }
  return count
}

async function openRecordings({ siteId, views }: MissingTakesOptions): Promise<RecordingView[]> {
  const found: RecordingView[] = []
  for (const state of ['recording', 'sealing']) {
    let after: { readonly orderAt: number; readonly id: string } | undefined
    for (;;) {
      const page = await views.list({ siteId, kind: 'recording', state, limit: PAGE, after })
      found.push(...page.map(({ body }) => body as RecordingView))
      const last = page.at(-1)
      if (!last || page.length < PAGE) break
      after = { orderAt: last.orderAt, id: last.id }
    }
  }
  return found
}

function missingIn(view: RecordingView, { nodeId, now, graceMs = 30_000 }: MissingTakesOptions): number[] {
  return view.takes
    .filter(({ endedAt, samples }) => endedAt !== null && samples === null && now() - endedAt >= graceMs)
    .filter((take) => take.nodeId === nodeId)
    .map(({ take }) => take)
}
