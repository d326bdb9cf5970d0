import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { SERVICE_NUMBER } from '../../src/trial/trial.ts'
import { heard, type RunningSite, startFlowSite } from '../support/flow-site.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { nextNumber } from '../support/patient.ts'
import type { Call } from '../support/phone/index.ts'
import { CARRIER_HZ, dataOf, MUSIC_HZ, type Patient, type System, types } from '../support/system.ts'

const FLOW = `
id: flow_main
languages: [zh, en]
start: chinese
steps:
  chinese: { kind: profile, language: zh, next: waits }
  waits:
    kind: queue
    queueId: queue_general
    enterPrompts: [wait]
    keys:
      2: { name: callback, next: callback }
  callback: { kind: callback, queueId: queue_general, accepted: thanks, notYet: left }
  thanks: { kind: hangUp, prompts: [thanks] }
  left: { kind: hangUp, prompts: [left] }
`
const AGENT_HZ = 640
/** As short as it may be: a test waits for it. */
const PAUSE_MS = 5_000

onEachSwitch('a caller who wishes to be called back', (start) => {
  let site: RunningSite
  let system: System
  beforeAll(async () => {
    site = await startFlowSite((options) => start({ ...options, outside: true }), { flows: { main: FLOW } })
    system = site.system
  })
  afterAll(() => site?.stop())
  afterEach(() => system.reset())
  beforeEach(() => calledBack({}))

  async function calledBack(more: object): Promise<void> {
    const names = { zh: '人工服务', en: 'General' }
    const callback = { ringMs: 120_000, pauseMs: PAUSE_MS, ...more }
    const body = { names, ringMs: 120_000, wrapUpMs: 0, callback }
    const { headers } = await system.api('GET', '/v1/queues/queue_general')
    const match = { 'if-match': headers.get('etag') ?? '' }
    const changed = await system.api('PUT', '/v1/queues/queue_general', body, match)
    expect(changed).toMatchObject({ status: 200 })
  }

  /** Somebody waits, presses the key, hears thanks, and is gone. */
  async function wishes(number = nextNumber()): Promise<Patient> {
    const patient = await system.patient({ number })
    await heard(patient.call, 'wait')
    await patient.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    await patient.call.sendDigits('2')
    await heard(patient.call, 'thanks')
    await patient.call.waitFor('ended')
    await patient.view((now) => now.state === 'awaitingCallback')
    return patient
  }

  const callbacks = async () => (await system.api('GET', '/v1/queues/queue_general/callbacks')).body.items

  /** The caller's phone rings, shows the number that the caller has rung, and is answered. */
  async function answersAtHome(number: string): Promise<Call> {
    const atHome = await system.carrier.nextIncoming()
    expect(atHome.messages[0]?.text).toContain(`INVITE sip:${number}@`)
    expect(atHome.remote.number).toBe(SERVICE_NUMBER)
    await atHome.answer()
    await heard(atHome, 'callback-identity')
    return atHome
  }

  it('is rung when an agent is idle, says by a key that it is the caller, and talks with the agent', async () => {
    const number = nextNumber()
    const patient = await wishes(number)
    expect(await callbacks()).toMatchObject([{ callId: patient.callId, state: 'waiting', attempts: 0 }])
    expect(system.carrier.callCount).toBe(0)
    const phone = await system.phone('1001', { tone: AGENT_HZ, answer: 'auto' })
    await system.ready('agent_li')
    const atHome = await answersAtHome(number)
    // Nobody is put through to whoever it may be.
    expect(phone.callCount).toBe(0)
    await atHome.sendDigits('1')
    const atAgent = await phone.nextIncoming()
    await Promise.all([atHome.audio.heard(AGENT_HZ), atAgent.audio.heard(CARRIER_HZ)])
    const talk = await patient.view((now) => now.state === 'connected')
    expect(talk).toMatchObject({ agentId: 'agent_li', queueId: 'queue_general' })
    await atAgent.hangUp()
    await atHome.waitFor('ended')
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
    expect(types(ended).filter((type) => type === 'callEnded')).toHaveLength(1)
    expect(await callbacks()).toEqual([])
  })

  it('keeps the place while the agent talks with others, and is the next after the key', async () => {
    const number = nextNumber()
    const patient = await wishes(number)
    const later = await system.patient()
    const last = await system.patient()
    const phone = await system.phone('1001', { tone: AGENT_HZ, answer: 'auto' })
    await system.ready('agent_li')
    // The agent isn't held back for a phone that may never be answered.
    const first = await phone.nextIncoming()
    await later.view((now) => now.state === 'connected')
    const atHome = await answersAtHome(number)
    await atHome.sendDigits('1')
    await atHome.audio.heard(MUSIC_HZ, { forMs: 300 })
    await first.hangUp()
    const second = await phone.nextIncoming()
    await Promise.all([atHome.audio.heard(AGENT_HZ), second.audio.heard(CARRIER_HZ)])
    await patient.view((now) => now.state === 'connected')
    expect((await last.view(() => true)).state).toBe('queued')
  })

  it('a voicemail presses nothing: it is left without another word, and the caller is rung again', async () => {
    const number = nextNumber()
    const patient = await wishes(number)
    const phone = await system.phone('1001', { tone: AGENT_HZ, answer: 'auto' })
    await system.ready('agent_li')
    const voicemail = await answersAtHome(number)
    await voicemail.waitFor('ended')
    const failed = await patient.view((now) => types(now).includes('callbackFailed'))
    expect(dataOf(failed, 'callbackFailed')).toMatchObject({ why: 'notConfirmed', attempt: 1 })
    expect(phone.callCount).toBe(0)
    const atHome = await answersAtHome(number)
    expect(dataOf(await patient.view(() => true), 'callbackDialled')).toMatchObject({ attempt: 2 })
    await atHome.sendDigits('1')
    const atAgent = await phone.nextIncoming()
    await Promise.all([atHome.audio.heard(AGENT_HZ), atAgent.audio.heard(CARRIER_HZ)])
  })

  it('who isn’t reached at all is for people to ring, until somebody says that it is done', async () => {
    await calledBack({ attempts: 1 })
    const patient = await wishes()
    await system.phone('1001', { answer: 'auto' })
    await system.ready('agent_li')
    const atHome = await system.carrier.nextIncoming()
    atHome.refuse(486)
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'caller', why: 'noAnswer' })
    expect(await callbacks()).toMatchObject([{ callId: patient.callId, state: 'failed', attempts: 1 }])
    const dropped = await system.api('DELETE', `/v1/queues/queue_general/callbacks/${patient.callId}`)
    expect(dropped.status).toBe(204)
    expect(await callbacks()).toEqual([])
  })

  it('rings again instead: the place goes on in the new call, and nobody is called back', async () => {
    const number = nextNumber()
    const patient = await wishes(number)
    const other = await system.patient()
    const again = await system.trunk({ number, tone: 500 })
    const call = await again.call(SERVICE_NUMBER)
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'caller', why: 'rangAgain' })
    const phone = await system.phone('1001', { tone: AGENT_HZ, answer: 'auto' })
    await system.ready('agent_li')
    await phone.nextIncoming()
    await call.audio.heard(AGENT_HZ)
    expect((await other.view(() => true)).state).toBe('queued')
    expect(system.carrier.callCount).toBe(0)
  })
})
