/** The days on which licences begin and cease to count, and the alarm where nobody who is on has the one that is needed. */
import type { Decision } from '../decision.ts'
import { clearAlarm, raiseAlarm } from '../site/alarming.ts'
import type { SiteState } from '../site/state.ts'
import { type Agent, agentDueOf } from './agent.ts'
import { type AgentFact, agentFact } from './facts.ts'
import { licencesAt, licencesChangeAt } from './licences.ts'

/** By when the agent wants to be looked at again: the phase ends by itself, or a licence begins or ceases to count. */
export function agentDueWithLicences(agent: Agent): number | undefined {
  const due = agentDueOf(agent)
  const change = agent.phase.name === 'loggedOff' ? undefined : licencesChangeAt(agent)
  return due === undefined || change === undefined ? (due ?? change) : Math.min(due, change)
}

/** Undefined: none has begun or ceased to count by now. */
export function licencesChanged(agent: Agent, at: number): AgentFact | undefined {
  const change = agent.phase.name === 'loggedOff' ? undefined : licencesChangeAt(agent)
  if (change === undefined || change > at) return undefined
  return agentFact(agent.id, 'agentLicencesChanged', at, { valid: licencesAt(agent, at) })
}

/** Characters of what an alarm says more. */
const MOST_DETAIL = 200

/** Names the queues whose callers wait for nobody; undefined: the alarm is as it should be. */
export function licenceAlarm(state: SiteState, at: number): Decision | undefined {
  if (!state.ready.licencesDue) return undefined
  const said = new Set<string>()
  for (const { queue, needs } of state.ready.unlicensed) {
    const kinds = (needs.licences ?? []).map(({ kind, jurisdiction }) =>
      jurisdiction === undefined ? kind : `${kind} (${jurisdiction})`,
    )
    said.add(`${queue.id} needs ${kinds.join(' and ')}`)
  }
  if (said.size === 0) return clearAlarm(state, 'noLicensedAgent', null, at)
  const detail = [...said].sort().join('; ').slice(0, MOST_DETAIL)
  return raiseAlarm(state, 'noLicensedAgent', null, detail, at)
}
