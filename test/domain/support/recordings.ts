/** Talks that are recorded, and what switch and recorder say of them. */
import type { JournalRow } from '../../../src/domain/fact.ts'
import { recordingIdOf } from '../../../src/domain/ids.ts'
import type { Recording } from '../../../src/domain/recording/recording.ts'
import type { SiteInput } from '../../../src/domain/site/inputs.ts'
import { aSite, callerLeg, callId, type Happened, type Site, talking } from './story.ts'

/** A site that records every talk. */
export function recordingSite(): Site {
  const site = aSite()
  site.when({ type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: true })
  return site
}

/** Caller n talks with the agent, and the switch writes the first take. */
export function talkRecorded(site: Site, n: number, name = 'li'): void {
  talking(site, n, name)
  began(site, n, 0)
}

export function recordingOf(site: Site, n: number): Recording | undefined {
  return site.state.recordings.get(recordingIdOf(callId(n)))
}

/** What the switch says of a take of caller n. */
export function onTake(
  site: Site,
  type: SiteInput['type'],
  n: number,
  take: number,
  more: object = {},
): Happened {
  return site.leg(type, callerLeg(n), { recordingId: recordingIdOf(callId(n)), take, ...more })
}

export function began(site: Site, n: number, take: number): Happened {
  return onTake(site, 'recordingBegan', n, take)
}

export function masked(site: Site, n: number, take: number, on: boolean): Happened {
  return onTake(site, 'recordingMaskChanged', n, take, { masked: on })
}

export function segmentStored(
  site: Site,
  n: number,
  take: number,
  segment: number,
  samples: number,
): Happened {
  const object = { objectKey: `o-${segment}`, byteLength: samples * 4, sha256: 'x', truncated: false }
  const recordingId = recordingIdOf(callId(n))
  const startedAt = site.now
  return site.when({ type: 'noteSegmentStored', recordingId, take, segment, startedAt, samples, ...object })
}

export function accounted(site: Site, n: number, take: number, samples: number): Happened {
  return site.when({ type: 'noteTakeAccounted', recordingId: recordingIdOf(callId(n)), take, samples })
}

export function recordingTypes(site: Site): readonly JournalRow[] {
  return site.journal.filter(({ kind }) => kind === 'recording')
}
