import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Call, Phone } from '../support/phone/index.ts'
import { type CallBody, dataOf, MUSIC_HZ, type Patient, type System, types } from '../support/system.ts'

const WRAP_UP_MS = 1_000
const AGENT_HZ = 700
const PATIENT_HZ = 500
/** Five seconds tell whether somebody is heard; losses are reckoned as often. */
const LONG_ENOUGH_MS = 6_500

onEachSwitch('a talk', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start({ env: { CTI_ROUTING_WRAP_UP_MS: String(WRAP_UP_MS) } })
  })
  afterAll(() => system.stop())
  afterEach(() => system.reset())

  interface Talk {
    readonly patient: Patient
    readonly phone: Phone
    readonly atAgent: Call
  }

  async function bothHear({ patient, atAgent }: Pick<Talk, 'patient' | 'atAgent'>): Promise<void> {
    await Promise.all([patient.call.audio.heard(AGENT_HZ), atAgent.audio.heard(PATIENT_HZ)])
  }

  /** A patient who pressed `key` talks with the agent. */
  async function talk(key: string, agentId: string, extension: string): Promise<Talk> {
    const phone = await system.phone(extension, { answer: 'auto', tone: AGENT_HZ })
    await system.ready(agentId)
    const patient = await system.patient({ tone: PATIENT_HZ })
    await patient.press(key)
    const atAgent = await phone.nextIncoming()
    await bothHear({ patient, atAgent })
    await patient.view((now) => now.state === 'connected')
    return { patient, phone, atAgent }
  }

  const legOf = (call: CallBody, role: 'caller' | 'agent') =>
    String(dataOf(call, role === 'caller' ? 'callAccepted' : 'callOffered')?.['legId'])

  it("the agent hangs up: the caller's phone is hung up too, and the record says who did it", async () => {
    const { patient, atAgent } = await talk('1', 'agent_li', '1001')
    await atAgent.hangUp()
    expect(await patient.call.waitFor('ended')).toMatchObject({ by: 'remote', reason: 'hungUp' })
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
    expect(ended.agentId).toBe('agent_li')
    expect(types(ended).at(-1)).toBe('callEnded')
    const noted = await system.agent('agent_li', (now) => now.phase === 'wrapUp')
    expect(noted).toMatchObject({ state: 'agentWorkingAfterCall', callId: patient.callId })
    const again = await system.agent('agent_li', (now) => now.phase === 'ready')
    const [readyAt, wrapUpAt] = await system.sql(
      "select at from journal where subject = 'agent_li' and type in ('agentWrapUp', 'agentReady')" +
        ' order by pos desc limit 2',
    )
    expect(Number(readyAt?.['at']) - Number(wrapUpAt?.['at'])).toBeGreaterThanOrEqual(WRAP_UP_MS)
    expect(again.state).toBe('agentReady')
  })

  it('an agent ends the wrap-up early, and gets the next caller', async () => {
    const { patient, phone } = await talk('3', 'agent_wang', '1002')
    await patient.call.hangUp()
    await system.agent('agent_wang', (now) => now.phase === 'wrapUp')
    const next = await system.patient({ tone: PATIENT_HZ })
    await next.queueUp('3')
    expect((await system.agent('agent_wang', () => true)).phase).toBe('wrapUp')
    await system.ask('agent_wang', 'end-wrap-up')
    await bothHear({ patient: next, atAgent: await phone.nextIncoming() })
  })

  it('a break that is asked for during a talk begins after it', async () => {
    const { patient, atAgent } = await talk('1', 'agent_li', '1001')
    await system.ask('agent_li', 'not-ready', { reasonCode: 'meal' })
    expect(await system.agent('agent_li', () => true)).toMatchObject({ phase: 'busy', pending: 'notReady' })
    await bothHear({ patient, atAgent })
    await patient.call.hangUp()
    const onBreak = await system.agent('agent_li', (now) => now.phase === 'notReady')
    expect(onBreak).toMatchObject({ reasonCode: 'meal', pending: null })
  })

  it('a log-off that is asked for during a talk takes effect after it', async () => {
    const { patient, atAgent } = await talk('1', 'agent_li', '1001')
    await system.ask('agent_li', 'log-off')
    expect(await system.agent('agent_li', () => true)).toMatchObject({ phase: 'busy', pending: 'loggedOff' })
    await bothHear({ patient, atAgent })
    await atAgent.hangUp()
    expect((await system.agent('agent_li', (now) => now.phase === 'loggedOff')).state).toBe('agentNull')
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
  })

  it.each([
    ['while the two talk', async () => {}],
    ['while it holds the caller', (atAgent: Call) => atAgent.hold()],
  ])(
    "the agent's phone vanishes %s: the caller waits at the old place, with music, and the next agent goes on",
    async (_, before) => {
      const { patient, atAgent } = await talk('1', 'agent_li', '1001')
      await before(atAgent)
      const behind = await system.patient()
      const queued = await behind.queueUp('1')
      expect(queued.state).toBe('queued')
      // Or the agent would be rung for the one behind as soon as the wrap-up is over.
      await system.api('POST', '/v1/agents/agent_li/not-ready', { reasonCode: 'break' })
      const socket = await system.eventSocket()
      const leg = legOf(await patient.view(() => true), 'agent')
      await socket.api(`uuid_kill ${leg} NETWORK_OUT_OF_ORDER`)
      const waiting = await patient.view((now) => types(now).includes('callRequeued'))
      expect(waiting.state).toBe('queued')
      await patient.call.audio.heard(MUSIC_HZ)
      expect(patient.call.state).toBe('answered')
      const next = await system.phone('1004', { answer: 'auto', tone: AGENT_HZ })
      await system.ready('agent_zhao')
      await bothHear({ patient, atAgent: await next.nextIncoming() })
      const served = await patient.view((now) => now.state === 'connected')
      expect(served.agentId).toBe('agent_zhao')
      expect((await behind.view(() => true)).state).toBe('queued')
      await patient.call.hangUp()
      const ended = await patient.view((now) => now.state === 'ended')
      expect(types(ended).filter((type) => type === 'callEnded')).toHaveLength(1)
    },
  )

  it('how each leg sounded is in its record and the metrics, and one from which nothing comes raises an alarm', async () => {
    const phone = await system.phone('1001', { answer: 'auto', rtp: false })
    await system.ready('agent_li')
    const patient = await system.patient({ tone: PATIENT_HZ })
    await patient.press('1')
    patient.call.media.loseEvery(10)
    await phone.nextIncoming()
    await patient.view((now) => now.state === 'connected')
    await setTimeout(LONG_ENOUGH_MS)
    await patient.call.hangUp()
    const ended = await patient.view((now) => now.state === 'ended')
    const { data: record } = await system.client.GET('/v1/call-records/{callId}', {
      params: { path: { callId: ended.callId } },
    })
    const voices = record?.voiceQuality ?? []
    const [caller, agent] = ['caller', 'agent'].map((role) => voices.find((voice) => voice.role === role))
    expect(caller).toMatchObject({ agentId: null, heard: true })
    const lost = (caller?.lostPackets ?? 0) / (caller?.receivedPackets ?? 0)
    expect(lost).toBeGreaterThan(0.04)
    expect(lost).toBeLessThan(0.2)
    expect(caller?.mos).toBeLessThan(4.3)
    expect(agent).toMatchObject({ agentId: 'agent_li', receivedPackets: 0, mos: null, heard: false })
    expect(agent?.sentPackets).toBeGreaterThan(200)
    const alarms = await system.sql("select data from journal where type = 'alarmRaised'")
    const detail = 'Nothing was heard from the agent at extension 1001.'
    expect(alarms.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ alarm: 'oneWayAudio', detail }),
    )
    const shown = await (await fetch(`${system.trial.apiUrl}/metrics`)).text()
    expect(shown).toContain('cti_one_way_audio_total{role="agent",node="node_a",site="site_main"} 1')
    expect(shown).toContain('cti_alarms{alarm="oneWayAudio",site="site_main"} 1')
    expect(shown).toMatch(
      /^cti_leg_mos_count\{(?=.*site="site_main")(?=.*node="node_a").*role="caller".*\} \d/m,
    )
  })

  it('a client of the API hangs up in each phase', async () => {
    const inMenu = await system.patient()
    const inQueue = await system.patient()
    await inQueue.queueUp('3')
    const { patient: talking, atAgent } = await talk('1', 'agent_li', '1001')
    for (const { call, callId, view } of [inMenu, inQueue, talking]) {
      const answer = await system.api('POST', `/v1/calls/${callId}/clear`)
      expect(answer.status).toBe(202)
      await call.waitFor('ended')
      const ended = await view((now) => now.state === 'ended')
      expect(ended.ending).toEqual({ by: 'system', why: 'cleared' })
    }
    await atAgent.waitFor('ended')
    const again = await system.api('POST', `/v1/calls/${talking.callId}/clear`)
    expect(again).toMatchObject({ status: 409, body: { type: 'urn:cti-bridge:problem:call-state' } })
  })
})
