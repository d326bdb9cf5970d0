import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { OTHER_HZ, type RunningSite, startFlowSite } from '../support/flow-site.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Call } from '../support/phone/index.ts'
import { CARRIER_HZ, dataOf, MUSIC_HZ, type Patient, type System, types } from '../support/system.ts'

const FLOW = `
id: flow_main
languages: [zh]
start: help
steps:
  help: { kind: queue, queueId: queue_emergency, priority: emergency }
`
const PATIENT_HZ = 500
const AGENT_HZ = 640
const [FIRST, SECOND] = ['02155550001', '02155550002']
/** Longer than any test: what rings does so because somebody else hasn't taken the call. */
const NEVER_MS = 3_600_000

onEachSwitch('an emergency that the team doesn’t take', (start) => {
  let site: RunningSite
  let system: System
  beforeAll(async () => {
    site = await startFlowSite((options) => start({ ...options, outside: true }), { flows: { main: FLOW } })
    system = site.system
  })
  afterAll(() => site?.stop())
  afterEach(() => system.reset())
  beforeEach(async () => {
    const steps = [
      { to: { number: FIRST }, ringMs: 120_000 },
      { afterMs: NEVER_MS, to: { number: SECOND }, ringMs: 120_000 },
    ]
    const names = { zh: '急诊通道', en: 'Emergency' }
    const body = { names, ringMs: 120_000, wrapUpMs: 0, priority: 'emergency', duty: { steps } }
    const { headers } = await system.api('GET', '/v1/queues/queue_emergency')
    const match = { 'if-match': headers.get('etag') ?? '' }
    expect((await system.api('PUT', '/v1/queues/queue_emergency', body, match)).status).toBe(200)
  })

  async function waits(): Promise<Patient> {
    const patient = await system.patient()
    await patient.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    return patient
  }

  /** The next phone of somebody on duty rings. */
  async function rungOnDuty(number: string): Promise<Call> {
    const phone = await system.carrier.nextIncoming()
    expect(phone.messages[0]?.text).toContain(`INVITE sip:${number}@`)
    return phone
  }

  async function isAsked(phone: Call): Promise<void> {
    await phone.answer()
    await phone.audio.heard(OTHER_HZ, { forMs: 120, from: 'start' })
  }

  it('a voicemail presses nothing and is let go; the next on duty presses the key, and the two talk', async () => {
    const patient = await waits()
    const voicemail = await rungOnDuty(FIRST)
    await isAsked(voicemail)
    await voicemail.waitFor('ended')
    const failed = await patient.view((now) => types(now).includes('dutyFailed'))
    expect(dataOf(failed, 'dutyFailed')).toMatchObject({ step: 0, why: 'notConfirmed' })
    const person = await rungOnDuty(SECOND)
    await isAsked(person)
    // Until the key the caller hears music, and nobody hears the caller.
    await patient.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    await person.sendDigits('1')
    await Promise.all([patient.call.audio.heard(CARRIER_HZ), person.audio.heard(PATIENT_HZ)])
    const talk = await patient.view((now) => types(now).includes('callRecorded'))
    expect(talk.state).toBe('handedOn')
    expect(dataOf(talk, 'dutyConfirmed')).toMatchObject({ step: 1, agentId: null })
    expect(JSON.stringify(talk)).not.toContain(SECOND)
    await person.hangUp()
    await patient.call.waitFor('ended')
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'party', why: 'hungUp' })
    expect(types(ended).filter((type) => type === 'callEnded')).toHaveLength(1)
  })

  it('the team is rung beside those on duty, and whoever of it answers has them let go', async () => {
    const patient = await waits()
    const person = await rungOnDuty(FIRST)
    const phone = await system.phone('1003', { tone: AGENT_HZ })
    await system.ready('agent_chen')
    const offered = await phone.nextIncoming()
    await isAsked(person)
    await offered.answer()
    await Promise.all([patient.call.audio.heard(AGENT_HZ), offered.audio.heard(PATIENT_HZ)])
    await person.waitFor('ended')
    const talk = await patient.view((now) => now.state === 'connected')
    expect(dataOf(talk, 'dutyWithdrawn')).toMatchObject({ why: 'answeredElsewhere' })
  })

  it('who on duty takes the call stops the team’s phones, which miss no call', async () => {
    const phone = await system.phone('1003', { tone: AGENT_HZ })
    await system.ready('agent_chen')
    const patient = await waits()
    const offered = await phone.nextIncoming()
    const person = await rungOnDuty(FIRST)
    await isAsked(person)
    await person.sendDigits('1')
    await Promise.all([patient.call.audio.heard(CARRIER_HZ), person.audio.heard(PATIENT_HZ)])
    await offered.waitFor('ended')
    expect(await system.agent('agent_chen', (now) => now.phase === 'ready')).toMatchObject({ callId: null })
  })

  it('a caller who gives up leaves no phone ringing', async () => {
    const patient = await waits()
    const person = await rungOnDuty(FIRST)
    await patient.call.hangUp()
    await person.waitFor('ended')
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'caller', why: 'abandoned' })
  })
})
