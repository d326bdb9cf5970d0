/** The place in a queue that a caller gets. */
import { DEFAULT_RANK, NO_NEEDS, servedAs } from '../acd/needs.ts'
import type { CallFact } from './facts.ts'
import type { Place } from './state.ts'

export type Queued = Extract<CallFact, { type: 'callQueued' }>['data']

/** `pos`: where the fact stands in the journal. */
export function placeBy(queued: Queued, at: number, pos: number): Place {
  const { queueId, priority, music, giveUpAt, otherwise, step, announceAt } = queued
  const { rank = DEFAULT_RANK, needs = NO_NEEDS, relax = [], ageingMs, preferUntil, expectedMs } = queued
  const { overflowAt, regained, told } = queued
  const fresh = servedAs(at, rank, ageingMs)
  return {
    queueId,
    priority,
    enqueuedAt: at,
    order: regained?.order ?? pos,
    rank,
    servedAs: regained ? Math.min(regained.servedAs, fresh) : fresh,
    needs,
    relax,
    preferUntil,
    music,
    giveUpAt: giveUpAt ?? undefined,
    otherwise: otherwise ?? undefined,
    step,
    announceAt: announceAt ?? undefined,
    announced: 0,
    expectedMs,
    ...(told !== undefined && { told }),
    ...(overflowAt !== undefined && { overflowAt }),
  }
}
