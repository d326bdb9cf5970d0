/** What a waiting caller hears between all else. */
import { type Decision, decided, nothing } from '../decision.ts'
import { flowOf, type SiteState } from '../site/state.ts'
import { keysInQueue } from './keys.ts'
import { type Call, outerLeg } from './state.ts'

/** Music for a caller who waits again. */
export function musicAgain(state: SiteState, call: Call): Decision {
  const legId = outerLeg(call)
  const place = 'place' in call.phase ? call.phase.place : undefined
  if (legId === undefined || !place) return nothing
  const flow = flowOf(state, call)
  const on = { nodeId: call.nodeId, callId: call.id, legId }
  const keys = flow ? keysInQueue({ answered: call.answered, flow }, place) : []
  return decided([], [{ type: 'startMusic', ...on, prompts: [], music: place.music, keys }])
}
