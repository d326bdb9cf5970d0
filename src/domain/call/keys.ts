/** The keys that lead a caller elsewhere, whatever is said or asked at the moment. */
import type { Flow, MenuKey } from '../ivr/flow.ts'
import type { Place } from './state.ts'
import { stepNamed, type Walk } from './walk/walk.ts'

/** In a step of the flow: its emergency key, unless the step asks for that very key or is where the key leads. */
export function keysInStep(flow: Flow, step: string, asked: readonly MenuKey[] = []): MenuKey[] {
  const { emergency } = flow
  if (!emergency || emergency.step === step || asked.includes(emergency.key)) return []
  return [emergency.key]
}

/** In a queue: the queue's own ways out, and the emergency key, unless the caller waits as an emergency already. */
export function keysInQueue(
  of: Pick<Walk, 'answered' | 'flow'>,
  place: Pick<Place, 'priority' | 'step'>,
): MenuKey[] {
  const step = place.step === undefined ? undefined : stepNamed(of, place.step)
  const own = step?.kind === 'queue' ? (Object.keys(step.keys ?? {}) as MenuKey[]) : []
  const { emergency } = of.flow
  const isWay = emergency !== undefined && place.priority !== 'emergency' && !own.includes(emergency.key)
  return isWay ? [...own, emergency.key] : own
}
