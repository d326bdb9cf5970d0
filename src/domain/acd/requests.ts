/** What agents ask for by the API, and what they are answered. */
import { assertNever } from '../assert-never.ts'
import { isRungOnDuty } from '../call/duty.ts'
import { placeCall } from '../call/outbound.ts'
import { type Decision, decided } from '../decision.ts'
import type { AgentId, QueueId } from '../ids.ts'
import type { ApiInput } from '../site/inputs.ts'
import { nodeForCall } from '../site/nodes.ts'
import { same } from '../site/same.ts'
import type { SiteState } from '../site/state.ts'
import { type Agent, occupiedBy } from './agent.ts'
import { accepted, refused, wrongState } from './answers.ts'
import { agentFact } from './facts.ts'
import { forced, settled } from './forced.ts'
import { afterWrapUp } from './free.ts'
import { acceptOffer, rejectOffer } from './offered.ts'
import { isPhoneGone, lookForPhone } from './phones.ts'
import { mustWrapUp, wrapUpExtended } from './wrap-up.ts'

type AgentInput = Exclude<Extract<ApiInput, { agentId: AgentId }>, { type: 'removeAgent' }>

export function decideAgentRequest(state: SiteState, input: AgentInput): Decision {
  const agent = state.agents.get(input.agentId)
  if (!agent) return refused('agent-unknown', `There is no agent ${input.agentId}.`)
  switch (input.type) {
    case 'logOnAgent':
      return logOn(state, agent, input)
    case 'chooseQueues':
      return chooseQueues(agent, input.queueIds, input.at)
    case 'makeAgentReady':
      return phoneGone(state, agent) ?? ready(agent, input.at)
    case 'makeAgentNotReady':
      return change(agent, { name: 'notReady', reasonCode: input.reasonCode }, input.at)
    case 'logOffAgent':
      return change(agent, { name: 'loggedOff' }, input.at)
    case 'endWrapUp':
      return endWrapUp(agent, input.at)
    case 'extendWrapUp':
      return extendWrapUp(agent, input.at)
    case 'forceAgent':
      if (input.to.name === 'ready') {
        const gone = phoneGone(state, agent)
        if (gone) return gone
      }
      return forced(agent, input.to, input.by, input.at) ?? wrongState(agent, 'is not logged on')
    case 'acceptOffer':
      return acceptOffer(state, agent)
    case 'rejectOffer':
      return rejectOffer(state, agent, input.reasonCode, input.at)
    case 'makeCall':
      return makeCall(state, agent, input)
    default:
      return assertNever(input)
  }
}

function logOn(state: SiteState, agent: Agent, input: Extract<AgentInput, { type: 'logOnAgent' }>): Decision {
  const { extension = agent.definition.extension, queueIds, at } = input
  if (agent.phase.name !== 'loggedOff') return wrongState(agent, 'is logged on already')
  const notHis = queueIds && notOwn(agent, queueIds)
  if (notHis) return notHis
  if (isRungOnDuty(state, agent.id)) return wrongState(agent, 'is in a call on duty')
  const other = state.extensions.inUseBy(extension)
  if (other !== undefined)
    return refused('agent-extension-taken', `Extension ${extension} is in use by ${other}.`)
  const chosen = queueIds === undefined ? {} : { queueIds }
  return accepted(agentFact(agent.id, 'agentLoggedOn', at, { extension, ...chosen }))
}

/** What rings rings on, a talk and its wrap-up go on; the next offer goes by the new choice. */
function chooseQueues(agent: Agent, queueIds: readonly QueueId[] | null, at: number): Decision {
  if (agent.phase.name === 'loggedOff') return wrongState(agent, 'is not logged on')
  const notHis = queueIds && notOwn(agent, queueIds)
  if (notHis) return notHis
  if (same(queueIds, agent.servedQueueIds)) return accepted()
  return accepted(agentFact(agent.id, 'agentQueuesChosen', at, { queueIds }))
}

function notOwn({ id, definition }: Agent, queueIds: readonly QueueId[]): Decision | undefined {
  const other = queueIds.find((queueId) => !definition.queueIds.includes(queueId))
  return other === undefined ? undefined : refused('agent-queue', `${id} is not assigned to ${other}.`)
}

/** The refusal to make an agent ready whose phone nobody could ring. */
function phoneGone(state: SiteState, { phase, extension }: Agent): Decision | undefined {
  if (phase.name === 'loggedOff' || !isPhoneGone(state, extension)) return undefined
  const commands = lookForPhone(state, extension)
  return { ...refused('agent-phone-gone', `The phone ${extension} is not registered.`), commands }
}

/** Asking for what is so already is accepted without a fact. */
function ready(agent: Agent, at: number): Decision {
  switch (agent.phase.name) {
    case 'loggedOff':
      return wrongState(agent, 'is not logged on')
    case 'ready':
      return accepted()
    case 'notReady':
      return accepted(agentFact(agent.id, 'agentReady', at, { since: at }))
    case 'wrapUp':
      if (!mustWrapUp(agent)) return accepted(agentFact(agent.id, 'agentReady', at, { since: at }))
      break
    default:
      break
  }
  return accepted(agentFact(agent.id, 'agentChangePending', at, { to: { name: 'ready' } }))
}

function endWrapUp(agent: Agent, at: number): Decision {
  if (agent.phase.name !== 'wrapUp') return wrongState(agent, 'is not in wrap-up')
  if (mustWrapUp(agent)) return wrongState(agent, 'must keep to the time of this wrap-up')
  return accepted(afterWrapUp(agent, at))
}

function extendWrapUp(agent: Agent, at: number): Decision {
  if (agent.phase.name !== 'wrapUp') return wrongState(agent, 'is not in wrap-up')
  const extended = wrapUpExtended(agent, at)
  return extended ? accepted(extended) : wrongState(agent, 'cannot extend this wrap-up any further')
}

function change(
  agent: Agent,
  to:
    | { name: 'notReady'; reasonCode: Extract<AgentInput, { type: 'makeAgentNotReady' }>['reasonCode'] }
    | { name: 'loggedOff' },
  at: number,
): Decision {
  if (agent.phase.name === 'loggedOff') {
    return to.name === 'loggedOff' ? accepted() : wrongState(agent, 'is not logged on')
  }
  // A call is never torn apart by a wish for a break, nor is a wrap-up that is required cut short.
  if (occupiedBy(agent) || mustWrapUp(agent))
    return accepted(agentFact(agent.id, 'agentChangePending', at, { to }))
  return accepted(settled(agent, to, at))
}

function makeCall(
  state: SiteState,
  agent: Agent,
  input: Extract<AgentInput, { type: 'makeCall' }>,
): Decision {
  const { name } = agent.phase
  if (name !== 'ready' && name !== 'notReady') return wrongState(agent, 'cannot make a call now')
  const on = nodeForCall(state)
  if (on.nodeId === undefined) return refused('switch-unavailable', on.why)
  const placed = placeCall(input.callId, on.nodeId, agent, input.called, input.at)
  return { ...decided(placed.facts, placed.commands), outcome: { type: 'accepted', callId: input.callId } }
}
