/**
 * A caller whom the switch's fallback group has, and whom no controller has ever known: the call came while none was
 * there. It gets its record, from the moment at which it was found to its end; nothing is ordered for it.
 */
import { type Decision, decided, nothing } from '../decision.ts'
import type { Arrival } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import { accepted } from './accepted.ts'
import { callFact } from './facts.ts'

export function foundInFallback(state: SiteState, arrival: Arrival, at: number): Decision {
  const found = accepted(state, arrival, at)
  if (!found) return nothing
  const { callId } = arrival
  return decided([found.fact, callFact(callId, 'callFellBack', at, { why: 'unattended', legsDueAt: null })])
}
