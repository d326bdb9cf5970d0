/** The site's owner as the recorder sees it: knows which takes go on, and keeps what it is told. */
import type {
  RecordingsPort,
  ReportOutcome,
  StoredSegment,
  TakeKnowledge,
} from '../../../../src/runtime/recording.ts'

export interface Owner extends RecordingsPort {
  /** By `RECORDING.TAKE`; what isn't there is unknown. */
  readonly knowledge: Map<string, TakeKnowledge['type']>
  readonly stored: StoredSegment[]
  readonly accounted: { recordingId: string; take: number; samples: number }[]
  readonly stalled: string[]
  readonly alarms: Map<string, boolean>
  /** What they were last said to be about. */
  readonly details: Map<string, string>
  /** Every alarm that ever went on. */
  readonly raised: Set<string>
  /** What it answers to reports. */
  answer: ReportOutcome
}

export function createOwner(): Owner {
  const owner: Owner = {
    knowledge: new Map(),
    stored: [],
    accounted: [],
    stalled: [],
    alarms: new Map(),
    details: new Map(),
    raised: new Set(),
    answer: 'accepted',
    take: async (recordingId, take) => ({ type: owner.knowledge.get(`${recordingId}.${take}`) ?? 'unknown' }),
    async segmentStored(segment) {
      if (owner.answer === 'accepted') owner.stored.push(segment)
      return owner.answer
    },
    async takeAccounted(recordingId, take, samples) {
      if (owner.answer === 'accepted') owner.accounted.push({ recordingId, take, samples })
      return owner.answer
    },
    async takeStalled(recordingId, take) {
      owner.stalled.push(`${recordingId}.${take}`)
      return owner.answer
    },
    async alarm(alarm, on, detail) {
      owner.alarms.set(alarm, on)
      owner.details.set(alarm, detail)
      if (on) owner.raised.add(alarm)
      return 'accepted'
    },
  }
  return owner
}
