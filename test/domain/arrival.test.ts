import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { dataOf, orderOf, phaseOf } from './support/given.ts'
import { aSite, callerLeg, callId, menuFlow, orders, Site, types } from './support/story.ts'

describe('a leg is parked', () => {
  it('with a known number: the flow of that number begins', () => {
    const arrived = aSite().arrives(1, '8001')
    expect(types(arrived)).toEqual(['callAccepted', 'stepEntered'])
    expect(orders(arrived)).toEqual(['claimLeg', 'answer', 'play'])
    expect(dataOf(arrived, 'callAccepted')).toMatchObject({ flowId: menuFlow.id, flowVersion: 'menu-1' })
    const languages = [
      { kind: 'prompt', name: 'welcome', language: 'zh', pace: 'standard' },
      { kind: 'prompt', name: 'welcome', language: 'en', pace: 'standard' },
    ]
    expect(orderOf(arrived, 'play')).toMatchObject({ prompts: languages, legId: callerLeg(1) })
  })

  it.each(['7777', '', '__proto__', 'constructor', 'toString'])(
    'with the number %j, which nobody assigned: the flow for all others begins',
    (number) => {
      const arrived = aSite().arrives(1, number)
      expect(dataOf(arrived, 'callAccepted')).toMatchObject({ flowId: 'flow_direct' })
    },
  )

  it('while no flow is there: nothing is said and nothing ordered, so that the armed fallback takes the caller', () => {
    const site = new Site()
    site.reconnected([])
    const arrived = site.arrives(1)
    expect(arrived).toMatchObject({ facts: [], commands: [] })
    expect(site.state.calls.size).toBe(0)
  })

  it('answered already: it is not answered again', () => {
    const site = aSite()
    const arrived = site.when({ type: 'legParked', arrival: { ...site.arrival(1, '8001'), answered: true } })
    expect(types(arrived)).toEqual(['callAccepted', 'callAnswered', 'stepEntered'])
    expect(orders(arrived)).toEqual(['claimLeg', 'play'])
  })

  it('keeps the version of the flow that it began with, whatever is published meanwhile', () => {
    const site = aSite()
    site.arrives(1, '8001')
    const steps = { welcome: { kind: 'hangUp', prompts: [], cause: 'USER_BUSY' } }
    site.when({ type: 'publishFlow', flow: { ...menuFlow, version: 'menu-2', steps }, origin: 'file' })
    site.leg('promptFinished', callerLeg(1), { token: `${callId(1)}.1` })
    expect(site.state.calls.get(callId(1))?.phase).toMatchObject({ name: 'walking', step: 'menu' })
    const next = site.arrives(2, '8001')
    expect(dataOf(next, 'callAccepted')).toMatchObject({ flowVersion: 'menu-2' })
  })
})

describe('a leg of ours is parked again', () => {
  it('in the flow: it is claimed, and the step begins anew', () => {
    const site = aSite()
    site.arrives(1, '8001')
    expect(orders(site.arrives(1, '8001'))).toEqual(['claimLeg', 'play'])
    expect(site.state.calls.size).toBe(1)
  })

  it('in the queue: it is claimed, and hears music; the place stays', () => {
    const site = aSite()
    site.arrives(1)
    site.after(5_000)
    const again = site.arrives(1)
    expect(orders(again)).toEqual(['claimLeg', 'startMusic'])
    expect(types(again)).toEqual([])
    expect(phaseOf(site, 1)).toBe('queued')
  })
})
