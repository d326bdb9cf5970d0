/** The keys that lead a caller elsewhere, whatever is said or asked at the moment. */
import type { Flow, MenuKey } from '../ivr/flow.ts'
import type { Call, Place } from './state.ts'

/** In a step of the flow: its emergency key, unless the step asks for that very key or is where the key leads. */
export function keysInStep(flow: Flow, step: string, asked: readonly MenuKey[] = []): MenuKey[] {
  const { emergency } = flow
  if (!emergency || emergency.step === step || asked.includes(emergency.key)) return []
  return [emergency.key]
}

/** In a queue: the emergency key, unless the caller waits as an emergency already. */
export function keysInQueue(_call: Call, flow: Flow, place: Place): MenuKey[] {
  return flow.emergency && place.priority !== 'emergency' ? [flow.emergency.key] : []
}
