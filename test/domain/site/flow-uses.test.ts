import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { kept } from '../support/kept.ts'
import { aSite, callerLeg, directFlow } from '../support/story.ts'

const newer = { ...directFlow, version: 'direct-2' }

describe('a flow that was published anew', () => {
  it('is kept for as long as calls go by it, also by the next owner, and goes with the last', () => {
    const site = aSite()
    site.arrives(1)
    site.arrives(2)
    site.when({ type: 'publishFlow', flow: newer, origin: 'file' })
    site.arrives(3)
    const states = [site.state, site.replayed]
    for (const state of [...states, kept(site.state)]) {
      expect([...state.flows.keys()]).toContain('direct-1')
      expect([...state.flows.keys()]).toContain('direct-2')
      expect(state.flowUses.isUsed('direct-1')).toBe(true)
    }
    site.leg('legHungUp', callerLeg(1), { cause: 'NORMAL_CLEARING' })
    for (const state of states) expect([...state.flows.keys()]).toContain('direct-1')
    site.leg('legHungUp', callerLeg(2), { cause: 'NORMAL_CLEARING' })
    for (const state of states) expect([...state.flows.keys()]).not.toContain('direct-1')
    site.leg('legHungUp', callerLeg(3), { cause: 'NORMAL_CLEARING' })
    // New calls begin with it.
    for (const state of states) expect([...state.flows.keys()]).toContain('direct-2')
  })
})
