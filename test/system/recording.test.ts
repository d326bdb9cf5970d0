import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { HZ, talk } from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import {
  askSound,
  complete,
  heardIn,
  inWords,
  longest,
  longestFrom,
  PIECE_MS,
  recording,
  recordingIdOf,
  silentIn,
  soundOf,
} from '../support/recordings.ts'
import type { System } from '../support/system.ts'

const TALK_MS = 2_000

onEachSwitch('a recording', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
  })
  afterAll(() => system.stop())
  afterEach(() => system.reset())

  /** A talk of some seconds, over; resolves when its recording is complete. */
  async function recorded() {
    const { patient, agent } = await talk(system)
    await setTimeout(TALK_MS)
    await patient.call.hangUp()
    await agent.waitFor('ended')
    return {
      callId: patient.callId,
      recordingId: recordingIdOf(patient.callId),
      body: await complete(system, patient.callId),
    }
  }

  const openings = () =>
    system.sql("select subject, data from journal where kind = 'opening' order by pos") as Promise<
      readonly { readonly subject: string; readonly data: Record<string, unknown> }[]
    >

  it('holds the caller on the left and the agent on the right, sealed, opened for a reason, complete', async () => {
    const { callId, recordingId, body } = await recorded()
    expect(body).toMatchObject({ callId, state: 'complete', agentId: 'agent_li' })
    expect(body.takes).toHaveLength(1)
    expect(body.takes[0]).toMatchObject({ why: 'connected' })
    expect(body.gapMs).toBeLessThanOrEqual(500)
    expect(body.sealedMs).toBeGreaterThan(TALK_MS)

    const { left, right } = await soundOf(system, recordingId)
    expect(left.length / 8).toBe(body.sealedMs)
    const heard = { left: longest(heardIn(left, HZ.patient)), right: longest(heardIn(right, HZ.agent)) }
    expect(heard.left, inWords(left)).toBeGreaterThan(TALK_MS - 200)
    expect(heard.right, inWords(right)).toBeGreaterThan(TALK_MS - 200)
    expect(longest(heardIn(left, HZ.agent)), inWords(left)).toBe(0)
    expect(longest(heardIn(right, HZ.patient)), inWords(right)).toBe(0)

    const [opening] = (await openings()).filter(({ data }) => data['recordingId'] === recordingId)
    expect(opening?.data).toMatchObject({ person: 'zhao', fromSegment: 0 })
    // Why is kept, but nobody who reads the journal learns it.
    expect(JSON.stringify(opening)).not.toContain('complaint')
    const fields = await system.sql(`select name from call_private where name like 'openingReason:%'`)
    expect(fields).toContainEqual({ name: `openingReason:${opening?.subject}` })
    // Nothing of it lies on the telephone host in clear.
    expect(readdirSync(system.trial.spoolDir)).toEqual([])
    const wav = Buffer.from(await (await askSound(system, recordingId)).arrayBuffer())
    const clear = wav.subarray(wav.length / 2, wav.length / 2 + 64)
    const kept = filesIn(join(system.trial.dataDir, 'recordings'))
    expect(kept.length).toBeGreaterThan(0)
    for (const file of [...kept, ...filesIn(join(system.trial.dataDir, 'stage'))])
      expect(readFileSync(file).includes(clear), file).toBe(false)
  })

  it('is played in parts, which are the whole', async () => {
    const { recordingId } = await recorded()
    const whole = Buffer.from(await (await askSound(system, recordingId)).arrayBuffer())
    const head = await askSound(system, recordingId, { method: 'HEAD', query: '' })
    expect(Number(head.headers.get('content-length'))).toBe(whole.length)
    for (const [from, to] of [
      [0, 43],
      [40, 100],
      [16_000, 16_500],
      [whole.length - 10, whole.length - 1],
    ] as const) {
      const part = await askSound(system, recordingId, { headers: { range: `bytes=${from}-${to}` } })
      expect(part.status).toBe(206)
      expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(from, to + 1))).toBe(true)
    }
    const beyond = await askSound(system, recordingId, { headers: { range: `bytes=${whole.length}-` } })
    expect(beyond.status).toBe(416)
    const ours = (await openings()).filter(({ data }) => data['recordingId'] === recordingId)
    expect(ours).toHaveLength(1)
  })

  it('is opened for nobody without a name and a reason, and the key service hears of none', async () => {
    const { recordingId } = await recorded()
    for (const query of [
      '',
      'person=zhao',
      'reason=complaint',
      'person=zhao&reason=',
      'person=z%20z&reason=x',
    ]) {
      const answer = await askSound(system, recordingId, { query })
      expect([query, answer.status]).toEqual([query, 422])
    }
    const ours = (await openings()).filter(({ data }) => data['recordingId'] === recordingId)
    expect(ours).toEqual([])
  })

  it('holds silence where it was masked, and says from when to when', async () => {
    const { patient } = await talk(system)
    const path = `/v1/calls/${patient.callId}/recording`
    await setTimeout(1_000)
    expect((await system.api('POST', `${path}/mask`)).status).toBe(202)
    expect((await system.api('POST', `${path}/mask`)).status).toBe(202)
    await recording(system, patient.callId, ({ takes }) => takes[0]?.masks.length === 1)
    await setTimeout(1_500)
    expect((await system.api('POST', `${path}/unmask`)).status).toBe(202)
    await recording(system, patient.callId, ({ takes }) => takes[0]?.masks[0]?.until !== null)
    await setTimeout(1_000)
    await patient.call.hangUp()
    const body = await complete(system, patient.callId)

    expect(body.takes[0]?.masks).toHaveLength(1)
    expect(body.maskedMs).toBeGreaterThanOrEqual(1_400)
    const { left, right } = await soundOf(system, recordingIdOf(patient.callId))
    for (const [samples, hz] of [
      [left, HZ.patient],
      [right, HZ.agent],
    ] as const) {
      const silent = silentIn(samples)
      expect(longest(silent), inWords(samples)).toBeGreaterThanOrEqual(1_200)
      // Heard before, heard after; the masked stretch is in between, in its place.
      const heard = heardIn(samples, hz)
      const middle = longestFrom(silent) / PIECE_MS
      expect(heard.indexOf(true), inWords(samples)).toBeLessThan(middle)
      expect(heard.lastIndexOf(true), inWords(samples)).toBeGreaterThan(middle + 10)
    }
    const { masks = [], startedAt = '' } = body.takes[0] ?? {}
    const maskedAfterMs = Date.parse(masks[0]?.since ?? '') - Date.parse(startedAt)
    const silentAfterMs = longestFrom(silentIn(left))
    expect(Math.abs(maskedAfterMs - silentAfterMs)).toBeLessThan(500)
  })

  it('is not to be opened before it is complete, unless what there is will do', async () => {
    const { patient } = await talk(system)
    const recordingId = recordingIdOf(patient.callId)
    await recording(system, patient.callId, ({ takes }) => takes.length === 1)
    const early = await askSound(system, recordingId)
    expect([early.status, ((await early.json()) as { type: string }).type]).toEqual([
      409,
      'urn:cti-bridge:problem:recording-incomplete',
    ])
    await patient.call.hangUp()
    await complete(system, patient.callId)
    expect((await askSound(system, recordingId)).status).toBe(200)
  })

  it('goes on and is sealed while the key service is away; only its opening waits', async () => {
    const { keyService } = system.trial
    const { pid } = keyService
    keyService.keepAlive(false)
    process.kill(pid, 'SIGKILL')
    await eventually(async () => (keyService.pid === 0 ? { found: true } : { waiting: 'it lives' }))
    try {
      const { recordingId, body } = await recorded()
      expect(body.gapMs).toBeLessThanOrEqual(500)
      const answer = await askSound(system, recordingId)
      expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([
        503,
        'urn:cti-bridge:problem:key-service-away',
      ])
      expect((await system.api('GET', '/readyz')).status).toBe(200)
      await keyService.revive()
      const later = await soundOf(system, recordingId)
      expect(longest(heardIn(later.left, HZ.patient))).toBeGreaterThan(TALK_MS - 200)
    } finally {
      await keyService.revive()
      keyService.keepAlive(true)
    }
  })
})

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
