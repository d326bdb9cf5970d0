/** A caller leaves the queue of his or her own will: the music stops, and the phones that ring for the caller are let go. */
import { both, type Decision, decided } from '../decision.ts'
import type { Command } from '../site/commands.ts'
import { offerWithdrawn } from './offer-ended.ts'
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
  const withdrawn = phase.offers.map((offer) => offerWithdrawn(call, offer, 'cancelled', at))
  return both(...withdrawn, decided([], quiet))
}
