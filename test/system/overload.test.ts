/** A site that may have one call at a time: with the first it has too much to do. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sine } from '../support/audio/tone.ts'
import { writeWav } from '../support/audio/wav.ts'
import { eventually } from '../support/eventually.ts'
import { expectWholeJournal } from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Call } from '../support/phone/index.ts'
import { toneOf } from '../support/short-prompts.ts'
import { dataOf, type Patient, PROMPT_TEXTS, type System, types } from '../support/system.ts'

/** An announcement that lasts as long as it may, so that there is time to press a key. */
const LONG_SAMPLES = 8_000 * 60
/** Whoever dials this is always admitted, though its flow is a routine one. */
const URGENT_NUMBER = '8001'

onEachSwitch('an overloaded site', (start) => {
  let system: System
  let first: Patient
  beforeAll(async () => {
    system = await start({
      switchOutside: true,
      moreServiceNumbers: [URGENT_NUMBER],
      env: {
        CTI_ADMISSION_MAX_CALLS: '1',
        CTI_ADMISSION_QUIET_MS: '0',
        CTI_ADMISSION_URGENT_NUMBERS: `["${URGENT_NUMBER}"]`,
      },
    })
    first = await system.patient()
    await first.queueUp('1')
    await load('busy')
  })
  afterAll(async () => {
    await expectWholeJournal(system)
    await system.stop()
  })

  const busyTone = (language: 'zh' | 'en') => toneOf('system-busy', PROMPT_TEXTS, language)
  const hears = (call: Call, language: 'zh' | 'en') =>
    call.audio.heard(busyTone(language), { forMs: 120, from: 'start' })

  async function load(level: 'busy' | 'normal'): Promise<void> {
    await eventually(async () => {
      const rows = await system.sql("select data from journal where type = 'loadChanged' order by pos")
      const newest = rows.at(-1)?.['data'] as { level: string } | undefined
      return newest?.level === level ? { found: undefined } : { waiting: JSON.stringify(rows) }
    })
  }

  async function metric(name: string, label: string): Promise<number> {
    const text = await (await fetch(`${system.trial.apiUrl}/metrics`)).text()
    const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) && line.includes(label))
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  }

  it('tells a routine caller in both languages, and ends the call with a record and a count', async () => {
    const { call, view } = await system.patient()
    await hears(call, 'zh')
    await hears(call, 'en')
    await call.waitFor('ended')
    const ended = await view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'policy', why: 'overloaded' })
    expect(dataOf(ended, 'callTurnedAway')).toEqual({ why: ['calls'] })
    expect(types(ended).filter((type) => type === 'callEnded')).toHaveLength(1)
    const { body } = await system.api('GET', `/v1/call-records/${ended.callId}`)
    expect(body).toMatchObject({ endedBy: 'policy', endedWhy: 'overloaded' })
    expect(await metric('cti_call_facts_total', 'type="callTurnedAway"')).toBe(1)
    expect(await metric('cti_alarms', 'alarm="overloaded"')).toBe(1)
    expect(await metric('cti_overloaded', 'why="calls"')).toBe(1)
  })

  it('leaves the one alone who was there before', async () => {
    expect((await first.view(() => true)).state).toBe('queued')
    expect(types(await first.view(() => true))).not.toContain('callTurnedAway')
  })

  it('admits whoever dials an urgent number, into the flow that turns others away', async () => {
    const number = `/v1/numbers/${URGENT_NUMBER}`
    const flow = { flowId: 'flow_hospital' }
    expect((await system.api('PUT', number, flow, { 'if-none-match': '*' })).status).toBe(201)
    const urgent = await system.patient({ dials: URGENT_NUMBER })
    const queued = await urgent.queueUp('1')
    expect(queued.queueId).toBe('queue_appointments')
    expect(types(queued)).not.toContain('callTurnedAway')
    expect(dataOf(queued, 'callAccepted')).toMatchObject({ flowId: 'flow_hospital', urgent: true })
    // The same flow by its ordinary number, at the same moment.
    const routine = await system.patient()
    const ended = await routine.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'policy', why: 'overloaded' })
    await urgent.call.hangUp()
    await urgent.view((now) => now.state === 'ended')
  })

  it('lets a caller through who presses the emergency key while it says so', async () => {
    for (const language of ['zh', 'en'] as const) {
      const file = join(system.trial.dataDir, 'prompts', language, 'system-busy.wav')
      await writeWav(file, sine(busyTone(language), 8_000, LONG_SAMPLES))
    }
    const { call, view } = await system.patient()
    await hears(call, 'zh')
    await call.sendDigits('*')
    const queued = await view((now) => now.state === 'queued')
    expect(queued.queueId).toBe('queue_emergency')
    expect(types(queued)).toContain('emergencyRaised')
    await call.hangUp()
    const ended = await view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'caller', why: 'abandoned' })
  })

  it('admits callers of an urgent flow as ever', async () => {
    const number = `/v1/numbers/${system.trial.serviceNumber}`
    const assigned = await system.api('PUT', number, { flowId: 'flow_emergency' }, { 'if-none-match': '*' })
    expect(assigned.status).toBe(201)
    const { call, view } = await system.patient()
    const queued = await view((now) => now.state === 'queued')
    expect(queued.queueId).toBe('queue_emergency')
    expect(types(queued)).not.toContain('callTurnedAway')
    expect(dataOf(queued, 'callAccepted')).toMatchObject({ urgent: true })
    await call.hangUp()
    await view((now) => now.state === 'ended')
    const etag = assigned.headers.get('etag') ?? ''
    expect((await system.api('DELETE', number, undefined, { 'if-match': etag })).status).toBe(204)
  })

  it('admits everybody again once there is less to do', async () => {
    await first.call.hangUp()
    await load('normal')
    expect(await metric('cti_alarms', 'alarm="overloaded"')).toBe(0)
    expect(await metric('cti_overloaded', '')).toBe(0)
    const { call, queueUp, view } = await system.patient()
    expect((await queueUp('1')).queueId).toBe('queue_appointments')
    await call.hangUp()
    await view((now) => now.state === 'ended')
  })
})
