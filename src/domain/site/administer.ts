/**
 * What administrators define: queues, agents, flows, numbers, what is recorded; and alarms. Defining the same thing
 * again gives no fact.
 *
 * A change while calls go on means: a talk, an offer, a wrap-up goes on as it began; whatever is offered, rung or
 * queued after the change goes by the new definition. A logged-on agent keeps the phone of the log-on, and gets the
 * new one at the next.
 */

import { refused } from '../acd/answers.ts'
import { agentFact } from '../acd/facts.ts'
import { assertNever } from '../assert-never.ts'
import type { Decision, Fact } from '../decision.ts'
import { noteRecorder } from '../recording/recorders.ts'
import { clearAlarm, raiseAlarm } from './alarming.ts'
import { alarmKey } from './alarms.ts'
import { queueDefined, siteFact } from './facts.ts'
import { publishFlow, withdrawFlow } from './flow-requests.ts'
import type { ApiInput } from './inputs.ts'
import { assignNumber, assignNumbers, assignOtherwise, unassignNumber } from './number-requests.ts'
import { removeAgent, removeQueue } from './removal.ts'
import { same } from './same.ts'
import type { SiteState } from './state.ts'
import { ifVersion } from './versions.ts'

type AdminInput = Extract<
  ApiInput,
  {
    type:
      | 'defineQueue'
      | 'removeQueue'
      | 'defineAgent'
      | 'removeAgent'
      | 'publishFlow'
      | 'withdrawFlow'
      | 'assignNumber'
      | 'unassignNumber'
      | 'assignOtherwise'
      | 'assignNumbers'
      | 'setRecordingPolicy'
      | 'noteRecorder'
      | 'setAdmission'
      | 'raiseAlarm'
      | 'clearAlarm'
  }
>

export function administer(state: SiteState, input: AdminInput): Decision {
  const { at } = input
  switch (input.type) {
    case 'defineQueue':
      return defineQueue(state, input)
    case 'removeQueue':
      return removeQueue(state, input)
    case 'defineAgent':
      return defineAgent(state, input)
    case 'removeAgent':
      return removeAgent(state, input)
    case 'publishFlow':
      return publishFlow(state, input)
    case 'withdrawFlow':
      return withdrawFlow(state, input)
    case 'assignNumber':
      return assignNumber(state, input)
    case 'unassignNumber':
      return unassignNumber(state, input)
    case 'assignOtherwise':
      return assignOtherwise(state, input)
    case 'assignNumbers':
      return assignNumbers(state, input)
    case 'setRecordingPolicy': {
      const { enabled, inbound, outbound, withoutRecorder = [] } = input
      const { sealers } = state.recordingPolicy
      const policy = {
        enabled,
        inbound,
        outbound,
        ...(withoutRecorder.length > 0 ? { withoutRecorder } : {}),
        ...(sealers && { sealers }),
      }
      return done(
        same(state.recordingPolicy, policy) ? [] : [siteFact(state.siteId, 'recordingPolicySet', at, policy)],
      )
    }
    case 'noteRecorder':
      return noteRecorder(state, input)
    case 'setAdmission': {
      const { prompts, urgentNumbers } = input
      const admission = { prompts, urgentNumbers }
      return done(
        same(state.admission, admission) ? [] : [siteFact(state.siteId, 'admissionSet', at, admission)],
      )
    }
    case 'raiseAlarm': {
      const detail = input.detail.slice(0, MOST_DETAIL)
      if (isOfAnother(state, input)) return done([])
      return done(raiseAlarm(state, input.alarm, input.nodeId, detail, at)?.facts ?? [])
    }
    case 'clearAlarm':
      if (isOfAnother(state, input)) return done([])
      return done(clearAlarm(state, input.alarm, input.nodeId, at)?.facts ?? [])
    default:
      return assertNever(input)
  }
}

function isOfAnother(
  state: SiteState,
  { alarm, nodeId, whose = '' }: Extract<AdminInput, { type: 'raiseAlarm' | 'clearAlarm' }>,
): boolean {
  return state.alarms.get(alarmKey(alarm, nodeId))?.detail.startsWith(whose) === false
}

/** Characters of what an alarm says more. */
const MOST_DETAIL = 200

function defineQueue(state: SiteState, input: Extract<AdminInput, { type: 'defineQueue' }>): Decision {
  const { queue, at } = input
  const now = state.queues.get(queue.queueId)
  const changed = ifVersion(input, now?.version, queue.queueId)
  if (changed) return changed
  return done(same(now?.base, queue) ? [] : [queueDefined(queue.queueId, at, queue)])
}

function defineAgent(state: SiteState, input: Extract<AdminInput, { type: 'defineAgent' }>): Decision {
  const { agent, at } = input
  const now = state.agents.get(agent.agentId)
  const changed = ifVersion(input, now?.version, agent.agentId)
  if (changed) return changed
  const missing = agent.queueIds.find((id) => !state.queues.has(id))
  if (missing !== undefined) return refused('queue-unknown', `There is no queue ${missing}.`)
  const other = state.extensions.usualOf(agent.extension)
  if (other !== undefined && other !== agent.agentId)
    return refused('agent-extension-taken', `Extension ${agent.extension} is the usual one of ${other}.`)
  return done(same(now?.base, agent) ? [] : [agentFact(agent.agentId, 'agentDefined', at, { agent })])
}

function done(facts: readonly Fact[]): Decision {
  return { facts, commands: [], outcome: { type: 'accepted' } }
}
