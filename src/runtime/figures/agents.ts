/** Agents in the figures: what they did, and for how long, in the intervals in which they did it. */
import type { AgentFact } from '../../domain/acd/facts.ts'
import type { Deltas } from './deltas.ts'
import { AGENT_TIMES, type AgentStanding, type AgentTime, type Standing } from './standing.ts'

/** Folds a fact of an agent. */
export function foldAgent(standing: Standing, fact: AgentFact, deltas: Deltas): void {
  const agentId = fact.subject
  const begun = begunBy(fact)
  if (begun === undefined) return
  const agent = standing.agents.get(agentId) ?? {}
  ends(agentId, agent, fact.at, deltas)
  // A wrap-up is that of the talk before it; of another call's there is nothing to say.
  if (fact.type === 'agentWrapUp' ? agent.served?.callId !== fact.data.callId : begun !== 'busy')
    delete agent.served
  if (begun === 'gone') delete agent.doing
  else agent.doing = { phase: begun, since: fact.at }
  if (agent.doing) standing.agents.set(agentId, agent)
  else standing.agents.delete(agentId)
}

function ends(agentId: string, { doing, served }: AgentStanding, at: number, deltas: Deltas): void {
  if (!doing || at <= doing.since) return
  deltas.agentTime(agentId, AGENT_TIMES[doing.phase], doing.since, at)
  if (doing.phase !== 'wrapUp' || !served?.from) return
  const wrapUpMs = at - doing.since
  deltas.agent(agentId, served.offeredAt, { wrapUpMs })
  deltas.queue(served.from, { wrapUpMs })
}

/** Undefined: the agent goes on as before. */
function begunBy({ type }: AgentFact): AgentTime | 'gone' | undefined {
  switch (type) {
    case 'agentLoggedOn':
    case 'agentNotReady':
      return 'notReady'
    case 'agentReady':
      return 'ready'
    case 'agentReserved':
      return 'reserved'
    case 'agentBusy':
      return 'busy'
    case 'agentWrapUp':
      return 'wrapUp'
    case 'agentLoggedOff':
    case 'agentRemoved':
      return 'gone'
    default:
      return undefined
  }
}
