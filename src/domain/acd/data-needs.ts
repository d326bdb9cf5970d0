/**
 * What a call's attached data says of whom it needs. The values are sealed, so the shell is asked which of those that a
 * queue or a step knows it is: what comes back is one of their own words, and nothing else of the caller's.
 */
import { type AgentId, parseAgentId } from '../ids.ts'
import type { DataName, QueueStep } from '../ivr/flow.ts'
import type { Errand, ErrandResult } from '../site/errands.ts'
import type { QueueDefinition } from '../site/inputs.ts'
import type { Demand, NeedsFrom } from './needs.ts'

/** Which data a queue and a step look at. */
export interface Mapped {
  readonly from: readonly NeedsFrom[]
  /** Data that names the agent whom the caller wishes for. */
  readonly prefer: DataName | undefined
}

/** What the data came to. */
export interface Told {
  readonly demands: readonly Demand[]
  readonly preferAgentId?: AgentId
}

export const NOTHING_TOLD: Told = { demands: [] }

type MapsData = Pick<QueueDefinition & QueueStep, 'needsFrom' | 'preferFrom'>

/** The queue's and the step's together; the agent is the step's to name first. */
export function mappedBy(queue: MapsData, step: MapsData): Mapped {
  return {
    from: [...(queue.needsFrom ?? []), ...(step.needsFrom ?? [])],
    prefer: step.preferFrom ?? queue.preferFrom,
  }
}

/** Whether there is anything to find out. */
export function looksAtData({ from, prefer }: Mapped): boolean {
  return from.length > 0 || prefer !== undefined
}

/** Whether any of this data is looked at. */
export function looksAt({ from, prefer }: Mapped, names: Iterable<DataName>): boolean {
  for (const name of names) {
    if (name === prefer || from.some(({ field }) => field === name)) return true
  }
  return false
}

export function needsErrand({ from, prefer }: Mapped): Errand {
  const look = from.map(({ field, values }) => ({ field, values: Object.keys(values) }))
  return { kind: 'needs', look, agent: prefer ?? null }
}

/** Without a result, or with one that isn't an answer to it, it is as if there were no data. */
export function toldBy({ from }: Mapped, result: ErrandResult | undefined): Told {
  const answer = result?.kind === 'needs' ? result : undefined
  const demands = from.flatMap(({ field, values, otherwise }) => {
    const value = answer?.found.find((one) => one.field === field && Object.hasOwn(values, one.value))?.value
    return (value === undefined ? otherwise : values[value]) ?? []
  })
  const named = answer?.agent == null ? undefined : parseAgentId(answer.agent)
  return { demands, ...(named?.ok ? { preferAgentId: named.id } : {}) }
}
