/** What a request is answered that isn't carried out. */
import type { Decision } from '../decision.ts'
import type { RefusalCode } from '../site/inputs.ts'
import type { Agent } from './agent.ts'

export function refused(code: RefusalCode, detail: string): Decision {
  return { facts: [], commands: [], outcome: { type: 'refused', code, detail } }
}

export function wrongState(agent: Agent, what: string): Decision {
  return refused('agent-state', `${agent.id} ${what} (now: ${agent.phase.name}).`)
}
