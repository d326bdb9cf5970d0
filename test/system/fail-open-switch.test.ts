import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  bothHear,
  expectWholeJournal,
  fallbackGroup,
  HZ,
  inCharge,
  ringsFor,
  talk,
} from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { type System, types } from '../support/system.ts'

onEachSwitch('the connection to the switch breaks', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start({ throughProxy: true })
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    system.proxy.mend()
    await inCharge(system)
    await system.reset()
    await expectWholeJournal(system)
  })

  it('and is made anew: who talks and who waits go on', async () => {
    const fallback = await fallbackGroup(system)
    const talking = await talk(system)
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    system.proxy.cut()
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    await inCharge(system)
    const phone = await system.phone('1004', { answer: 'auto', tone: HZ.other })
    await system.ready('agent_zhao')
    const served = await phone.nextIncoming()
    await bothHear(waiting.call, HZ.second, served, HZ.other)
    expect(fallback.rung).toEqual([])
    await waiting.call.hangUp()
    await talking.agent.hangUp()
    const ended = await talking.patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
  })

  it('and what happened meanwhile is found out: a caller who left, an agent who answered', async () => {
    const leaving = await system.patient()
    await leaving.queueUp('3')
    const { patient: staying, ringing } = await ringsFor(system, HZ.second)
    system.proxy.cut({ stayCut: true })
    await leaving.call.hangUp()
    await ringing.answer()
    system.proxy.mend()
    await bothHear(staying.call, HZ.second, ringing, HZ.agent)
    const ended = await leaving.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'switch', why: 'lost' })
    await staying.call.hangUp()
    await staying.view((now) => now.state === 'ended')
  })
})

onEachSwitch('the switch is killed', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start({ switchOutside: true })
  })
  afterAll(() => system.stop())

  it('its calls end once each, the agents go on, and it is used again when it is back', async () => {
    const talking = await talk(system)
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    await system.killSwitch()
    await system.restartSwitch()
    for (const { view } of [talking.patient, waiting]) {
      const ended = await view((now) => now.state === 'ended')
      expect(ended.ending).toEqual({ by: 'switch', why: 'lost' })
      expect(types(ended).filter((type) => type === 'callEnded')).toHaveLength(1)
    }
    await inCharge(system)
    await system.agent('agent_li', (now) => now.phase === 'wrapUp' || now.phase === 'ready')
    for (const phone of [talking.agentPhone, talking.patient.phone, waiting.phone]) phone.kill()

    const phone = await system.phone('1002', { answer: 'auto', tone: HZ.other })
    await system.ready('agent_wang')
    const patient = await system.patient()
    await patient.queueUp('3')
    const agent = await phone.nextIncoming()
    await bothHear(patient.call, HZ.patient, agent, HZ.other)
    await patient.call.hangUp()
    await patient.view((now) => now.state === 'ended')
    await expectWholeJournal(system)
  })
})
