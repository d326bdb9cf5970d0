/** What a caller who is put into a queue needs: by the queue, by the flow's step, by who served him or her last. */
import type { CallFact } from '../call/facts.ts'
import { callFact } from '../call/facts.ts'
import type { Call } from '../call/state.ts'
import { type Decision, decided } from '../decision.ts'
import type { QueueStep } from '../ivr/flow.ts'
import type { QueueDefinition } from '../site/inputs.ts'
import { lastServedBy, type ServedLast } from './last-served.ts'
import type { LicenceNeed, Needs } from './needs.ts'
import { relaxed, together } from './skills.ts'

type Queued = Extract<CallFact, { type: 'callQueued' }>['data']
type Demands = Pick<Queued, 'rank' | 'ageingMs' | 'needs' | 'relax' | 'preferUntil'>

/** What a step of a flow adds; a place that is had without a step has none. */
export type StepDemands = Pick<QueueStep, 'skills' | 'licence' | 'rank'>

/** What one rank is worth where the queue doesn't say. */
const USUAL_AGEING_MS = 60_000

/** Members that say nothing are left out. `enqueuedAt`: from when relaxations and the preference count. */
export function demandsOf(
  queue: QueueDefinition,
  step: StepDemands,
  call: Call,
  served: ServedLast,
  enqueuedAt: number,
): Demands {
  const skills = together(queue.skills ?? [], step.skills ?? [])
  const licences = each(queue.licence, step.licence)
  const preferAgentId =
    queue.preferAgentMs === undefined ? undefined : lastServedBy(served, call.calling, enqueuedAt)
  const rank = step.rank ?? queue.rank
  const relax = (queue.relax ?? [])
    .filter(({ skill }) => skills.some((one) => one.skill === skill))
    .map(({ afterMs, skill, level }) => ({ at: enqueuedAt + afterMs, skill, level }))
    .sort((a, b) => a.at - b.at)
  const needs: Needs = {
    skills,
    ...(licences.length > 0 ? { licences } : {}),
    ...(preferAgentId === undefined ? {} : { preferAgentId }),
  }
  return {
    ...(rank === undefined ? {} : { rank, ageingMs: queue.ageingMs ?? USUAL_AGEING_MS }),
    ...(skills.length + licences.length > 0 || preferAgentId !== undefined ? { needs } : {}),
    ...(relax.length > 0 ? { relax } : {}),
    ...(preferAgentId === undefined ? {} : { preferUntil: enqueuedAt + (queue.preferAgentMs ?? 0) }),
  }
}

/** Both, where they aren't the same. */
function each(a: LicenceNeed | undefined, b: LicenceNeed | undefined): LicenceNeed[] {
  if (!a || !b) return [a, b].filter((one) => one !== undefined)
  return a.kind === b.kind && a.jurisdiction === b.jurisdiction ? [a] : [a, b]
}

/** The caller has waited so long that less is enough, or that anybody's time is better than one agent's. */
export function relaxNeeds(call: Call, at: number): Decision | undefined {
  if (call.phase.name !== 'queued') return undefined
  const { queueId, needs, relax, preferUntil } = call.phase.place
  const due = relax.filter((step) => step.at <= at)
  const isKeptNoMore = preferUntil !== undefined && preferUntil <= at
  if (due.length === 0 && !isKeptNoMore) return undefined
  const { preferAgentId, ...others } = needs
  const kept = isKeptNoMore || preferAgentId === undefined ? {} : { preferAgentId }
  return decided([
    callFact(call.id, 'callNeedsRelaxed', at, {
      queueId,
      needs: { ...others, ...kept, skills: relaxed(needs.skills, due) },
      relax: relax.filter((step) => step.at > at),
      preferUntil: isKeptNoMore ? null : (preferUntil ?? null),
    }),
  ])
}
