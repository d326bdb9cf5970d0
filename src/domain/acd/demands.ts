/** What a caller who is put into a queue needs: by the queue, by the flow's step, by data, by who served him or her last. */
import type { CallFact } from '../call/facts.ts'
import { callFact } from '../call/facts.ts'
import type { Call } from '../call/state.ts'
import { type Decision, decided } from '../decision.ts'
import type { QueueStep } from '../ivr/flow.ts'
import type { QueueDefinition } from '../site/inputs.ts'
import { NOTHING_TOLD, type Told } from './data-needs.ts'
import { lastServedBy, type ServedLast } from './last-served.ts'
import type { LicenceNeed, Needs } from './needs.ts'
import { relaxed, together } from './skills.ts'

type Queued = Extract<CallFact, { type: 'callQueued' }>['data']
type Demands = Pick<Queued, 'rank' | 'ageingMs' | 'needs' | 'relax' | 'preferUntil' | 'told'>

/** What a step of a flow adds; a place that is had without a step has none. */
export type StepDemands = Pick<QueueStep, 'skills' | 'licence' | 'rank'>

/** What one rank is worth where the queue doesn't say. */
const USUAL_AGEING_MS = 60_000
/** How long a call is kept for an agent whom its data names, where the queue doesn't say. */
const USUAL_PREFER_MS = 60_000

/** Members that say nothing are left out. `enqueuedAt`: from when relaxations and the preference count. */
export function demandsOf(
  queue: QueueDefinition,
  step: StepDemands,
  call: Call,
  served: ServedLast,
  enqueuedAt: number,
  { demands, preferAgentId: named }: Told = NOTHING_TOLD,
): Demands {
  const skills = together(queue.skills ?? [], step.skills ?? [], ...demands.map((one) => one.skills ?? []))
  const licences = distinct(queue.licence, step.licence, ...demands.map(({ licence }) => licence))
  const { preferAgentMs = named === undefined ? undefined : USUAL_PREFER_MS } = queue
  const preferAgentId =
    preferAgentMs === undefined ? undefined : (named ?? lastServedBy(served, call.calling, enqueuedAt))
  const rank = demands.find((one) => one.rank !== undefined)?.rank ?? step.rank ?? queue.rank
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
    ...(preferAgentId === undefined ? {} : { preferUntil: enqueuedAt + (preferAgentMs ?? 0) }),
    ...(demands.length > 0 ? { told: demands } : {}),
  }
}

/** All of them, the same one once. */
export function distinct(...licences: readonly (LicenceNeed | undefined)[]): LicenceNeed[] {
  const all: LicenceNeed[] = []
  for (const one of licences) {
    const isThere = all.some(({ kind, jurisdiction }) => {
      return kind === one?.kind && jurisdiction === one.jurisdiction
    })
    if (one && !isThere) all.push(one)
  }
  return all
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
