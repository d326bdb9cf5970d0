/** Notes openings in the site's journal: who, what and when as a fact, why sealed beside it. */
import type { OpeningId, RecordingId } from '../domain/ids.ts'
import { callIdOfRecording } from '../domain/ids.ts'
import { openingReasonField } from '../domain/recording/facts.ts'
import type { SiteGateway } from './gateway.ts'
import type { LogAnchor, OpeningsPort } from './opening-ports.ts'

export function openingsIn(gateway: SiteGateway, siteId: string, timeoutMs: number): OpeningsPort {
  return {
    async note({ openingId, recordingId, person, reason, segments, logAnchors }) {
      const outcome = await gateway.dispatch(
        siteId,
        {
          type: 'noteOpening',
          openingId,
          recordingId,
          person,
          reasonLength: reason.length,
          fromSegment: Math.min(...segments),
          toSegment: Math.max(...segments),
          logAnchors: logAnchors.map(anchorText),
        },
        { timeoutMs, privateFields: [reasonOf(recordingId, openingId, reason)] },
      )
      if (outcome.type === 'accepted') return 'noted'
      return outcome.type === 'refused' ? 'refused' : 'tryLater'
    },
  }
}

/** As `keyservice verify-log --anchor` takes it. */
function anchorText({ seq, hash }: LogAnchor): string {
  return `${seq}:${hash}`
}

function reasonOf(recordingId: RecordingId, openingId: OpeningId, reason: string) {
  return { callId: callIdOfRecording(recordingId), name: openingReasonField(openingId), value: reason }
}
