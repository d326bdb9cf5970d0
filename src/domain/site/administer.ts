/** What administrators define: queues, agents, flows, numbers, what is recorded; and alarms. Defining the same thing again gives no fact. */

import { agentFact } from '../acd/facts.ts'
import { refused } from '../acd/requests.ts'
import { assertNever } from '../assert-never.ts'
import type { Decision, Fact } from '../decision.ts'
import { clearAlarm, raiseAlarm } from './alarming.ts'
import { queueDefined, siteFact } from './facts.ts'
import type { ApiInput } from './inputs.ts'
import type { SiteState } from './state.ts'

type AdminInput = Extract<
  ApiInput,
  {
    type:
      | 'defineQueue'
      | 'defineAgent'
      | 'publishFlow'
      | 'assignNumbers'
      | 'setRecordingPolicy'
      | 'raiseAlarm'
      | 'clearAlarm'
  }
>

export function administer(state: SiteState, input: AdminInput): Decision {
  const { at } = input
  switch (input.type) {
    case 'defineQueue': {
      const now = state.queues.get(input.queue.queueId)?.definition
      return done(same(now, input.queue) ? [] : [queueDefined(input.queue.queueId, at, input.queue)])
    }
    case 'defineAgent': {
      const { agent } = input
      const missing = agent.queueIds.find((id) => !state.queues.has(id))
      if (missing !== undefined) return refused('queue-unknown', `There is no queue ${missing}.`)
      const now = state.agents.get(agent.agentId)?.definition
      return done(same(now, agent) ? [] : [agentFact(agent.agentId, 'agentDefined', at, { agent })])
    }
    case 'publishFlow': {
      const { flow } = input
      const missing = Object.values(flow.steps).find(
        (s) => s.kind === 'queue' && !state.queues.has(s.queueId),
      )
      if (missing?.kind === 'queue') return refused('queue-unknown', `There is no queue ${missing.queueId}.`)
      const current = state.currentFlows.get(flow.id)
      return done(current === flow.version ? [] : [siteFact(state.siteId, 'flowPublished', at, { flow })])
    }
    case 'assignNumbers': {
      const { numbers, otherwise } = input
      const missing = [...Object.values(numbers), otherwise].find((id) => !state.currentFlows.has(id))
      if (missing !== undefined) return refused('flow-unknown', `There is no flow ${missing}.`)
      const now = { numbers: state.numbers, otherwise: state.otherwiseFlow }
      return done(
        same(now, { numbers, otherwise })
          ? []
          : [siteFact(state.siteId, 'numbersAssigned', at, { numbers, otherwise })],
      )
    }
    case 'setRecordingPolicy': {
      const { enabled, inbound, outbound } = input
      const policy = { enabled, inbound, outbound }
      return done(
        same(state.recordingPolicy, policy) ? [] : [siteFact(state.siteId, 'recordingPolicySet', at, policy)],
      )
    }
    case 'raiseAlarm': {
      const detail = input.detail.slice(0, MOST_DETAIL)
      return done(raiseAlarm(state, input.alarm, input.nodeId, detail, at)?.facts ?? [])
    }
    case 'clearAlarm':
      return done(clearAlarm(state, input.alarm, input.nodeId, at)?.facts ?? [])
    default:
      return assertNever(input)
  }
}

/** Characters of what an alarm says more. */
const MOST_DETAIL = 200

function done(facts: readonly Fact[]): Decision {
  return { facts, commands: [], outcome: { type: 'accepted' } }
}

/** Equal as JSON with keys in any order. */
function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, v: unknown) =>
      v !== null && typeof v === 'object' && !Array.isArray(v)
        ? Object.fromEntries(Object.entries(v).sort(([x], [y]) => (x < y ? -1 : 1)))
        : v,
    ) ?? 'undefined'
  )
}
