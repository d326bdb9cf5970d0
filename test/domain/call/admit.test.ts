import '../support/pure.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OVERLOADED } from '../../../src/domain/call/admit.ts'
import { isEmergency } from '../../../src/domain/call/emergency.ts'
import type { NodeId } from '../../../src/domain/ids.ts'
import type { Flow, MenuKey } from '../../../src/domain/ivr/flow.ts'
import { LOAD_REASONS, type LoadReason } from '../../../src/domain/site/load.ts'
import { agentLeg, aSite, callerLeg, callId, menuFlow, nodeId, type Site } from '../support/story.ts'

const keyed: Flow = { ...menuFlow, version: 'menu-keyed', emergency: { key: '*', step: 'urgent' } }

function busy(site: Site, why: readonly LoadReason[] = ['lag'], nodes: readonly NodeId[] = []) {
  return site.when({ type: 'loadChanged', level: 'busy', why, nodes })
}

function published(site: Site, flow: Flow): void {
  site.when({ type: 'publishFlow', flow, origin: 'file' })
}

function tokenOf(site: Site, n: number): string {
  const phase = site.state.calls.get(callId(n))?.phase
  return phase && 'token' in phase ? phase.token : ''
}

function heardOut(site: Site, n: number, key?: MenuKey) {
  return site.leg('promptFinished', callerLeg(n), { token: tokenOf(site, n), ...(key && { key }) })
}

const types = (rows: readonly { type: string }[]) => rows.map(({ type }) => type)

describe('a routine caller of an overloaded site', () => {
  it('hears that all is busy, in every language of the flow, and is ended by policy', () => {
    const site = aSite()
    busy(site)
    const arrived = site.arrives(1, '8001')
    expect(types(arrived.facts)).toEqual(['callAccepted', 'callTurnedAway', 'stepEntered'])
    expect(arrived.facts[1]?.data).toEqual({ why: ['lag'] })
    expect(arrived.commands.map(({ type }) => type)).toEqual(['claimLeg', 'answer', 'play'])
    expect(arrived.commands[2]).toMatchObject({
      prompts: [
        { kind: 'prompt', name: 'system-busy', language: 'zh' },
        { kind: 'prompt', name: 'system-busy', language: 'en' },
      ],
    })
    const over = heardOut(site, 1)
    expect(over.facts[0]).toMatchObject({
      type: 'callEnding',
      data: { ending: { by: 'policy', why: 'overloaded' } },
    })
    expect(over.commands).toMatchObject([{ type: 'hangUp', cause: 'NORMAL_TEMPORARY_FAILURE' }])
    const ended = site.leg('legHungUp', callerLeg(1), { cause: 'NORMAL_TEMPORARY_FAILURE' })
    expect(ended.facts.at(-1)).toMatchObject({ type: 'callEnded', data: { by: 'policy', why: 'overloaded' } })
    expect(site.state.calls.size).toBe(0)
  })

  it('is ended too when nothing is heard of the announcement', () => {
    const site = aSite()
    busy(site)
    site.arrives(1, '8001')
    site.now += 20_000
    const { facts } = site.when({ type: 'deadlineReached' })
    expect(facts).toMatchObject([{ type: 'callEnding', data: { ending: { why: 'overloaded' } } }])
  })

  it('gets through by the emergency key of the flow that was dialled', () => {
    const site = aSite()
    published(site, keyed)
    busy(site)
    const { commands } = site.arrives(1, '8001')
    expect(commands.at(-1)).toMatchObject({ type: 'play', keys: ['*'] })
    const { facts } = heardOut(site, 1, '*')
    expect(types(facts)).toEqual(['emergencyRaised', 'callQueued', 'alarmRaised'])
    const call = site.state.calls.get(callId(1))
    expect(call).toMatchObject({
      turnedAway: false,
      phase: { name: 'queued', place: { priority: 'emergency' } },
    })
    expect(call && isEmergency(call)).toBe(true)
  })

  it('hears it from its beginning after a reconnect', () => {
    const site = aSite()
    busy(site)
    site.arrives(1, '8001')
    site.when({ type: 'switchLost' })
    site.reconnected([{ legId: callerLeg(1), callId: callId(1), role: 'caller', waiting: true }])
    expect(site.state.calls.get(callId(1))?.phase).toMatchObject({ name: 'walking', step: OVERLOADED })
    heardOut(site, 1)
    expect(site.state.calls.get(callId(1))?.phase).toMatchObject({ ending: { why: 'overloaded' } })
  })

  it('may hear other prompts', () => {
    const site = aSite()
    site.when({ type: 'setAdmission', prompts: ['come-back-later'], urgentNumbers: [] })
    busy(site)
    const { commands } = site.arrives(1, '8001')
    expect(commands.at(-1)).toMatchObject({
      prompts: [{ name: 'come-back-later' }, { name: 'come-back-later' }],
    })
  })
})

describe('the load of a site', () => {
  it('leaves calls alone that were admitted before', () => {
    const site = aSite()
    site.arrives(1, '8001')
    busy(site)
    heardOut(site, 1)
    expect(site.state.calls.get(callId(1))).toMatchObject({ turnedAway: false, phase: { step: 'menu' } })
  })

  it('admits callers again once it is normal', () => {
    const site = aSite()
    busy(site)
    expect(site.state.alarms.get('overloaded ')).toMatchObject({ detail: expect.stringContaining('orders') })
    const over = site.when({ type: 'loadChanged', level: 'normal', why: [], nodes: [] })
    expect(types(over.facts)).toEqual(['loadChanged', 'alarmCleared'])
    expect(types(site.arrives(1, '8001').facts)).not.toContain('callTurnedAway')
  })

  it('is about one switch where its sessions are what is short', () => {
    const site = aSite()
    const other = 'node_b' as NodeId
    busy(site, ['sessions'], [other])
    expect(types(site.arrives(1, '8001').facts)).not.toContain('callTurnedAway')
    busy(site, ['sessions'], [other, nodeId])
    expect(site.arrives(2, '8001').facts[1]).toMatchObject({
      type: 'callTurnedAway',
      data: { why: ['sessions'] },
    })
  })

  it('is a new owner’s own: what another measured is forgotten, and its alarm with the first look', () => {
    const site = aSite()
    busy(site)
    site.when({ type: 'siteTaken', controllerId: 'another', address: 'http://b' })
    expect(types(site.arrives(1, '8001').facts)).not.toContain('callTurnedAway')
    const look = site.when({ type: 'loadChanged', level: 'normal', why: [], nodes: [] })
    expect(types(look.facts)).toEqual(['alarmCleared'])
    expect(site.when({ type: 'loadChanged', level: 'normal', why: [], nodes: [] }).facts).toEqual([])
  })
})

describe('an emergency', () => {
  it('is never turned away, whatever the load and however it is known for one', () => {
    const reasons = fc.uniqueArray(fc.constantFrom(...LOAD_REASONS), { minLength: 1 })
    const known = fc.constantFrom('number', 'flow', 'key')
    fc.assert(
      fc.property(reasons, known, fc.boolean(), (why, by, reconnects) => {
        const site = aSite()
        published(site, by === 'flow' ? { ...keyed, version: 'menu-urgent', urgent: true } : keyed)
        const urgentNumbers = by === 'number' ? ['8001'] : []
        site.when({ type: 'setAdmission', prompts: ['system-busy'], urgentNumbers })
        busy(site, why, [nodeId])
        const { facts, commands } = site.arrives(1, '8001')
        if (by === 'key') {
          expect(commands.at(-1)).toMatchObject({ keys: ['*'] })
          if (reconnects) site.leg('legParked', callerLeg(1), { arrival: site.arrival(1, '8001') })
          heardOut(site, 1, '*')
          expect(site.state.calls.get(callId(1))?.phase).toMatchObject({ name: 'queued' })
          return
        }
        expect(types(facts)).toEqual(['callAccepted', 'stepEntered'])
        expect(facts[0]?.data).toMatchObject({ urgent: true })
        const call = site.state.calls.get(callId(1))
        expect(call && isEmergency(call)).toBe(true)
        expect(call?.phase).toMatchObject({ name: 'walking', step: 'welcome' })
      }),
    )
  })

  it('that waits already is served while the site is overloaded', () => {
    const site = aSite()
    site.arrives(1, '8999')
    busy(site)
    site.agentReady('wang')
    const call = site.state.calls.get(callId(1))
    expect(call?.phase.name).toBe('offered')
    site.leg('legAnswered', agentLeg(1, 1))
    expect(site.state.calls.get(callId(1))?.phase.name).toBe('connecting')
  })
})
