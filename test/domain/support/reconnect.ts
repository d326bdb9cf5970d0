/** The first call's legs as a snapshot shows them, and a switch that goes and comes back. */
import { expect } from 'vitest'
import { agentLeg, aSite, callerLeg, callId, type Happened, type Site, types } from './story.ts'

export const agent = agentLeg(1, 1)
export const caller = { legId: callerLeg(1), callId: callId(1), role: 'caller', waiting: true } as const
export const agents = { legId: agent, callId: callId(1), role: 'agent' } as const

/** What happened besides the word that the switch is back. */
export function facts(happened: Happened): string[] {
  const [first, ...rest] = types(happened)
  expect(first).toBe('switchConnected')
  return rest
}

/** A site in the state that `given` brings about, whose switch has then gone out of reach. */
export function lost(given: (site: Site) => void): Site {
  const site = aSite()
  given(site)
  site.when({ type: 'switchLost' })
  return site
}
