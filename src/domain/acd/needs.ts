/** What a caller needs of an agent, and by what an agent meets it. Plain data, as it stands in definitions and facts. */
import type { AgentId } from '../ids.ts'

/** `level` from 1, the least, to 10. A need of level 0 isn't demanded any more, only welcome. */
export interface SkillLevel {
  readonly skill: string
  readonly level: number
}

/** A clinician's qualification that is demanded, never relaxed. `jurisdiction` absent: any. */
export interface LicenceNeed {
  readonly kind: string
  readonly jurisdiction?: string | undefined
}

/** One that an agent has. Days (YYYY-MM-DD) are the site's and count whole: it has expired the day after `validTo`. */
export interface Licence {
  readonly kind: string
  readonly jurisdiction: string
  readonly number: string
  readonly validFrom: string
  readonly validTo: string
  readonly suspended: boolean
}

/** After so long a wait that much of the skill is enough; 0: none. */
export interface Relaxation extends SkillLevel {
  readonly afterMs: number
}

/** What one call needs; each skill once. */
export interface Needs {
  readonly skills: readonly SkillLevel[]
  /** All of them. */
  readonly licences?: readonly LicenceNeed[]
  /** For whom the call is kept for a while. */
  readonly preferAgentId?: AgentId
}

export const NO_NEEDS: Needs = { skills: [] }

/** What something known of a caller adds to what the queue and the flow's step demand. */
export interface Demand {
  readonly skills?: readonly SkillLevel[] | undefined
  readonly licence?: LicenceNeed | undefined
  /** Instead of theirs. */
  readonly rank?: number | undefined
}

/** Attached data by whose value a call needs more. The values themselves are sealed; which of these it is, is not. */
export interface NeedsFrom {
  /** Its name (`DataName`). */
  readonly field: string
  readonly values: Readonly<Record<string, Demand>>
  /** For every other value, and where there is none, or none can be read. */
  readonly otherwise?: Demand | undefined
}

/** A priority number: 0 is served first, 9 last. */
export const DEFAULT_RANK = 5

/** How an agent is chosen among those who are idle. `ringSeveral` rings several of the longest idle at once. */
export const STRATEGIES = [
  'longestIdle',
  'fewestCalls',
  'roundRobin',
  'bestSkill',
  'sequential',
  'ringSeveral',
] as const
export type Strategy = (typeof STRATEGIES)[number]

/** A relaxation of one call: when, and how much of which skill is enough then. */
export interface RelaxAt extends SkillLevel {
  readonly at: number
}

/**
 * As if it had been queued when? One rank is worth `ageingMs` of waiting, so whoever has a better one overtakes those
 * who came at most so much earlier. The usual rank moves nothing, so that queues are comparable.
 */
export function servedAs(enqueuedAt: number, rank: number, ageingMs = 0): number {
  return enqueuedAt + (rank - DEFAULT_RANK) * ageingMs
}
