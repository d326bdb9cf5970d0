/** What becomes of a message that a caller is leaving: the key that ends it, its longest time, a switch that doesn't record. */
import { both, type Decision, stale } from '../decision.ts'
import type { VoicemailStep } from '../ivr/flow.ts'
import { flowOf, type SiteState } from '../site/state.ts'
import { messageOver } from './message-over.ts'
import type { Call } from './state.ts'
import { messageGoesOn, messageLost } from './walk/message.ts'
import { after, emergency, goesOn, stepNamed, type Turn, type Walk, walkOf } from './walk/walk.ts'
import { type DigitsResult, fallBack, follow } from './walk.ts'

/** What the wait for the message's end came to. */
export function messageAnswered(state: SiteState, call: Call, result: DigitsResult, at: number): Decision {
  return messageTurn(state, call, at, (walk, name, step) => {
    switch (result.kind) {
      case 'digits':
      case 'none':
        return goesOn(walk, messageOver(walk.call, at), step.next)
      case 'interrupted': {
        const jump = emergency(walk, name, result.key)
        return jump ? after(messageOver(walk.call, at), jump) : messageGoesOn(walk, step, 'invalid')
      }
      case 'invalid':
        return messageGoesOn(walk, step, 'invalid')
    }
  })
}

/** The switch couldn't wait for the key. */
export function messageDeaf(state: SiteState, call: Call, at: number): Decision {
  return messageTurn(state, call, at, (walk, _name, step) => messageGoesOn(walk, step, 'failed'))
}

/** Nothing was heard of its end in time. */
export function messageOverdue(state: SiteState, call: Call, at: number): Decision {
  return messageTurn(state, call, at, (walk, _name, step) => {
    const turn = messageLost(walk, step)
    return { ...turn, next: step.next }
  })
}

/** After a reconnect the order to wait for the key may be lost, and so may its answer. */
export function messageResumed(state: SiteState, call: Call, at: number): Decision {
  return messageTurn(state, call, at, (walk, _name, step) => messageGoesOn(walk, step, 'reconnected'))
}

/** The switch doesn't record, however often it is told to. */
export function messageUnrecorded(state: SiteState, call: Call, at: number): Decision {
  return messageTurn(state, call, at, (walk, _name, step) => messageLost(walk, step))
}

function messageTurn(
  state: SiteState,
  call: Call,
  at: number,
  turn: (walk: Walk, name: string, step: VoicemailStep) => Turn,
): Decision {
  const flow = flowOf(state, call)
  if (call.phase.name !== 'voicemail') return stale
  if (!flow) return both(messageOver(call, at), fallBack(call, at))
  const walk = walkOf(state, call, flow, at)
  const { step: name } = call.phase
  const step = stepNamed(walk, name)
  if (step?.kind !== 'voicemail') return both(messageOver(call, at), fallBack(call, at))
  return follow(turn(walk, name, step))
}
