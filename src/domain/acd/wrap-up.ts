/**
 * The time after a talk in which the agent is left alone. Its end is a moment in the state. The queue says whether it may
 * be cut short, and by how much the agent may draw it out; the agent's phase keeps what held when it began.
 */
import type { Call } from '../call/state.ts'
import { definitionFor } from '../plan/of-call.ts'
import type { QueueDefinition } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import type { Agent } from './agent.ts'
import { type AgentFact, agentFact } from './facts.ts'

/** The fact with which it begins; undefined where there is none after this call. */
export function wrapUpBegins(state: SiteState, agent: Agent, call: Call, at: number): AgentFact | undefined {
  const { wrapUpMs, wrapUp } = termsOf(state, agent, call)
  if (wrapUpMs <= 0) return undefined
  const until = at + wrapUpMs
  return agentFact(agent.id, 'agentWrapUp', at, {
    callId: call.id,
    until,
    ...(wrapUp?.required && { required: true }),
    ...(wrapUp && wrapUp.extendMs > 0 && wrapUp.mostMs > wrapUpMs
      ? { extendMs: wrapUp.extendMs, mostUntil: at + wrapUp.mostMs }
      : {}),
  })
}

/** The fact by which it is drawn out once; undefined when it can't be, or not any further. */
export function wrapUpExtended(agent: Agent, at: number): AgentFact | undefined {
  const { phase } = agent
  if (phase.name !== 'wrapUp') return undefined
  const until = Math.min(phase.until + phase.extendMs, phase.mostUntil)
  if (until <= phase.until) return undefined
  return agentFact(agent.id, 'agentWrapUpExtended', at, { callId: phase.callId, until })
}

/** Whether the agent is in a wrap-up that mustn't be cut short. */
export function mustWrapUp({ phase }: Agent): boolean {
  return phase.name === 'wrapUp' && phase.required
}

type Terms = Pick<QueueDefinition, 'wrapUpMs' | 'wrapUp'>

/** Calls outside the queues count too: the longest wrap-up among the agent's queues. */
function termsOf(state: SiteState, agent: Agent, call: Call): Terms {
  const own = definitionFor(state, call, call.queueId)
  if (own) return own
  let longest: Terms = { wrapUpMs: 0 }
  for (const queueId of agent.definition.queueIds) {
    const terms = state.queues.get(queueId)?.definition
    if (terms && terms.wrapUpMs > longest.wrapUpMs) longest = terms
  }
  return longest
}
