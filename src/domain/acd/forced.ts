/**
 * What a supervisor makes of an agent. It goes the agent's own ways: a call is never torn apart, and what is asked for
 * during one waits for its end. Unlike the agent, a supervisor may cut a required wrap-up short. The facts name whoever
 * asked, and the agent is free to change the state again.
 */
import type { Decision } from '../decision.ts'
import { type Agent, occupiedBy, type Pending } from './agent.ts'
import { accepted } from './answers.ts'
import { type AgentFact, agentFact } from './facts.ts'

/** The fact that puts the agent, whose phone no call has, into this state. */
export function settled(agent: Agent, { by, ...to }: Pending, at: number): AgentFact {
  const named = by === undefined ? {} : { by }
  switch (to.name) {
    case 'ready':
      return agentFact(agent.id, 'agentReady', at, { since: at, ...named })
    case 'notReady':
      return agentFact(agent.id, 'agentNotReady', at, { reasonCode: to.reasonCode, callId: null, ...named })
    case 'loggedOff':
      return agentFact(agent.id, 'agentLoggedOff', at, {
        why: by === undefined ? 'asked' : 'forced',
        ...named,
      })
  }
}

/** What becomes of the wish; undefined where the agent isn't logged on and should not be logged off either. */
export function forced(agent: Agent, to: Pending, by: string, at: number): Decision | undefined {
  const { name } = agent.phase
  if (name === 'loggedOff') return to.name === 'loggedOff' ? accepted() : undefined
  if (occupiedBy(agent)) return accepted(agentFact(agent.id, 'agentChangePending', at, { to, by }))
  if (name === 'ready' && to.name === 'ready') return accepted()
  return accepted(settled(agent, { ...to, by }, at))
}
