/** A caller who is still there when a talk is over, and whom the flow leads on. */
import { both, type Decision, decided } from '../decision.ts'
import { flowOf, type SiteState } from '../site/state.ts'
import { claim } from './claim.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import type { Call, Place } from './state.ts'
import { stepNamed } from './walk/walk.ts'
import { enterStep, fallBack } from './walk.ts'

/** Where the flow goes on when the agent has hung up; undefined: the call ends then. */
export function stepAfterTalk(state: SiteState, call: Call, place: Place | undefined): string | undefined {
  const flow = flowOf(state, call)
  if (!flow || place?.step === undefined) return undefined
  const step = stepNamed({ answered: call.answered, flow }, place.step)
  return step?.kind === 'queue' ? step.afterTalk : undefined
}

/**
 * Goes on at `step`. What is played to a leg that the switch is just taking out of a bridge would be cut off: unless
 * the leg is known to be parked again, its park is awaited, for a moment.
 */
export function leadOn(state: SiteState, call: Call, step: string, at: number): Decision {
  const begun = decided([callFact(call.id, 'afterTalkBegan', at, { step, dueAt: at + LIMITS.returnMs })])
  const isParked = 'returnedBy' in call.phase && call.phase.returnedBy !== undefined
  if (!isParked) return begun
  const flow = flowOf(state, call)
  const next = flow ? enterStep(state, call, flow, step, at) : fallBack(call, at)
  return both(begun, decided([], claim(call)), next)
}
