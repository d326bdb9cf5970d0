import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { FlowId } from '../../../src/domain/ids.ts'
import { flowIn, viewFlows, viewNumbers } from '../../../src/domain/site/view-flows.ts'
import { kept } from '../support/kept.ts'
import {
  aSite,
  callerLeg,
  callId,
  directFlow,
  menuFlow,
  numbers,
  type Site,
  types,
} from '../support/story.ts'

const refusal = (code: string) => ({ facts: [], outcome: { type: 'refused', code } })
const ofFile = { ...menuFlow, version: 'menu-2' }
const ofApi = { ...menuFlow, version: 'menu-api' }
const publish = (site: Site, flow: object, origin: 'file' | 'api', more = {}) =>
  site.when({ type: 'publishFlow', flow, origin, ...more })
const current = (site: Site) => site.state.currentFlows.get(menuFlow.id)

describe('a flow', () => {
  it('that came by the API is not replaced by its file until it is withdrawn', () => {
    const site = aSite()
    publish(site, ofApi, 'api')
    expect(publish(site, ofFile, 'file')).toMatchObject({ facts: [], outcome: { type: 'accepted' } })
    expect(current(site)).toBe('menu-api')
    const withdrawn = site.when({ type: 'withdrawFlow', flowId: menuFlow.id, instead: ofFile })
    expect(withdrawn.facts).toMatchObject([{ type: 'flowPublished', data: { origin: 'file' } }])
    expect(current(site)).toBe('menu-2')
    expect(types(publish(site, menuFlow, 'file'))).toEqual(['flowPublished'])
  })

  it('of equal content is published once, and again when it is the API’s from then on', () => {
    const site = aSite()
    expect(types(publish(site, menuFlow, 'file'))).toEqual([])
    expect(types(publish(site, menuFlow, 'api'))).toEqual(['flowPublished'])
    expect(types(publish(site, menuFlow, 'api'))).toEqual([])
  })

  it('is published against the revision that its author has seen', () => {
    const site = aSite()
    const seen = site.state.publications.get(menuFlow.id)?.revision
    expect(types(publish(site, ofApi, 'api', { ifVersion: seen }))).toEqual(['flowPublished'])
    expect(publish(site, ofFile, 'api', { ifVersion: seen })).toMatchObject(refusal('version-changed'))
    expect(publish(site, ofFile, 'api', { ifVersion: 0 })).toMatchObject(refusal('version-changed'))
  })

  it('to which numbers or flows lead cannot go', () => {
    const site = aSite()
    const gone = (flowId: FlowId) => site.when({ type: 'withdrawFlow', flowId })
    expect(gone(menuFlow.id)).toMatchObject({
      outcome: { code: 'flow-in-use', detail: expect.stringContaining('number 8001') },
    })
    expect(gone(directFlow.id)).toMatchObject({
      outcome: { detail: expect.stringContaining('all numbers without a flow of their own') },
    })
    const hand = { kind: 'transfer', to: { flowId: menuFlow.id }, prompts: [], ringMs: 1, otherwise: 'wait' }
    publish(site, { ...directFlow, version: 'd-2', steps: { ...directFlow.steps, hand } }, 'api')
    site.when({ type: 'unassignNumber', number: '8001' })
    expect(gone(menuFlow.id)).toMatchObject({
      outcome: { code: 'flow-in-use', detail: expect.stringContaining('flow_direct') },
    })
    publish(site, directFlow, 'api')
    expect(types(gone(menuFlow.id))).toEqual(['flowWithdrawn'])
    expect(gone(menuFlow.id)).toMatchObject(refusal('flow-unknown'))
  })

  it('of a file is not withdrawn while the file is there', () => {
    const site = aSite()
    const { id: flowId } = menuFlow
    expect(site.when({ type: 'withdrawFlow', flowId, instead: menuFlow })).toMatchObject(
      refusal('flow-in-file'),
    )
  })

  it('keeps its callers to the version that they began with, for as long as they are there', () => {
    const site = aSite()
    site.arrives(1, '8001')
    publish(site, ofApi, 'api')
    site.arrives(2, '8001')
    expect(site.state.calls.get(callId(1))?.flow?.version).toBe('menu-1')
    expect(site.state.calls.get(callId(2))?.flow?.version).toBe('menu-api')
    const versions = viewFlows(site.state).versions.filter(({ flowId }) => flowId === menuFlow.id)
    expect(versions).toMatchObject([
      { version: 'menu-api', current: true, liveCalls: 1 },
      { version: 'menu-1', current: false, liveCalls: 1 },
    ])
    expect(flowIn(site.state, menuFlow.id, 'menu-1')).toEqual(menuFlow)
    expect(flowIn(site.state, directFlow.id, 'menu-1')).toBeUndefined()
    expect(viewFlows(kept(site.state))).toEqual(viewFlows(site.state))
    site.leg('legHungUp', callerLeg(1), { cause: 'NORMAL_CLEARING' })
    expect(viewFlows(site.state).versions.map(({ version }) => version)).not.toContain('menu-1')
  })
})

describe('a number', () => {
  it('leads to a flow that is there, from the next call on', () => {
    const site = aSite()
    const assign = (number: string, flowId: string, more = {}) =>
      site.when({ type: 'assignNumber', number, flowId, ...more })
    expect(assign('8002', 'flow_none')).toMatchObject(refusal('flow-unknown'))
    for (const number of ['', '12 34', 'x', '__proto__', '1'.repeat(21)])
      expect(assign(number, menuFlow.id)).toMatchObject(refusal('number-invalid'))
    expect(types(assign('8002', menuFlow.id, { ifVersion: 0 }))).toEqual(['numberAssigned'])
    expect(types(assign('8002', menuFlow.id))).toEqual([])
    site.arrives(1, '8002')
    expect(site.state.calls.get(callId(1))?.flow?.id).toBe(menuFlow.id)
    expect(assign('8002', directFlow.id, { ifVersion: 1 })).toMatchObject(refusal('version-changed'))
    expect(types(site.when({ type: 'unassignNumber', number: '8002' }))).toEqual(['numberUnassigned'])
    expect(site.when({ type: 'unassignNumber', number: '8002' })).toMatchObject(refusal('number-unknown'))
    expect(site.when({ type: 'unassignNumber', number: '__proto__' })).toMatchObject(
      refusal('number-unknown'),
    )
    site.arrives(2, '8002')
    expect(site.state.calls.get(callId(2))?.flow?.id).toBe(directFlow.id)
  })

  it('without a flow of its own leads where all of these do', () => {
    const site = aSite()
    const otherwise = { type: 'assignOtherwise', flowId: menuFlow.id } as const
    expect(site.when({ ...otherwise, flowId: 'flow_none' })).toMatchObject(refusal('flow-unknown'))
    expect(types(site.when(otherwise))).toEqual(['otherwiseAssigned'])
    expect(types(site.when(otherwise))).toEqual([])
    expect(viewNumbers(site.state)).toMatchObject({
      numbers: Object.keys(numbers)
        .sort()
        .map((number) => ({ number, flowId: numbers[number] })),
      otherwise: { flowId: menuFlow.id, version: site.state.otherwiseVersion },
    })
    expect(viewNumbers(kept(site.state))).toEqual(viewNumbers(site.state))
    expect(viewNumbers(site.replayed)).toEqual(viewNumbers(site.state))
  })
})
