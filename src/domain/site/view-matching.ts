/** How a queue's callers and agents are brought together, as its view and the agents' show it: what is defined, no more. */
import type { AgentDefinition, QueueDefinition } from './inputs.ts'

export type QueueMatching = Pick<
  QueueDefinition,
  | 'strategy'
  | 'ringAtOnce'
  | 'rank'
  | 'ageingMs'
  | 'skills'
  | 'licence'
  | 'relax'
  | 'preferAgentMs'
  | 'needsFrom'
  | 'preferFrom'
  | 'serviceLevel'
>
export type AgentMatching = Pick<AgentDefinition, 'skills' | 'licences' | 'weights'>

const OF_QUEUES: Readonly<Record<keyof QueueMatching, true>> = {
  strategy: true,
  ringAtOnce: true,
  rank: true,
  ageingMs: true,
  skills: true,
  licence: true,
  relax: true,
  preferAgentMs: true,
  needsFrom: true,
  preferFrom: true,
  serviceLevel: true,
}
const OF_AGENTS: Readonly<Record<keyof AgentMatching, true>> = { skills: true, licences: true, weights: true }

export function matchingOf(definition: QueueDefinition): QueueMatching {
  return only(definition, OF_QUEUES)
}

export function competenceOf(definition: AgentDefinition): AgentMatching {
  return only(definition, OF_AGENTS)
}

function only<T extends object, K extends keyof T>(all: T, names: Readonly<Record<K, true>>): Pick<T, K> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in names)) as Pick<T, K>
}
