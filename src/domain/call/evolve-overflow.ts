/** Folds what the rules of a queue do with those who wait there. */
import type { CallFact } from './facts.ts'
import type { Call, Place } from './state.ts'

export type OverflowFact = Extract<CallFact, { type: 'callOverflowed' | 'callOverflowPassed' }>

export function evolveOverflow(call: Call, { type, data, at }: OverflowFact): void {
  const { phase } = call
  // Whoever goes into another flow waits in no queue any more, once `callHandedOn` has been folded.
  if (phase.name !== 'queued') return
  const { overflowAt: _, ...rest } = phase.place
  const overflowAt = data.overflowAt === null ? {} : { overflowAt: data.overflowAt }
  const tried = data.rule === null ? rest.tried : [...(rest.tried ?? []), data.rule]
  if (type === 'callOverflowed' && typeof data.to === 'object' && 'queueId' in data.to) {
    const { queueId, expectedMs, needs = rest.needs, relax = rest.relax } = data.to
    const from = [...(rest.from ?? []), data.queueId]
    const place: Place = {
      ...rest,
      queueId,
      needs,
      relax,
      joinedAt: at,
      tried: [],
      from,
      ...overflowAt,
      expectedMs,
    }
    call.queueId = queueId
    call.phase = { name: 'queued', place }
    return
  }
  call.phase = { name: 'queued', place: { ...rest, ...(tried && { tried }), ...overflowAt } }
}
