/** The alarm about one-way audio: raised for a node by one leg from which nothing came, cleared by many good talks. */
import type { Call, Leg } from '../call/state.ts'
import { type Decision, nothing } from '../decision.ts'
import { clearAlarm, raiseAlarm } from './alarming.ts'
import type { SiteState } from './state.ts'

/** So many talks in a row in which everybody was heard, and the node counts as mended. */
export const HEARD_IN_A_ROW = 20

/** A leg has ended from which nothing was heard. Callers and called parties are named by their role alone. */
export function nothingHeard(state: SiteState, call: Call, leg: Leg, at: number): Decision {
  const agent = leg.agentId && state.agents.get(leg.agentId)
  const whom = agent ? `the agent at extension ${agent.extension}` : WHOM[leg.role]
  return raiseAlarm(state, 'oneWayAudio', call.nodeId, `Nothing was heard from ${whom}.`, at) ?? nothing
}

const WHOM: Readonly<Record<Leg['role'], string>> = {
  caller: 'a caller',
  agent: 'an agent',
  party: 'a called party',
}

/** A call is over: counts its talk where an alarm lasts. Folds `callEnded`. */
export function countTalk(state: SiteState, call: Call): void {
  const before = state.heardInARow.get(call.nodeId)
  if (before === undefined || call.heard === undefined) return
  state.heardInARow.set(call.nodeId, call.heard ? before + 1 : 0)
}

/** Clears the alarm of a node that has had enough good talks; undefined when there is none. */
export function heardAgain(state: SiteState, at: number): Decision | undefined {
  for (const [nodeId, talks] of state.heardInARow)
    if (talks >= HEARD_IN_A_ROW) return clearAlarm(state, 'oneWayAudio', nodeId, at)
  return undefined
}
