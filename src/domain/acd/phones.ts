/**
 * Phones of logged-on agents that a switch has no registration of any more. An agent whose phone no switch in reach knows
 * is not ready, and can't be made ready; when it is back, the agent is as before. A switch that is out of reach says
 * nothing, and nothing is concluded from that. What it may have told unseen, that a phone is back, it is asked for: after
 * each reconnection, and whenever somebody is refused because of it.
 */
import { type Decision, decided, nothing, stale } from '../decision.ts'
import type { NodeId } from '../ids.ts'
import type { Command } from '../site/commands.ts'
import { type SiteFact, siteFact } from '../site/facts.ts'
import type { SwitchInput } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import { type Agent, agentDueOf } from './agent.ts'
import { type AgentFact, agentFact } from './facts.ts'
import { settled } from './forced.ts'

type PhoneInput = Extract<SwitchInput, { type: 'phoneGone' | 'phoneRegistered' }>
type PhoneFact = Extract<SiteFact, { type: 'phoneGone' | 'phoneFound' }>

const GONE = { name: 'notReady', reasonCode: 'phoneGone' } as const

/** Whether every switch in reach, and there is one, has no registration of this phone. */
export function isPhoneGone(state: SiteState, extension: string): boolean {
  const without = state.phonesGone.get(extension)
  if (!without) return false
  const inReach = [...state.nodes].filter(([, { connected }]) => connected)
  return inReach.length > 0 && inReach.every(([nodeId]) => without.includes(nodeId))
}

/** Asks this switch for the phones that it is held not to know. */
export function lookForPhones(state: SiteState, nodeId: NodeId): readonly Command[] {
  const extensions = [...state.phonesGone].flatMap(([extension, without]) =>
    without.includes(nodeId) ? [extension] : [],
  )
  return extensions.length > 0 ? [{ type: 'lookAtPhones', nodeId, extensions }] : []
}

/** Asks every switch in reach for this phone. */
export function lookForPhone(state: SiteState, extension: string): readonly Command[] {
  return [...state.nodes].flatMap(([nodeId, { connected }]) =>
    connected ? [{ type: 'lookAtPhones', nodeId, extensions: [extension] } as const] : [],
  )
}

export function decidePhone(state: SiteState, input: PhoneInput): Decision {
  return input.type === 'phoneGone' ? gone(state, input) : found(state, input)
}

function gone(state: SiteState, { nodeId, extension, at }: PhoneInput): Decision {
  const agent = agentAt(state, extension)
  if (!agent) return nothing
  const without = state.phonesGone.get(extension) ?? []
  if (without.includes(nodeId)) return stale
  const fact = siteFact(state.siteId, 'phoneGone', at, { nodeId, extension })
  const elsewhere = [...state.nodes].some(
    ([id, { connected }]) => connected && id !== nodeId && !without.includes(id),
  )
  const follows = elsewhere ? undefined : withoutPhone(agent, at)
  return decided(follows ? [fact, follows] : [fact])
}

/** A talk goes on, and so does a wrap-up: what follows them is another matter. */
function withoutPhone(agent: Agent, at: number): AgentFact | undefined {
  const { phase, pending } = agent
  if (phase.name === 'ready') return settled(agent, GONE, at)
  if (phase.name === 'loggedOff') return undefined
  if (phase.name === 'notReady') return agentDueOf(agent) === undefined ? undefined : settled(agent, GONE, at)
  if (pending && pending.name !== 'ready') return undefined
  return agentFact(agent.id, 'agentChangePending', at, { to: GONE })
}

function found(state: SiteState, { nodeId, extension, at }: PhoneInput): Decision {
  if (!state.phonesGone.get(extension)?.includes(nodeId)) return nothing
  const fact = siteFact(state.siteId, 'phoneFound', at, { nodeId, extension })
  const agent = agentAt(state, extension)
  if (!agent) return decided([fact])
  const { phase, pending } = agent
  if (isForPhone(phase)) return decided([fact, settled(agent, { name: 'ready' }, at)])
  if (!pending || !isForPhone(pending)) return decided([fact])
  return decided([fact, agentFact(agent.id, 'agentChangePending', at, { to: { name: 'ready' } })])
}

/** Not ready for no other reason: by the agent's own will it would be ready. */
function isForPhone(state: { readonly name: string; readonly reasonCode?: string }): boolean {
  return state.name === 'notReady' && state.reasonCode === GONE.reasonCode
}

function agentAt(state: SiteState, extension: string): Agent | undefined {
  const agentId = state.extensions.inUseBy(extension)
  return agentId === undefined ? undefined : state.agents.get(agentId)
}

export function evolvePhone(state: SiteState, { type, data: { nodeId, extension } }: PhoneFact): void {
  const others = (state.phonesGone.get(extension) ?? []).filter((id) => id !== nodeId)
  const without = type === 'phoneGone' ? [...others, nodeId] : others
  if (without.length > 0) state.phonesGone.set(extension, without)
  else state.phonesGone.delete(extension)
}
