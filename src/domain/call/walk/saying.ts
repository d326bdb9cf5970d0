/** Steps that say something and go on, or end the flow. */
import { decided } from '../../decision.ts'
import type { AnnounceStep, FallbackStep, HangUpStep, Speech } from '../../ivr/flow.ts'
import { OVERLOADED } from '../admit.ts'
import { endCall } from '../end.ts'
import { callFact } from '../facts.ts'
import { keysInStep } from '../keys.ts'
import { LIMITS } from '../limits.ts'
import { nextToken } from '../state.ts'
import { fallBack } from './fallback.ts'
import { spoken } from './speech.ts'
import { goesOn, onLeg, stays, type Turn, type Walk, withLeg } from './walk.ts'

/**
 * Has a step's words said; what then comes, `over` says: at once where there is nothing to hear in the caller's
 * language, else when `promptFinished` has come.
 */
export function say(walk: Walk, name: string, speeches: readonly Speech[], over: (walk: Walk) => Turn): Turn {
  const prompts = spoken(walk, speeches)
  if (prompts.length === 0) return over(walk)
  return withLeg(walk, (legId) => {
    const { call, flow, at } = walk
    const token = nextToken(call)
    const entered = callFact(call.id, 'stepEntered', at, {
      step: name,
      attempt: 1,
      token,
      dueAt: at + (name === OVERLOADED ? LIMITS.busyMs : LIMITS.promptsMs),
    })
    const keys = keysInStep(flow, name)
    return stays(decided([entered], [{ type: 'play', ...onLeg(walk, legId), token, prompts, keys }]))
  })
}

export function announced(walk: Walk, step: AnnounceStep): Turn {
  return goesOn(walk, decided([]), step.next)
}

export function hungUp({ call, at }: Walk, step: HangUpStep): Turn {
  return stays(endCall(call, { by: 'system', why: 'flowEnded' }, at, step.cause))
}

export function fellBack({ call, at }: Walk, _step: FallbackStep): Turn {
  return stays(fallBack(call, at))
}
