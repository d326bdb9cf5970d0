import { afterAll, beforeAll, expect, it } from 'vitest'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { type System, types } from '../support/system.ts'

onEachSwitch('a patient calls the hospital', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
  })
  afterAll(async () => {
    await system.stop()
  })

  it('hears the menu, presses a key, is rung through to the ready agent, and both hear each other', async () => {
    const agent = await system.phone('1001', { answer: 'manual', tone: 700 })
    const patient = await system.phone('2001', { tone: 450 })
    await system.ready('agent_li')

    const call = await patient.call(system.trial.serviceNumber)
    await call.waitFor('answered')
    await call.audio.sound({ forMs: 500 })
    await system.call((c) => types(c).includes('stepEntered'))
    await system.call((c) => c.facts.some((f) => f.type === 'stepEntered' && f.data['step'] === 'main-menu'))
    await call.sendDigits('1')

    const ringing = await agent.nextIncoming()
    ringing.ring()
    await ringing.answer()
    await Promise.all([call.audio.heard(700), ringing.audio.heard(450)])
    const talking = await system.call((c) => c.state === 'connected')
    expect(talking.agentId).toBe('agent_li')
    expect(talking.queueId).toBe('queue_appointments')

    await call.hangUp()
    await ringing.waitFor('ended')
    const ended = await system.call((c) => c.state === 'ended', talking.callId)
    expect(ended.ending).toEqual({ by: 'caller', why: 'hungUp' })
    expect(ended.facts.map((f) => f.seq)).toEqual(ended.facts.map((_, i) => i + 1))
    expect(types(ended).filter((type) => type === 'callEnded')).toHaveLength(1)
    const after = await system.agent('agent_li', (a) => a.phase === 'wrapUp')
    expect(after.state).toBe('agentWorkingAfterCall')
  })
})
