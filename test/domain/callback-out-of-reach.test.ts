import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { calling, confirms, POLICY, presses, promised, ready } from './support/callbacks.ts'
import { dataOf, phaseOf } from './support/given.ts'
import { faultsOf } from './support/invariants.ts'
import { agentLeg, callId, orders, type Site, types } from './support/story.ts'

const second = (site: Site) =>
  site.when({ type: 'switchConnected', nodeId: 'node_b', coreUuid: 'core-b', legs: [] })

describe('a caller who is being called back from a switch that goes out of reach, and stays there', () => {
  it.each([
    ['rung', () => undefined],
    ['asked for a key', (site: Site) => site.leg('legAnswered', agentLeg(1, 1))],
  ])('while %s, is rung from another one', (_, then) => {
    const site = calling()
    promised(site, 1)
    ready(site)
    then(site)
    site.when({ type: 'switchLost' })
    second(site)
    const over = site.after(120_000)
    expect(types(over).slice(0, 2)).toEqual(['callLegEnded', 'callbackFailed'])
    expect(dataOf(over, 'callbackFailed')).toMatchObject({ why: 'lost', attempt: 0 })
    const again = site.after(10_000)
    expect(again.commands[0]).toMatchObject({ type: 'originate', nodeId: 'node_b' })
    confirms(site, 1, 2)
    expect(phaseOf(site, 1)).toBe('offered')
    expect(faultsOf(site.state)).toEqual([])
  })

  it('and comes back with the phone still up: it is hung up', () => {
    const site = calling()
    promised(site, 1)
    ready(site)
    site.when({ type: 'switchLost' })
    second(site)
    site.after(120_000)
    const leg = { legId: agentLeg(1, 1), callId: callId(1), role: 'party' } as const
    expect(orders(site.reconnected([leg]))).toContain('hangUpStray')
  })

  it('after a voicemail has been left: the leg counts as gone in time', () => {
    const site = calling()
    promised(site, 1)
    ready(site)
    site.leg('legAnswered', agentLeg(1, 1))
    presses(site, 1, agentLeg(1, 1), { kind: 'none' })
    site.when({ type: 'switchLost' })
    second(site)
    site.after(POLICY.pauseMs)
    expect(phaseOf(site, 1)).toBe('callingBack')
    expect(site.state.calls.get(callId(1))?.nodeId).toBe('node_b')
  })

  it('with no switch in reach at all: given up when the promise is over', () => {
    const site = calling()
    promised(site, 1)
    ready(site)
    site.when({ type: 'switchLost' })
    for (let minute = 0; minute < 70; minute += 1) site.after(60_000)
    expect(phaseOf(site, 1)).toBe('ended')
    expect(site.state.owedCallbacks.has(callId(1))).toBe(true)
    expect(site.state.legs.size).toBe(0)
  })
})
