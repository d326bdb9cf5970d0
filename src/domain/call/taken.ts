/** The switch's own fallback has taken a caller of ours to its people. */
import { both, type Decision, decided, nothing } from '../decision.ts'
import type { LegId } from '../ids.ts'
import { hangUp } from './end.ts'
import { callFact } from './facts.ts'
import { handOnOver } from './hand-on.ts'
import { LIMITS } from './limits.ts'
import { messageOver } from './message-over.ts'
import type { Call } from './state.ts'

/**
 * It has taken the caller, and nobody of the group has answered yet. Music that was ordered in the moment of the move
 * would go on for ever, and the group's phones would ring in vain.
 */
export function movedByFallback(call: Call, legId: LegId, at: number): Decision {
  const { nodeId, id: callId } = call
  return both(takenByFallback(call, at), decided([], [{ type: 'stopPlayback', nodeId, callId, legId }]))
}

/** Whoever is being rung, or was about to talk, is let go. */
export function takenByFallback(call: Call, at: number): Decision {
  const legsDueAt = at + LIMITS.hangUpMs
  const others = [...call.legs].filter(([, leg]) => leg.role !== 'caller')
  const fell = callFact(call.id, 'callFellBack', at, {
    why: 'switch',
    legsDueAt: others.length > 0 ? legsDueAt : null,
  })
  const orders = others.map(([legId, { answered }]) =>
    hangUp(call, legId, answered ? 'NORMAL_CLEARING' : 'ORIGINATOR_CANCEL'),
  )
  return both(cutShort(call, at), decided([fell], orders))
}

/** What the caller was in the midst of comes to its end. */
function cutShort(call: Call, at: number): Decision {
  const { phase } = call
  const legDueAt = at + LIMITS.hangUpMs
  switch (phase.name) {
    case 'offered':
      return decided(
        phase.offers.map(({ agentId, legId }) =>
          callFact(call.id, 'callOfferEnded', at, { agentId, legId, why: 'cancelled', legDueAt }),
        ),
      )
    case 'connecting': {
      const { agentId, legId } = phase
      return decided([
        callFact(call.id, 'callOfferEnded', at, { agentId, legId, why: 'cancelled', legDueAt }),
      ])
    }
    case 'transferring':
      return handOnOver(call, 'cancelled', legDueAt, at)
    case 'voicemail':
      return messageOver(call, at)
    default:
      return nothing
  }
}
