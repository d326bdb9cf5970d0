/** A caller leaves the queue of his or her own will: the music stops, and a phone that rings for the caller is let go. */
import { type Decision, decided, type Fact } from '../decision.ts'
import type { Command } from '../site/commands.ts'
import { hangUp } from './end.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import { type Call, outerLeg } from './state.ts'

/**
 * What comes before the next step. The agent is nobody's to blame, and is free again when the phone's leg has ended.
 * Nothing for a caller who doesn't wait; who is being connected waits no longer.
 */
export function leaveQueue(call: Call, at: number): Decision {
  const { phase } = call
  if (phase.name !== 'queued' && phase.name !== 'offered') return decided([])
  const outer = outerLeg(call)
  const quiet: Command[] =
    outer === undefined ? [] : [{ type: 'stopPlayback', nodeId: call.nodeId, callId: call.id, legId: outer }]
  if (phase.name === 'queued') return decided([], quiet)
  const { agentId, legId } = phase
  const cancelled: Fact = callFact(call.id, 'callOfferEnded', at, {
    agentId,
    legId,
    why: 'cancelled',
    legDueAt: at + LIMITS.hangUpMs,
  })
  return decided([cancelled], [hangUp(call, legId, 'ORIGINATOR_CANCEL'), ...quiet])
}
