import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import {
  agentIs,
  callingParty,
  connecting,
  hangsUp,
  inFallback,
  makesCall,
  offered,
} from './support/given.ts'
import { agentLeg, aSite, callId, type Site, talking } from './support/story.ts'

const phases: Readonly<Record<string, (site: Site) => void>> = {
  walking: (site) => site.arrives(1, '8001'),
  queued: (site) => site.arrives(1),
  offered: (site) => offered(site, 1),
  connecting: (site) => connecting(site, 1),
  connected: (site) => talking(site, 1, 'li'),
  fallback: (site) => inFallback(site, 1),
  callingAgent: (site) => {
    site.agentReady('li')
    makesCall(site, 1)
  },
  callingParty: (site) => callingParty(site, 1),
  telling: (site) => {
    callingParty(site, 1)
    hangsUp(site, agentLeg(1, 2), 'USER_BUSY')
  },
}

describe('a call is cleared', () => {
  it.each(Object.keys(phases))(
    'while %s: all its legs are hung up, then it ends as cleared, and no agent is kept',
    (name) => {
      const site = aSite()
      phases[name]?.(site)
      const call = site.state.calls.get(callId(1))
      expect(call?.phase.name).toBe(name)
      const legs = [...(call?.legs.keys() ?? [])]
      const cleared = site.when({ type: 'clearCall', callId: callId(1) })
      expect(cleared.commands.map((command) => 'legId' in command && command.legId)).toEqual(legs)
      for (const legId of legs) hangsUp(site, legId)
      const final = site.journal.filter((row) => row.type === 'callEnded')
      expect(final).toMatchObject([{ data: { by: 'system', why: 'cleared' } }])
      expect(['loggedOff', 'ready', 'wrapUp']).toContain(agentIs(site, 'li'))
    },
  )
})
