/** The recorder's way to the site's owner: reports through the gateway, what is known from the views. */
import { assertNever } from '../domain/assert-never.ts'
import { type NodeId, parseRecordingId, type SiteId } from '../domain/ids.ts'
import type { RecordingView } from '../domain/recording/view.ts'
import type { ApiCommand, DispatchOutcome, SiteGateway } from './gateway.ts'
import { PortUnavailable, type ViewsPort } from './ports.ts'
import type { RecordingsPort, ReportOutcome } from './recording.ts'

export interface RecordingsPortOptions {
  readonly siteId: SiteId
  /** The switch node whose spool is followed; named in its alarms. Null: it is no longer known. */
  readonly nodeId: NodeId | null
  readonly gateway: Pick<SiteGateway, 'dispatch'>
  readonly views: Pick<ViewsPort, 'get'>
  /** Milliseconds until a report without an answer is to be said again. */
  readonly timeoutMs?: number
}

export function createRecordingsPort(options: RecordingsPortOptions): RecordingsPort {
  const { siteId, nodeId, gateway, views, timeoutMs = 5_000 } = options

  /** Undefined: none of that id. Rejects with PortUnavailable. */
  async function look(recordingId: string): Promise<RecordingView | undefined> {
    const view = await views.get(siteId, 'recording', recordingId)
    return view?.body as RecordingView | undefined
  }

  /** `isKnown`: whether the owner, who forgets recordings that are complete, was told before. */
  async function report(command: ApiCommand, isKnown: () => Promise<boolean>): Promise<ReportOutcome> {
    const outcome = await gateway.dispatch(siteId, command, { timeoutMs })
    if (outcome.type !== 'refused' || outcome.code !== 'recording-unknown') return reportOf(outcome)
    try {
      return (await isKnown()) ? 'accepted' : 'unknown'
    } catch (error) {
      if (error instanceof PortUnavailable) return 'tryLater'
      throw error
    }
  }

  return {
    async take(recordingId, take) {
      try {
        const known = (await look(recordingId))?.takes[take]
        if (!known) return { type: 'unknown' }
        if (known.samples !== null) return { type: 'accounted' }
        return { type: known.endedAt === null ? 'running' : 'ended' }
      } catch (error) {
        if (error instanceof PortUnavailable) return { type: 'unavailable' }
        throw error
      }
    },
    async segmentStored({ recordingId: text, startedAt, ...segment }) {
      const recordingId = parseRecordingId(text)
      if (!recordingId.ok) return 'unknown'
      const { id } = recordingId
      return report(
        { type: 'noteSegmentStored', recordingId: id, startedAt: Date.parse(startedAt), ...segment },
        async () => (await look(id))?.segments.some((one) => one.segment === segment.segment) === true,
      )
    },
    async takeAccounted(text, take, samples) {
      const recordingId = parseRecordingId(text)
      if (!recordingId.ok) return 'unknown'
      const { id } = recordingId
      return report(
        { type: 'noteTakeAccounted', recordingId: id, take, samples },
        async () => typeof (await look(id))?.takes[take]?.samples === 'number',
      )
    },
    async takeStalled(text, take) {
      const recordingId = parseRecordingId(text)
      if (!recordingId.ok) return 'unknown'
      const { id } = recordingId
      return report(
        { type: 'noteTakeStalled', recordingId: id, take },
        async () => (await look(id))?.takes[take] !== undefined,
      )
    },
    async alarm(alarm, on, detail) {
      const command: ApiCommand = on
        ? { type: 'raiseAlarm', alarm, nodeId, detail }
        : { type: 'clearAlarm', alarm, nodeId }
      return reportOf(await gateway.dispatch(siteId, command, { timeoutMs }))
    },
  }
}

function reportOf(outcome: DispatchOutcome): ReportOutcome {
  switch (outcome.type) {
    case 'accepted':
      return 'accepted'
    case 'refused':
      return outcome.code === 'recording-unknown' ? 'unknown' : 'tryLater'
    case 'notOwner':
    case 'timedOut':
      return 'tryLater'
    default:
      return assertNever(outcome)
  }
}
