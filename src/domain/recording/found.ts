/**
 * Takes that the switch writes and nobody here knows: begun by an owner whose facts were set aside. They would run on, past
 * a mask, to the end of the leg. They are told to stop; those of a call that lives are entered, so that what they hold is
 * sealed as its own, and no later take writes over their files.
 */
import { callFact } from '../call/facts.ts'
import { type Call, hasSpeech, talksSince } from '../call/state.ts'
import { both, type Decision, decided, type Fact, nothing } from '../decision.ts'
import { callIdOfRecording, type NodeId, recordingIdOf } from '../ids.ts'
import type { LegSnapshot, TakeRef } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import { recordingFact } from './facts.ts'
import { MOST_TAKES } from './follow.ts'
import { runningTake } from './recording.ts'

/** `call`: the live one that the leg belongs to. To be decided before anything else is about its recording. */
export function takesFound(
  state: SiteState,
  call: Call | undefined,
  { legId, recordings = [] }: LegSnapshot,
  nodeId: NodeId,
  at: number,
): Decision {
  const strange = recordings.filter(
    ({ recordingId, take }) => !state.recordings.get(recordingId)?.takes[take],
  )
  if (strange.length === 0) return nothing
  const own = call ? strange.filter((one) => isOwn(call, one)) : []
  // Of those that are entered, `takesAfterReconnect` stops what is written.
  const others = strange.filter((one) => !own.includes(one))
  const stops = others.map(({ recordingId, take }) => {
    const callId = callIdOfRecording(recordingId)
    return { type: 'stopRecording', nodeId, callId, legId, recordingId, take } as const
  })
  return both(decided(call && own.length > 0 ? entered(state, call, legId, own, at) : []), decided([], stops))
}

function isOwn(call: Call, { recordingId, take }: TakeRef): boolean {
  return recordingId === recordingIdOf(call.id) && take < MOST_TAKES
}

/** With those before them, which may have left files as well. */
function entered(
  state: SiteState,
  call: Call,
  legId: LegSnapshot['legId'],
  own: readonly TakeRef[],
  at: number,
): Fact[] {
  const id = recordingIdOf(call.id)
  const known = state.recordings.get(id)
  const last = Math.max(...own.map(({ take }) => take))
  const since = hasSpeech(call) && !call.noRecording ? talksSince(call) : undefined
  const { nodeId, queueId = null } = call
  const agentId = 'agentId' in call.phase ? call.phase.agentId : null
  const running = known && runningTake(known)
  // The owner whose facts are missing had ended it.
  const facts: Fact[] = running
    ? [recordingFact(id, 'recordingTakeEnded', at, { take: running.take, why: 'lost', until: at })]
    : []
  for (let take = known?.takes.length ?? 0; take <= last; take += 1) {
    const data = { callId: call.id, nodeId, take, legId, agentId, queueId, why: 'found' } as const
    facts.push(
      recordingFact(id, 'recordingTakeOrdered', at, since === undefined ? data : { ...data, since }),
      recordingFact(id, 'recordingTakeEnded', at, { take, why: 'lost', until: at }),
    )
  }
  return known ? facts : [...facts, callFact(call.id, 'callRecorded', at, { recordingId: id })]
}
