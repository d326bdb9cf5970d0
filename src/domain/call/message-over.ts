/** That a message is left is stated however it ended: by a key, by time, by a hang-up, or because it can't be recorded. */
import { type Decision, decided, nothing } from '../decision.ts'
import { callFact } from './facts.ts'
import type { Call } from './state.ts'

/** Nothing for a call in which none is being left. */
export function messageOver(call: Call, at: number): Decision {
  if (call.phase.name !== 'voicemail') return nothing
  const { step, since } = call.phase
  return decided([callFact(call.id, 'voicemailLeft', at, { step, recordedMs: Math.max(0, at - since) })])
}
