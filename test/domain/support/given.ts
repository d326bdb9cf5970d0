/** Calls at a certain point of their lives, and how to look at what became of them. */
import type { LegId } from '../../../src/domain/ids.ts'
import { agentId, agentLeg, callerLeg, callId, type Happened, type Site, talking } from './story.ts'

export function phaseOf(site: Site, n: number): string {
  return site.state.calls.get(callId(n))?.phase.name ?? 'ended'
}

export function agentIs(site: Site, name: string): string {
  return site.state.agents.get(agentId(name))?.phase.name ?? 'unknown'
}

/** The data of the one fact of this type among those that happened. */
export function dataOf(happened: Happened, type: string): object | undefined {
  return happened.facts.find((fact) => fact.type === type)?.data
}

/** The one order of this type among those given. */
export function orderOf(happened: Happened, type: string): object | undefined {
  return happened.commands.find((command) => command.type === type)
}

export function hangsUp(site: Site, legId: LegId, cause = 'NORMAL_CLEARING'): Happened {
  return site.leg('legHungUp', legId, { cause })
}

export function fails(
  site: Site,
  legId: LegId,
  command: string,
  reason: string,
  more: object = {},
): Happened {
  return site.leg('commandFailed', legId, { command, reason, token: undefined, cause: undefined, ...more })
}

/** Caller n's call rings the agent. */
export function offered(site: Site, n: number, name = 'li'): Happened {
  site.agentReady(name)
  return site.arrives(n)
}

/** The agent has answered, the bridge is ordered. */
export function connecting(site: Site, n: number, name = 'li'): Happened {
  offered(site, n, name)
  return site.leg('legAnswered', agentLeg(n, 1))
}

/** Agent `name` makes call n, whose own phone rings. */
export function makesCall(site: Site, n: number, name = 'li'): Happened {
  const called = { masked: '139****0000', hash: 'p' }
  return site.when({ type: 'makeCall', agentId: agentId(name), callId: callId(n), called })
}

/** The agent has answered, the party's phone rings. */
export function callingParty(site: Site, n: number, name = 'li'): Happened {
  site.when({ type: 'logOnAgent', agentId: agentId(name), extension: undefined })
  makesCall(site, n, name)
  return site.leg('legAnswered', agentLeg(n, 1))
}

/** Outbound call n in talk. */
export function outboundTalk(site: Site, n: number, name = 'li'): void {
  callingParty(site, n, name)
  site.leg('legAnswered', agentLeg(n, 2))
  site.leg('legsBridged', agentLeg(n, 1), { withLegId: agentLeg(n, 2) })
}

/** Caller n is in the fallback group by the flow's own step. */
export function inFallback(site: Site, n: number): Happened {
  site.arrives(n, '8001')
  heard(site, n)
  presses(site, n, '9')
  return site.after(30_000)
}

/** The token of what is played to the caller now. */
export function tokenOf(site: Site, n: number): string {
  const phase = site.state.calls.get(callId(n))?.phase
  return phase && 'token' in phase ? phase.token : ''
}

export function heard(site: Site, n: number): Happened {
  return site.leg('promptFinished', callerLeg(n), { token: tokenOf(site, n) })
}

export function presses(site: Site, n: number, digit: string): Happened {
  const result = digit === 'none' || digit === 'invalid' ? { kind: digit } : { kind: 'digits', digits: digit }
  return site.leg('digitsCollected', callerLeg(n), { token: tokenOf(site, n), result })
}

/** A talk that the agent has ended, seen to its end. */
export function talkedWith(site: Site, n: number, name = 'li'): Happened {
  talking(site, n, name)
  const left = hangsUp(site, agentLeg(n, 1))
  hangsUp(site, callerLeg(n))
  return left
}
