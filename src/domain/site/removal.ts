/** Agents and queues that go. Their facts stay in the journal, and so do calls and records that name them. */

import { accepted, refused } from '../acd/answers.ts'
import { agentFact } from '../acd/facts.ts'
import { owedIn } from '../call/owed-alarm.ts'
import type { Call } from '../call/state.ts'
import type { Decision } from '../decision.ts'
import type { QueueId } from '../ids.ts'
import type { Step } from '../ivr/flow.ts'
import { plansNaming } from '../plan/check.ts'
import { queueRemoved } from './facts.ts'
import type { ApiInput } from './inputs.ts'
import type { SiteState } from './state.ts'
import { ifVersion } from './versions.ts'

export function removeAgent(state: SiteState, input: Extract<ApiInput, { type: 'removeAgent' }>): Decision {
  const { agentId, at } = input
  const agent = state.agents.get(agentId)
  if (!agent) return refused('agent-unknown', `There is no agent ${agentId}.`)
  const changed = ifVersion(input, agent.version, agentId)
  if (changed) return changed
  if (agent.phase.name !== 'loggedOff')
    return refused('agent-state', `${agentId} is logged on (now: ${agent.phase.name}).`)
  // A phone that rang in vain is hung up a moment after its agent was logged off.
  const call = [...state.calls.values()].find((one) =>
    [...one.legs.values()].some((leg) => leg.agentId === agentId),
  )
  if (call) return refused('agent-state', `${agentId} has a phone in ${call.id} still.`)
  return accepted(agentFact(agentId, 'agentRemoved', at, {}))
}

export function removeQueue(state: SiteState, input: Extract<ApiInput, { type: 'removeQueue' }>): Decision {
  const { queueId, at } = input
  const queue = state.queues.get(queueId)
  if (!queue) return refused('queue-unknown', `There is no queue ${queueId}.`)
  const changed = ifVersion(input, queue.version, queueId)
  if (changed) return changed
  const uses = usesOf(state, queueId)
  if (uses.length > 0) return refused('queue-in-use', `${queueId} is needed by ${some(uses)}.`)
  return accepted(queueRemoved(queueId, at))
}

/** Whatever would be left without its queue: agents, queues that overflow into it, flows that calls can begin or have begun, calls. */
function usesOf(state: SiteState, queueId: QueueId): string[] {
  const agents = [...state.agents.values()].filter(({ base, definition }) =>
    [base, definition].some(({ queueIds }) => queueIds.includes(queueId)),
  )
  const flows = [...state.flows.values()]
    .filter((flow) => Object.values(flow.steps).some((step) => leadsToQueue(step, queueId)))
    .map(({ id, version }) => (state.currentFlows.get(id) === version ? id : `an older version of ${id}`))
  const calls = [...state.calls.values()].filter((call) => needsQueue(call, queueId)).map(({ id }) => id)
  const owed = owedIn(state, queueId).map(({ callId }) => callId)
  const queues = [...state.queues.values()].filter(({ id, base, definition }) => {
    const rules = [...(base.overflow ?? []), ...(definition.overflow ?? [])]
    return id !== queueId && rules.some(({ to }) => 'queueId' in to && to.queueId === queueId)
  })
  const serving = agents.map(({ id }) => id).sort()
  return [
    ...serving,
    ...plansNaming(state, queueId),
    ...queues.map(({ id }) => id),
    ...new Set(flows),
    ...calls,
    ...owed,
  ]
}

function leadsToQueue(step: Step, queueId: QueueId): boolean {
  return (step.kind === 'queue' || step.kind === 'callback') && step.queueId === queueId
}

/** It waits there, or comes back to its place when the agent's phone vanishes, or was sent there by an answer. */
function needsQueue(call: Call, queueId: QueueId): boolean {
  if ('place' in call.phase && call.phase.place?.queueId === queueId) return true
  if (call.promised?.place.queueId === queueId) return true
  return Object.values(call.answered ?? {}).some((step) => leadsToQueue(step, queueId))
}

/** What a person reads of a list that may be long. */
function some(uses: readonly string[]): string {
  const shown = uses.slice(0, 5).join(', ')
  return uses.length > 5 ? `${shown} and ${uses.length - 5} more` : shown
}
