import type { LegId } from '../ids.ts'
import type { Call } from './state.ts'

/** Only while the call is folded. Nothing for a leg that has ended. */
export function markAnswered(call: Call, legId: LegId): void {
  const leg = call.legs.get(legId)
  if (leg) leg.answered = true
}
