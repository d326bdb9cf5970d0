/** Puts the caller into a queue, music on. Whether an agent is free is the matching's business, right after. */
import { looksAtData, mappedBy, NOTHING_TOLD, type Told } from '../../acd/data-needs.ts'
import { demandsOf } from '../../acd/demands.ts'
import { expectedOnEntering } from '../../acd/expected.ts'
import { nextLook } from '../../acd/overflow-rules.ts'
import { both, decided, nothing } from '../../decision.ts'
import type { PriorityClass, QueueStep } from '../../ivr/flow.ts'
import { definitionFor } from '../../plan/of-call.ts'
import type { QueueDefinition } from '../../site/inputs.ts'
import { callFact } from '../facts.ts'
import { keysInQueue } from '../keys.ts'
import { LIMITS } from '../limits.ts'
import { placeBy, type Queued } from '../place.ts'
import { regained } from '../regain.ts'
import { ringsInstead } from '../rings-instead.ts'
import { fallBack } from './fallback.ts'
import { lookAtData } from './look-at-data.ts'
import { spoken } from './speech.ts'
import { goesOn, onLeg, stays, type Turn, type Walk, withLeg } from './walk.ts'

/** Without a time of the queue's own somebody is told at once. */
function alarmOf({ emergencyAlarmMs = 0 }: QueueDefinition, priority: PriorityClass, at: number) {
  return priority === 'emergency' && emergencyAlarmMs > 0 ? { alarmAt: at + emergencyAlarmMs } : {}
}

/** `told`: what the call's data says of its needs; undefined: that is found out first, where it matters. */
export function enqueue(walk: Walk, name: string, step: QueueStep, told?: Told): Turn {
  const queue = walk.state.queues.get(step.queueId)
  // Removed since the call began: nobody would ever come.
  if (!queue) {
    return step.otherwise === undefined
      ? stays(fallBack(walk.call, walk.at))
      : goesOn(walk, decided([]), step.otherwise)
  }
  const mapped = mappedBy(queue.definition, step)
  // Asked even where the call has no data yet: the step before may have set some a moment ago. An emergency isn't held up.
  if (!told && step.priority !== 'emergency' && looksAtData(mapped)) return lookAtData(walk, name, mapped)
  return withLeg(walk, (legId) => {
    const { state, call, at } = walk
    const { queueId, priority, music, maxWaitMs, otherwise, enterPrompts } = step
    const definition = definitionFor(state, call, queueId) ?? queue.definition
    const announcements = definition.announcements ?? step.announcements
    const instead = ringsInstead(queue, walk)
    const overflowAt = nextLook(definition.overflow ?? [], [], at, at)
    const queued: Queued = {
      queueId,
      priority,
      music,
      giveUpAt: maxWaitMs === undefined ? null : at + maxWaitMs,
      otherwise: otherwise ?? null,
      step: name,
      announceAt: announcements ? at + Math.max(announcements.everyMs, LIMITS.betweenAnnouncementsMs) : null,
      ...demandsOf(definition, step, call, state.servedLast, at, told ?? NOTHING_TOLD),
      ...(instead ? { regained: instead.regained } : regained(queue, call, at)),
      ...(overflowAt !== undefined && { overflowAt }),
      ...alarmOf(queue.definition, priority, at),
    }
    const expectedMs = expectedOnEntering(state, placeBy(queued, at, state.pos + 1), at)
    const expected = expectedMs === undefined ? {} : { expectedMs }
    const fact = callFact(call.id, 'callQueued', at, { ...queued, ...expected })
    const prompts = spoken(walk, enterPrompts)
    const keys = keysInQueue(walk, { priority, step: name })
    const queues = decided([fact], [{ type: 'startMusic', ...onLeg(walk, legId), prompts, music, keys }])
    return stays(both(queues, instead?.ending ?? nothing))
  })
}
