import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { isEmergency } from '../../../src/domain/call/emergency.ts'
import type { FlowId } from '../../../src/domain/ids.ts'
import { aSite, callerLeg, callId, directFlow, emergencyFlow, menuFlow, type Site } from '../support/story.ts'

function isUrgent(site: Site, call = 1): boolean | undefined {
  const found = site.state.calls.get(callId(call))
  return found && isEmergency(found)
}

function published(site: Site, flow: typeof directFlow): void {
  site.when({ type: 'publishFlow', flow, origin: 'file' })
}

describe('an emergency', () => {
  it('is a caller whose flow is marked urgent, from the first fact on', () => {
    const site = aSite()
    published(site, { ...directFlow, version: 'direct-2', urgent: true })
    const { facts } = site.arrives(1, '8000')
    expect(facts[0]).toMatchObject({ type: 'callAccepted', data: { urgent: true } })
    expect(isUrgent(site)).toBe(true)
  })

  it('is a caller who waits in a queue as one', () => {
    const site = aSite()
    site.arrives(1, '8999')
    expect(isUrgent(site)).toBe(true)
    site.arrives(2, '8000')
    expect(isUrgent(site, 2)).toBe(false)
  })

  it('is a caller who has pressed the emergency key, and stays one', () => {
    const site = aSite()
    published(site, { ...menuFlow, version: 'menu-2', emergency: { key: '*', step: 'urgent' } })
    site.arrives(1, '8001')
    const phase = site.state.calls.get(callId(1))?.phase
    const token = phase?.name === 'walking' ? phase.token : ''
    expect(isUrgent(site)).toBe(false)
    site.leg('promptFinished', callerLeg(1), { token, key: '*' })
    expect(isUrgent(site)).toBe(true)
    site.now += 30_000
    site.when({ type: 'deadlineReached' })
    expect(site.state.calls.get(callId(1))?.phase.name).toBe('fallback')
    expect(isUrgent(site)).toBe(true)
  })

  it('is a caller whom a flow has handed to an urgent one', () => {
    const site = aSite()
    published(site, { ...emergencyFlow, version: 'urgent-2', urgent: true })
    published(site, {
      ...directFlow,
      version: 'hands-on-1',
      start: 'on',
      steps: {
        ...directFlow.steps,
        on: {
          kind: 'transfer',
          to: { flowId: 'flow_emergency' as FlowId },
          prompts: [],
          ringMs: 1_000,
          otherwise: 'wait',
        },
      },
    })
    const { facts } = site.arrives(1, '8000')
    expect(facts.find(({ type }) => type === 'callHandedOn')?.data).toMatchObject({ urgent: true })
    expect(isUrgent(site)).toBe(true)
  })
})
