/** Before a caller is put into a queue whose agents are chosen by attached data: which data it is, is asked of the shell. */
import { type Mapped, mappedBy, needsErrand, type Told, toldBy } from '../../acd/data-needs.ts'
import { decided } from '../../decision.ts'
import type { QueueStep } from '../../ivr/flow.ts'
import type { Command } from '../../site/commands.ts'
import type { ErrandResult } from '../../site/errands.ts'
import { callFact } from '../facts.ts'
import { LIMITS } from '../limits.ts'
import { type Call, nextToken } from '../state.ts'
import { stays, type Turn, type Walk, withLeg } from './walk.ts'

/** The step's end is awaited as any errand's is; without an answer in time it is as if there were no data. */
export function lookAtData(walk: Walk, name: string, mapped: Mapped): Turn {
  return withLeg(walk, () => {
    const { call, at } = walk
    const token = nextToken(call)
    const dueAt = at + LIMITS.errandMs + LIMITS.errandSlackMs
    const entered = callFact(call.id, 'stepEntered', at, { step: name, attempt: 1, token, dueAt })
    return stays(decided([entered], [needsOrder(call, token, mapped)]))
  })
}

/** What became of it: what the queue's and the step's data say. */
export function dataLookedAt({ state }: Walk, step: QueueStep, result: ErrandResult | undefined): Told {
  const queue = state.queues.get(step.queueId)
  return toldBy(mappedBy(queue?.definition ?? {}, step), result)
}

export function needsOrder(call: Call, token: string, mapped: Mapped): Command {
  return {
    type: 'runErrand',
    nodeId: call.nodeId,
    callId: call.id,
    token,
    errand: needsErrand(mapped),
    timeoutMs: LIMITS.errandMs,
    known: {
      language: call.language ?? null,
      profile: call.profile ?? null,
      serviceNumber: call.serviceNumber ?? null,
      startedAt: call.startedAt,
      queueId: call.queueId ?? null,
    },
  }
}
