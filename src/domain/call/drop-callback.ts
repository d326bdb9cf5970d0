/** A client says that a caller needn't be called back any more, or, where nobody was reached, that it is seen to. */
import { accepted, refused } from '../acd/answers.ts'
import type { Decision } from '../decision.ts'
import { siteFact } from '../site/facts.ts'
import type { ApiInput } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import { endCall } from './end.ts'
import { goneFrom, promisedPlace } from './promises.ts'

export function dropCallback(
  state: SiteState,
  { queueId, callId, by, at }: Extract<ApiInput, { type: 'dropCallback' }>,
): Decision {
  if (!state.queues.has(queueId)) return refused('queue-unknown', `There is no queue ${queueId}.`)
  if (state.owedCallbacks.get(callId)?.queueId === queueId) {
    return accepted(siteFact(state.siteId, 'callbackSettled', at, { queueId, callId, by }))
  }
  const call = state.calls.get(callId)
  if (!call || promisedPlace(call)?.queueId !== queueId) {
    return refused('call-unknown', `${queueId} owes ${callId} no callback.`)
  }
  if (!goneFrom(call.phase)) return refused('call-state', `The caller of ${callId} is still there.`)
  return { ...endCall(call, { by: 'system', why: 'cleared' }, at), outcome: { type: 'accepted', callId } }
}
