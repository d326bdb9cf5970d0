/** A key pressed by a caller who waits: the way out of the queue that it stands for. The place is given up. */
import { both, type Decision, decided, stale } from '../decision.ts'
import type { MenuKey } from '../ivr/flow.ts'
import { flowOf, type SiteState } from '../site/state.ts'
import { callFact } from './facts.ts'
import { leaveQueue } from './leave-queue.ts'
import type { Call } from './state.ts'
import { stepNamed } from './walk/walk.ts'
import { enterStep } from './walk.ts'

export function keyInQueue(state: SiteState, call: Call, key: MenuKey, at: number): Decision {
  const { phase } = call
  const flow = flowOf(state, call)
  if (!flow || (phase.name !== 'queued' && phase.name !== 'offered')) return stale
  const { step: name, queueId, enqueuedAt } = phase.place
  const step = name === undefined ? undefined : stepNamed({ answered: call.answered, flow }, name)
  const keys = step?.kind === 'queue' ? step.keys : undefined
  const option = keys && Object.hasOwn(keys, key) ? keys[key] : undefined
  if (!option) return stale
  const left = callFact(call.id, 'callLeftQueue', at, {
    queueId,
    option: option.name,
    waitedMs: at - enqueuedAt,
  })
  return both(leaveQueue(call, at), decided([left]), enterStep(state, call, flow, option.next, at))
}
