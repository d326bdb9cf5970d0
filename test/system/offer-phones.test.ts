import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Call, Phone } from '../support/phone/index.ts'
import { dataOf, type Patient, type System, types } from '../support/system.ts'

const PATIENT_HZ = 500
const AGENT_HZ = 640
const ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"'

onEachSwitch('phones that ring for a caller', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
    await defines({ strategy: 'ringSeveral', ringAtOnce: 2 })
  })
  afterAll(() => system.stop())
  afterEach(() => system.reset())

  /** Of those who book appointments: 李敏 and 赵磊. */
  async function defines(more: object): Promise<void> {
    const names = { zh: '预约挂号', en: 'Appointments' }
    const { headers } = await system.api('GET', '/v1/queues/queue_appointments')
    const match = { 'if-match': headers.get('etag') ?? '' }
    const body = { names, ringMs: 120_000, wrapUpMs: 0, ...more }
    const changed = await system.api('PUT', '/v1/queues/queue_appointments', body, match)
    expect(changed).toMatchObject({ status: 200 })
  }

  async function readyPhone(agentId: string, extension: string): Promise<Phone> {
    const phone = await system.phone(extension, { tone: AGENT_HZ })
    await system.ready(agentId)
    return phone
  }

  /** The next call at this phone, which rings. */
  async function rings(phone: Phone): Promise<Call> {
    const call = await phone.nextIncoming()
    await call.ring()
    return call
  }

  const bothHear = ({ call }: Patient, atAgent: Call) =>
    Promise.all([call.audio.heard(AGENT_HZ), atAgent.audio.heard(PATIENT_HZ)])

  const alerted = (patient: Patient, phones: number) =>
    patient.view((now) => types(now).filter((type) => type === 'callAlerting').length === phones)

  it('ring both at once: the first who answers talks, the other has missed nothing and is ready', async () => {
    const li = await readyPhone('agent_li', '1001')
    const zhao = await readyPhone('agent_zhao', '1004')
    const patient = await system.patient({ tone: PATIENT_HZ })
    await patient.press('1')
    const [first, second] = await Promise.all([rings(li), rings(zhao)])
    expect((await alerted(patient, 2)).state).toBe('offered')
    await second.answer()
    await bothHear(patient, second)
    expect(await first.waitFor('ended')).toMatchObject({ reason: 'cancelled', reasonHeader: ELSEWHERE })
    const talk = await patient.view((now) => now.state === 'connected')
    expect(talk.agentId).toBe('agent_zhao')
    expect(dataOf(talk, 'callOfferEnded')).toMatchObject({ agentId: 'agent_li', why: 'answeredElsewhere' })
    await system.agent('agent_li', (now) => now.phase === 'ready')
  })

  it('all stop when the caller hangs up, and nobody is blamed', async () => {
    const li = await readyPhone('agent_li', '1001')
    const zhao = await readyPhone('agent_zhao', '1004')
    const patient = await system.patient({ tone: PATIENT_HZ })
    await patient.press('1')
    const both = await Promise.all([rings(li), rings(zhao)])
    await alerted(patient, 2)
    await patient.call.hangUp()
    for (const call of both) expect(await call.waitFor('ended')).toMatchObject({ reason: 'cancelled' })
    for (const agentId of ['agent_li', 'agent_zhao'])
      await system.agent(agentId, (now) => now.phase === 'ready')
    expect((await patient.view((now) => now.state === 'ended')).ending).toEqual({
      by: 'caller',
      why: 'abandoned',
    })
  })

  it('answer when the desk accepts: the phone is told to, and the two talk', async () => {
    const li = await readyPhone('agent_li', '1001')
    const patient = await system.patient({ tone: PATIENT_HZ })
    await patient.press('1')
    const atAgent = await rings(li)
    await alerted(patient, 1)
    await system.ask('agent_li', 'accept')
    expect((await atAgent.waitFor('told')).to).toBe('talk')
    await atAgent.answer()
    await bothHear(patient, atAgent)
    await patient.view((now) => now.state === 'connected')
  })

  it('stop when the desk rejects: the agent is not ready for that reason, and the next one is rung', async () => {
    const li = await readyPhone('agent_li', '1001')
    const patient = await system.patient({ tone: PATIENT_HZ })
    await patient.press('1')
    const rejected = await rings(li)
    await alerted(patient, 1)
    await system.ask('agent_li', 'reject', { reasonCode: 'paperwork' })
    expect(await rejected.waitFor('ended')).toMatchObject({ by: 'remote', reason: 'cancelled' })
    expect(await system.agent('agent_li', (now) => now.phase === 'notReady')).toMatchObject({
      reasonCode: 'paperwork',
    })
    const waits = await patient.view((now) => now.state === 'queued')
    expect(dataOf(waits, 'callOfferEnded')).toMatchObject({ agentId: 'agent_li', why: 'rejected' })
    const zhao = await readyPhone('agent_zhao', '1004')
    const atAgent = await rings(zhao)
    await atAgent.answer()
    await bothHear(patient, atAgent)
  })
})
