/** What a request is answered: carried out by these facts, or refused. */
import type { Decision, Fact } from '../decision.ts'
import type { RefusalCode } from '../site/inputs.ts'
import type { Agent } from './agent.ts'

export function refused(code: RefusalCode, detail: string): Decision {
  return { facts: [], commands: [], outcome: { type: 'refused', code, detail } }
}

/** No facts: it is so already. */
export function accepted(...facts: Fact[]): Decision {
  return { facts, commands: [], outcome: { type: 'accepted' } }
}

export function wrongState(agent: Agent, what: string): Decision {
  return refused('agent-state', `${agent.id} ${what} (now: ${agent.phase.name}).`)
}
