/** The adapter as the runtime uses it, against each switch that is there: orders in, inputs out, real phones. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AgentId, type CallId, callIdFrom, legIdOf, recordingIdOf } from '../../src/domain/ids.ts'
import type { NodeReport } from '../../src/runtime/node-report.ts'
import type { Playable, SwitchPort } from '../../src/runtime/switch.ts'
import { sine } from '../support/audio/tone.ts'
import { writeWav } from '../support/audio/wav.ts'
import { freeswitchPrefix, startFreeswitch } from '../support/freeswitch.ts'
import { type Call, createPhone, createTrunk, type Phone } from '../support/phone/index.ts'
import { startSoftswitch } from '../support/softswitch.ts'
import type { TestSwitch, TestSwitchOptions } from '../support/test-switch.ts'
import { NODE, type OpenPort, openPort, promptsIn } from './support/port.ts'

const PROMPT_HZ = 1000
const AGENT_HZ = 440
const CALLER_HZ = 700
const OUTSIDE_HZ = 550
const SOON_MS = 15_000
const prefix = freeswitchPrefix()

const zh = (name: string): Playable => ({ kind: 'prompt', name, language: 'zh', pace: 'standard' })
const ONE_KEY = { min: 1, max: 1, terminator: null, keys: [], interDigitMs: 2000 } as const

const switches: readonly [string, boolean, (options: TestSwitchOptions) => Promise<TestSwitch>][] = [
  ['the embedded switch', true, startSoftswitch],
  ['FreeSWITCH', prefix !== undefined, (options) => startFreeswitch({ ...options, prefix: prefix ?? '' })],
]

let calls = 0
/** A call of its own for each test, so that no leg's uuid comes twice. */
function newCall(): CallId {
  calls++
  return callIdFrom(`01ARZ3NDEKTSV4RRFFQ69G5${String(calls).padStart(3, '0')}`)
}

describe.each(switches)('the switch port on %s', (_name, isThere, start) => {
  if (!isThere) {
    it.skip('not run: CTI_TEST_FREESWITCH names no installation', () => {})
    return
  }
  const soundsDir = mkdtempSync(join(tmpdir(), 'cti-port-'))
  let node: TestSwitch
  let outside: Phone
  let opened: OpenPort
  let beating: NodeJS.Timeout
  const phones: Phone[] = []

  beforeAll(async () => {
    mkdirSync(join(soundsDir, 'zh'))
    await writeWav(join(soundsDir, 'zh', 'welcome.wav'), sine(PROMPT_HZ))
    outside = await createTrunk({ tone: OUTSIDE_HZ })
    node = await start({
      users: ['1001', '1002'].map((extension) => ({
        extension,
        password: `pw-${extension}`,
        name: extension,
      })),
      serviceNumbers: ['8000'],
      fallbackTargets: [],
      trunkAcl: ['127.0.0.1/32'],
      outgoingPeer: outside.address,
      soundsDir,
    })
  })
  afterAll(async () => {
    await outside.close()
    await node.stop()
    rmSync(soundsDir, { recursive: true })
  })
  beforeEach(async () => {
    opened = openPort(node, promptsIn(soundsDir))
    await opened.next('switchConnected')
    opened.port.beat()
    beating = setInterval(() => opened.port.beat(), 1000)
  })
  afterEach(async () => {
    clearInterval(beating)
    await Promise.all(phones.splice(0).map((phone) => phone.close()))
    await opened.port.close()
  })

  async function agentPhone(): Promise<Phone> {
    const registrar = { host: node.host, port: node.sipPort }
    const credentials = { extension: '1001', password: 'pw-1001', domain: node.domain }
    const phone = await createPhone({ ...credentials, registrar, tone: AGENT_HZ })
    phones.push(phone)
    await phone.register()
    return phone
  }

  /** A caller who is parked, with the order's address. */
  async function caller(displayName?: Uint8Array) {
    const trunk = await createTrunk({
      switch: { host: node.host, port: node.trunkSipPort },
      tone: CALLER_HZ,
      number: '13800138000',
    })
    phones.push(trunk)
    const name = displayName === undefined ? {} : { displayName }
    const call = await trunk.call('8000', { from: { number: '13800138000', ...name } })
    const { arrival } = await opened.next('legParked')
    return { call, arrival, on: { nodeId: NODE, callId: newCall(), legId: arrival.legId } }
  }
  type On = Awaited<ReturnType<typeof caller>>['on']

  async function taken(): Promise<{ call: Call; on: On }> {
    const { call, on } = await caller()
    opened.port.run({ type: 'claimLeg', ...on })
    opened.port.run({ type: 'answer', ...on })
    await opened.next('legAnswered', on.legId)
    return { call, on }
  }

  /** Rings the agent's phone as the n-th leg of the call. */
  async function rung(port: SwitchPort, on: Omit<On, 'legId'>, n: number, phone: Phone) {
    const legId = legIdOf(on.callId, n)
    port.run({
      type: 'originate',
      nodeId: NODE,
      callId: on.callId,
      legId,
      role: 'agent',
      agentId: 'agent_li' as AgentId,
      to: { kind: 'extension', extension: '1001' },
      ringMs: 10_000,
      shownNumber: '138****8000',
      earlyMedia: 'ignore',
    })
    const offered = await phone.nextIncoming({ timeoutMs: SOON_MS })
    return { legId, offered }
  }

  it('parks a caller whose name is in GBK; hears the prompt out; takes the key; stops the music', async () => {
    const { call, arrival, on } = await caller(Uint8Array.of(0xd5, 0xc5, 0xc8, 0xfd))
    expect(arrival).toMatchObject({
      nodeId: NODE,
      callingNumber: '13800138000',
      callerName: '张三',
      calledNumber: '8000',
      answered: false,
    })
    opened.port.run({ type: 'claimLeg', ...on })
    opened.port.run({ type: 'answer', ...on })
    const prompts = ['missing', 'welcome'].map(zh)
    const token = (n: number) => `${on.callId}.${n}`
    opened.port.run({ type: 'play', ...on, token: token(1), prompts, keys: [] })
    await call.waitFor('answered', SOON_MS)
    await call.audio.heard(PROMPT_HZ, { withinMs: SOON_MS })
    expect(await opened.next('promptFinished')).toMatchObject({ legId: on.legId, token: token(1) })

    const menu = { type: 'collect', ...on, ...ONE_KEY, digits: ['1', '#'], timeoutMs: 1000 } as const
    opened.port.run({ ...menu, token: token(2), prompts: [] })
    expect(await opened.next('digitsCollected')).toMatchObject({ token: token(2), result: { kind: 'none' } })
    for (const [n, key, result] of [
      [3, '#', { kind: 'digits', digits: '#' }],
      [4, '5', { kind: 'invalid' }],
    ] as const) {
      const before = opened.inputs.items.length
      opened.port.run({ ...menu, token: token(n), prompts })
      await call.audio.heard(PROMPT_HZ, { withinMs: SOON_MS })
      await call.sendDigits(key)
      expect(await opened.next('digitsCollected', on.legId, before)).toMatchObject({
        token: token(n),
        result,
      })
    }

    const music = join(soundsDir, 'zh', 'welcome.wav')
    opened.port.run({ type: 'startMusic', ...on, prompts: [], music, keys: [] })
    await call.audio.heard(PROMPT_HZ, { withinMs: SOON_MS })
    opened.port.run({ type: 'stopPlayback', ...on })
    await call.audio.silentFor(1500)
    opened.port.run({ type: 'hangUp', ...on, cause: 'NORMAL_CLEARING' })
    expect(await opened.next('legHungUp', on.legId)).toMatchObject({ cause: 'NORMAL_CLEARING' })
    await call.waitFor('ended', SOON_MS)
  })

  it('rings the agent, bridges the two, and has the caller back when the agent hangs up', async () => {
    const phone = await agentPhone()
    const { call, on } = await taken()
    const { legId, offered } = await rung(opened.port, on, 2, phone)
    expect(offered.remote.number).toBe('138****8000')
    expect(await opened.next('legCreated', legId)).toMatchObject({ callId: on.callId })
    await offered.ring()
    await opened.next('legRinging', legId)
    await offered.answer()
    await opened.next('legAnswered', legId)
    opened.port.run({ type: 'stopPlayback', ...on })
    opened.port.run({ type: 'bridge', ...on, withLegId: legId })
    expect(await opened.next('legsBridged')).toMatchObject({ legId: on.legId, withLegId: legId })
    await Promise.all([
      call.audio.heard(AGENT_HZ, { withinMs: SOON_MS }),
      offered.audio.heard(CALLER_HZ, { withinMs: SOON_MS }),
    ])

    // A controller that comes now sees them talk.
    const other = openPort(node, promptsIn(soundsDir))
    const { legs } = await other.next('switchConnected')
    await other.port.close()
    expect(legs.find((leg) => leg.legId === on.legId)).toEqual({
      legId: on.legId,
      callId: on.callId,
      role: 'caller',
      answered: true,
      bridgedTo: legId,
      waiting: true,
      fallback: false,
      arrival: undefined,
      recordings: [],
    })
    expect(legs.find((leg) => leg.legId === legId)).toMatchObject({
      role: 'agent',
      agentId: 'agent_li',
      bridgedTo: on.legId,
    })

    const before = opened.inputs.items.length
    await offered.hangUp()
    await opened.next('legHungUp', legId)
    const back = await opened.next('legParked', undefined, before)
    expect(back.arrival).toMatchObject({ legId: on.legId, calledNumber: '8000', answered: true })
    opened.port.run({ type: 'claimLeg', ...on })
    const failures = opened.inputs.items.filter((input) => input.type === 'commandFailed')
    expect(failures).toEqual([])
    await call.hangUp()
    await opened.next('legHungUp', on.legId)
  })

  it('names the takes that a leg is being recorded into, to whoever connects', async () => {
    const spoolDir = mkdtempSync('/dev/shm/cti-port-')
    const { call, on } = await taken()
    const take = { recordingId: recordingIdOf(on.callId), take: 3 }
    const writing = openPort(node, promptsIn(soundsDir), { spoolDir })
    await writing.next('switchConnected')
    const seen = async () => {
      const other = openPort(node, promptsIn(soundsDir))
      const { legs } = await other.next('switchConnected')
      await other.port.close()
      return legs.find((leg) => leg.legId === on.legId)?.recordings
    }
    expect(await seen()).toEqual([])
    writing.port.run({ type: 'startRecording', ...on, ...take })
    await writing.next('recordingBegan')
    expect(await seen()).toEqual([take])
    writing.port.run({ type: 'stopRecording', ...on, ...take })
    await writing.next('recordingStopped')
    expect(await seen()).toEqual([])
    await writing.port.close()
    await call.hangUp()
    await opened.next('legHungUp', on.legId)
    rmSync(spoolDir, { recursive: true })
  })

  it('says that the fallback has taken a caller, and bridges nobody away from there', async () => {
    const phone = await agentPhone()
    const { call, on } = await taken()
    const { legId, offered } = await rung(opened.port, on, 2, phone)
    await offered.answer()
    await opened.next('legAnswered', legId)
    opened.port.run({ type: 'sendToFallback', ...on })
    expect(await opened.next('legFellBack', on.legId)).toMatchObject({ nodeId: NODE })
    opened.port.run({ type: 'bridge', ...on, withLegId: legId })
    expect(await opened.next('commandFailed', on.legId)).toMatchObject({
      command: 'bridge',
      reason: 'refused',
    })
    expect(opened.inputs.items.filter(({ type }) => type === 'legsBridged')).toEqual([])
    opened.port.run({ type: 'hangUp', ...on, legId, cause: 'NORMAL_CLEARING' })
    await opened.next('legHungUp', legId)
    expect(call.state).toBe('answered')
    await call.hangUp()
  })

  it('cancels a phone that rings, and knows a phone that isn’t there', async () => {
    const phone = await agentPhone()
    const { call, on } = await taken()
    const { legId, offered } = await rung(opened.port, on, 2, phone)
    await offered.ring()
    await opened.next('legRinging', legId)
    opened.port.run({ type: 'hangUp', ...on, legId, cause: 'ORIGINATOR_CANCEL' })
    await offered.waitFor('ended', SOON_MS)
    expect(await opened.next('legHungUp', legId)).toMatchObject({ cause: 'ORIGINATOR_CANCEL' })

    const absent = legIdOf(on.callId, 3)
    opened.port.run({
      type: 'originate',
      ...on,
      legId: absent,
      role: 'agent',
      to: { kind: 'extension', extension: '1002' },
      ringMs: 10_000,
      shownNumber: '',
      earlyMedia: 'ignore',
    })
    expect(await opened.next('commandFailed', absent)).toMatchObject({
      command: 'originate',
      reason: 'refused',
      cause: 'USER_NOT_REGISTERED',
    })
    opened.port.run({ type: 'hangUp', ...on, legId: absent, cause: 'NORMAL_CLEARING' })
    await opened.inputs.first(
      (input) => input.type === 'commandFailed' && input.legId === absent && input.reason === 'noSuchLeg',
    )
    await call.hangUp()
  })

  it('lets an agent hear the party’s early media, and keeps the agent when the party refuses', async () => {
    const phone = await agentPhone()
    const on = { nodeId: NODE, callId: newCall() }
    const { legId, offered } = await rung(opened.port, on, 1, phone)
    await offered.answer()
    await opened.next('legAnswered', legId)
    const partyLeg = legIdOf(on.callId, 2)
    opened.port.run({
      type: 'originate',
      ...on,
      legId: partyLeg,
      role: 'party',
      to: { kind: 'number', number: '13900139000' },
      ringMs: 10_000,
      shownNumber: '',
      earlyMedia: 'accept',
    })
    const party = await outside.nextIncoming({ timeoutMs: SOON_MS })
    await party.ring({ earlyMedia: true })
    await opened.next('legHeard', partyLeg)
    opened.port.run({ type: 'bridge', ...on, legId, withLegId: partyLeg })
    await opened.next('legsBridged')
    await offered.audio.heard(OUTSIDE_HZ, { withinMs: SOON_MS })
    party.refuse(486)
    expect(await opened.next('legHungUp', partyLeg)).toMatchObject({ cause: 'USER_BUSY' })
    const token = `${on.callId}.1`
    opened.port.run({ type: 'play', ...on, legId, token, prompts: [zh('welcome')], keys: [] })
    await offered.audio.heard(PROMPT_HZ, { withinMs: SOON_MS })
    await opened.next('promptFinished', legId)
    opened.port.run({ type: 'hangUp', ...on, legId, cause: 'NORMAL_CLEARING' })
    await offered.waitFor('ended', SOON_MS)
  })

  it('reports with its beats how the switch does, and has it send new callers away while it is drained', async () => {
    const { version, sessions } = await beaten(
      (report) => report.heartbeat !== null && report.refusesCalls === false,
    )
    expect(version).toMatch(/^\d+\.\d+/)
    expect(sessions).toBeGreaterThanOrEqual(0)
    opened.port.run({ type: 'pauseInbound', nodeId: NODE, paused: true })
    await beaten((report) => report.refusesCalls === true)
    const trunk = await createTrunk({ switch: { host: node.host, port: node.trunkSipPort } })
    phones.push(trunk)
    const refused = await trunk.call('8000')
    expect((await refused.waitFor('ended', SOON_MS)).sipStatus).toBe(503)
    opened.port.run({ type: 'pauseInbound', nodeId: NODE, paused: false })
    await beaten((report) => report.refusesCalls === false, opened.reports.items.length)
    await caller()
  })

  async function beaten(wanted: (report: NodeReport) => boolean, from = 0) {
    const { heartbeat, commandMs } = await opened.reports.first(wanted, from)
    expect(commandMs).toBeGreaterThan(0)
    return { version: heartbeat?.version, sessions: heartbeat?.sessions }
  }
})
