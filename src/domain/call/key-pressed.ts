/** A key that comes while something endless is heard: in a queue, or while the flow waits for another system. */
import { both, type Decision, stale } from '../decision.ts'
import type { MenuKey } from '../ivr/flow.ts'
import { flowOf, type SiteState } from '../site/state.ts'
import { handOnCancelled } from './hand-on.ts'
import { leaveQueue } from './leave-queue.ts'
import { keyInQueue } from './queue-keys.ts'
import type { Call } from './state.ts'
import { emergencyFrom, keyDuringErrand } from './walk.ts'

export function keyPressed(state: SiteState, call: Call, key: MenuKey, at: number): Decision {
  const flow = flowOf(state, call)
  if (!flow) return stale
  const { phase } = call
  switch (phase.name) {
    case 'walking':
      return keyDuringErrand(state, call, flow, key, at) ?? stale
    case 'queued':
    case 'offered': {
      const { priority, step, queueId } = phase.place
      const jump =
        priority === 'emergency' ? undefined : emergencyFrom(state, call, flow, step ?? queueId, key, at)
      return jump ? both(leaveQueue(call, at), jump) : keyInQueue(state, call, key, at)
    }
    case 'transferring': {
      const jump = emergencyFrom(state, call, flow, phase.step, key, at)
      return jump ? both(handOnCancelled(call, at), jump) : stale
    }
    default:
      return stale
  }
}
