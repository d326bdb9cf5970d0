import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  bothHear,
  expectWholeJournal,
  fallbackGroup,
  HZ,
  inCharge,
  killService,
  patience,
  patienceWithNewCalls,
  ringsFor,
  talk,
  told,
} from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { type CallBody, MUSIC_HZ, type System, types } from '../support/system.ts'

onEachSwitch('the service is killed and stays dead', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    await revive()
    await system.reset()
    await expectWholeJournal(system)
  })

  async function die(): Promise<number> {
    system.trial.service.keepAlive(false)
    await killService(system)
    const diedAt = performance.now()
    await patience(system, 'delivered')
    return diedAt
  }

  async function revive(): Promise<void> {
    await patience(system, 'endless')
    await system.trial.service.revive()
    system.trial.service.keepAlive(true)
    await inCharge(system)
  }

  async function callIdOf(lastDigits: string): Promise<string> {
    return eventually(async () => {
      const { items } = (await system.api('GET', '/v1/calls?limit=50')).body
      const own = items.find((one: CallBody) => one.callingNumber.endsWith(lastDigits))
      return own ? { found: own.callId } : { waiting: JSON.stringify(items) }
    })
  }

  it('who waits reaches the fallback group, who talks is left alone; afterwards both calls end once', async () => {
    const fallback = await fallbackGroup(system)
    const talking = await talk(system)
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    await waiting.call.audio.heard(MUSIC_HZ, { forMs: 300 })

    const diedAt = await die()
    const rescued = await fallback.phone.nextIncoming()
    told(`waiting caller at the fallback group, ${system.switchKind}`, diedAt)
    await bothHear(waiting.call, HZ.second, rescued, HZ.fallback)
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    expect(fallback.rung).toHaveLength(1)

    const trunk = await system.trunk({ tone: HZ.other })
    const late = await trunk.call(system.trial.serviceNumber, { from: { number: '13900000002' } })
    const taken = await fallback.phone.nextIncoming()
    await bothHear(late, HZ.other, taken, HZ.fallback)

    await revive()
    await waiting.view((now) => now.state === 'fallback')
    // Nobody is torn out of the conversation that the fallback gave them.
    await bothHear(waiting.call, HZ.second, rescued, HZ.fallback)
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    expect((await talking.patient.view(() => true)).state).toBe('connected')

    const fresh = await system.patient()
    const queued = await fresh.queueUp('3')
    expect(queued.queueId).toBe('queue_medication')
    await fresh.call.hangUp()

    await waiting.call.hangUp()
    const fellBack = await waiting.view((now) => now.state === 'ended')
    expect(fellBack.ending?.why).toBe('fellBack')
    expect(types(fellBack).filter((type) => type === 'callEnded')).toHaveLength(1)
    await talking.patient.call.hangUp()
    const ended = await talking.patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'caller', why: 'hungUp' })

    // Who came while no controller was there has been found, is left alone, and has a record.
    await bothHear(late, HZ.other, taken, HZ.fallback)
    const lateId = await callIdOf('0002')
    const found = await system.call((now) => now.state === 'fallback', lateId)
    expect(types(found)).toEqual(['callAccepted', 'callFellBack'])
    await late.hangUp()
    const over = await system.call((now) => now.state === 'ended', lateId)
    expect(over.ending).toEqual({ by: 'caller', why: 'fellBack' })
    expect(types(over).slice(2)).toEqual(['callLegEnded', 'callEnded'])
  })

  it("an agent's hang-up sends the caller to the fallback group, not out of the door", async () => {
    const fallback = await fallbackGroup(system)
    const { patient, agent } = await talk(system)
    await die()
    await agent.hangUp()
    const hungUpAt = performance.now()
    const rescued = await fallback.phone.nextIncoming()
    told(`caller of an agent who hung up at the fallback group, ${system.switchKind}`, hungUpAt)
    await bothHear(patient.call, HZ.patient, rescued, HZ.fallback)
    await revive()
    await patient.view((now) => now.state === 'fallback')
    await system.agent('agent_li', (now) => now.phase === 'wrapUp' || now.phase === 'ready')
    await bothHear(patient.call, HZ.patient, rescued, HZ.fallback)
    await rescued.hangUp()
    await patient.call.waitFor('ended')
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending?.why).toBe('fellBack')
  })

  it("a caller for whom an agent's phone rings reaches the fallback group; the phone stops after the return", async () => {
    const fallback = await fallbackGroup(system)
    const { patient, ringing } = await ringsFor(system)
    await die()
    const rescued = await fallback.phone.nextIncoming()
    await bothHear(patient.call, HZ.patient, rescued, HZ.fallback)
    await revive()
    await ringing.waitFor('ended')
    await patient.view((now) => now.state === 'fallback')
    await bothHear(patient.call, HZ.patient, rescued, HZ.fallback)
    await system.agent('agent_li', (now) => now.phase === 'ready')
    await patient.call.hangUp()
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending?.why).toBe('fellBack')
  })

  it('a caller in the menu reaches the fallback group, and so does one who has just arrived', async () => {
    const fallback = await fallbackGroup(system)
    const patient = await system.patient()
    await patient.view((now) => now.facts.some(({ data }) => data['step'] === 'main-menu'))
    await patienceWithNewCalls(system, 'delivered')
    // Taken by the service, or not yet.
    const trunk = await system.trunk({ tone: HZ.other })
    const late = await trunk.call(system.trial.serviceNumber, { from: { number: '13900000003' } })
    await patience(system, 'delivered')
    await die()
    const rescued = [await fallback.phone.nextIncoming(), await fallback.phone.nextIncoming()]
    await Promise.all([patient.call, late].map((caller) => caller.audio.heard(HZ.fallback, { forMs: 400 })))
    await Promise.all(rescued.map((call) => call.hangUp()))
    await Promise.all([patient.call.waitFor('ended'), late.waitFor('ended')])
    await revive()
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'switch', why: 'lost' })
  })
})
