import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  bothHear,
  expectWholeJournal,
  HZ,
  inCharge,
  killService,
  ringsFor,
  talk,
} from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { type System, types } from '../support/system.ts'

onEachSwitch('the service is killed', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    system.trial.service.keepAlive(true)
    await system.reset()
    await expectWholeJournal(system)
  })

  it("while an agent's phone rings: it rings on, and the agent's answer connects", async () => {
    const { patient, ringing } = await ringsFor(system)
    await killService(system)
    await inCharge(system)
    expect(ringing.state).toBe('ringing')
    await ringing.answer()
    await bothHear(patient.call, HZ.patient, ringing, HZ.agent)
    const connected = await patient.view((now) => now.state === 'connected')
    expect(types(connected).filter((type) => type === 'callOffered')).toHaveLength(1)
    await patient.call.hangUp()
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'caller', why: 'hungUp' })
  })

  it("between the agent's answer and the bridge: the two are brought together afterwards", async () => {
    const { patient, ringing } = await ringsFor(system)
    system.trial.service.keepAlive(false)
    await killService(system)
    await ringing.answer()
    await system.trial.service.revive()
    system.trial.service.keepAlive(true)
    await bothHear(patient.call, HZ.patient, ringing, HZ.agent)
    await patient.view((now) => now.state === 'connected')
    await ringing.hangUp()
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
    await system.agent('agent_li', (now) => now.phase === 'wrapUp')
  })

  it('at the very moment of the answer, whatever of it was written down', async () => {
    const phone = await system.phone('1001', { tone: HZ.agent })
    await system.ready('agent_li')
    const patient = await system.patient()
    await patient.queueUp('1')
    const ringing = await phone.nextIncoming()
    await ringing.ring()
    await Promise.all([ringing.answer(), killService(system)])
    await bothHear(patient.call, HZ.patient, ringing, HZ.agent)
    await inCharge(system)
    await patient.view((now) => now.state === 'connected')
    await patient.call.hangUp()
    await patient.view((now) => now.state === 'ended')
  })

  it('while the caller rings off: the call ends, lost, since nobody saw it go', async () => {
    const patient = await system.patient()
    await patient.queueUp('1')
    system.trial.service.keepAlive(false)
    await killService(system)
    await patient.call.hangUp()
    await system.trial.service.revive()
    system.trial.service.keepAlive(true)
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'switch', why: 'lost' })
  })

  it('in the menu: the caller hears it again, and a key counts', async () => {
    const patient = await system.patient()
    const before = await patient.view((now) => now.facts.some(({ data }) => data['step'] === 'main-menu'))
    await killService(system)
    await inCharge(system)
    await patient.view((now) => now.facts.length > before.facts.length)
    // What the dead controller had ordered may take the first key: FreeSWITCH's digit collection hears no uuid_break.
    const queued = await eventually(async () => {
      await patient.call.sendDigits('2')
      const { body } = await system.api('GET', `/v1/calls/${patient.callId}`)
      return body.state === 'queued' ? { found: body } : { waiting: body.state }
    })
    expect(queued.queueId).toBe('queue_reports')
    await patient.call.hangUp()
    await patient.view((now) => now.state === 'ended')
  })

  it('during wrap-up: it ends when it would have ended', async () => {
    const { patient } = await talk(system)
    await patient.call.hangUp()
    const before = await system.agent('agent_li', (now) => now.phase === 'wrapUp')
    await killService(system)
    await inCharge(system)
    expect(await system.agent('agent_li', () => true)).toEqual(before)
    await system.ask('agent_li', 'end-wrap-up')
    await system.agent('agent_li', (now) => now.phase === 'ready')
  })

  it('right after a caller has arrived: the caller is served by the menu', async () => {
    const trunk = await system.trunk({ tone: HZ.patient })
    const call = await trunk.call(system.trial.serviceNumber, { from: { number: '13900000001' } })
    await killService(system)
    await call.waitFor('answered')
    await inCharge(system)
    const { items } = (await system.api('GET', '/v1/calls?limit=1')).body
    expect(items[0]?.callingNumber).toMatch(/0001$/)
    await system.call((now) => now.facts.some(({ data }) => data['step'] === 'main-menu'), items[0]?.callId)
    await call.hangUp()
  })
})
