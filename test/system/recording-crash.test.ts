import { randomBytes } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ulid } from 'ulid'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { bothHear, expectWholeJournal, HZ, inCharge, killService, talk } from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import {
  complete,
  heardIn,
  inWords,
  longest,
  recording,
  recordingIdOf,
  SAMPLES_PER_MS,
  soundOf,
} from '../support/recordings.ts'
import type { System } from '../support/system.ts'

/**
 * By how much beginnings and ends of a take, seen by the service, may be off the samples: events travel. Less than a
 * sealed chunk lasts (512 ms), so that one lost or doubled would show.
 */
const SEEN_WITHIN_MS = 400
/** What a killed switch may cost. */
const LOST_WITH_SWITCH_MS = 100

onEachSwitch('a recording whose makers die', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start({ switchOutside: true })
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    await system.reset()
    await expectWholeJournal(system)
  })

  it('the service is killed in mid-talk, twice: the take goes on, and all of it is sealed once', async () => {
    const { patient, agent } = await talk(system)
    await recording(system, patient.callId, ({ takes }) => takes.length === 1)
    for (let deaths = 0; deaths < 2; deaths += 1) {
      await setTimeout(1_000)
      await killService(system)
      await inCharge(system)
      await bothHear(patient.call, HZ.patient, agent, HZ.agent)
    }
    await setTimeout(1_000)
    await patient.call.hangUp()
    const body = await complete(system, patient.callId, 30_000)

    expect(body.takes).toHaveLength(1)
    const [take] = body.takes
    expect(take?.endedWhy).toMatch(/^(callEnded|unbridged)$/)
    const sealed = body.segments.reduce((sum, { samples }) => sum + samples, 0)
    expect(take?.samples).toBe(sealed)
    // More would be doubled, less would be lost.
    expect(Math.abs((take?.wallMs ?? 0) - sealed / SAMPLES_PER_MS)).toBeLessThan(SEEN_WITHIN_MS)
    const { left, right } = await soundOf(system, recordingIdOf(patient.callId))
    expect(left.length).toBe(sealed)
    for (const [samples, hz] of [
      [left, HZ.patient],
      [right, HZ.agent],
    ] as const)
      expect(longest(heardIn(samples, hz), { but: 3 }), inWords(samples)).toBeGreaterThan(
        (take?.wallMs ?? 0) - 500,
      )
    expect(readdirSync(system.trial.spoolDir)).toEqual([])
  })

  it('the service is stopped and started in mid-talk: nothing of the talk is missing', async () => {
    const { patient } = await talk(system)
    await recording(system, patient.callId, ({ takes }) => takes.length === 1)
    const { service } = system.trial
    await setTimeout(1_000)
    process.kill(service.pid, 'SIGTERM')
    const { pid } = service
    await eventually(async () => (service.pid === pid ? { waiting: 'it lives' } : { found: true }), 20_000)
    await inCharge(system)
    await setTimeout(1_000)
    await patient.call.hangUp()
    const body = await complete(system, patient.callId, 30_000)
    expect(body.takes).toHaveLength(1)
    const wallMs = body.takes[0]?.wallMs ?? 0
    expect(Math.abs(wallMs - body.sealedMs)).toBeLessThan(SEEN_WITHIN_MS)
    // A service that is told to end finishes its segment.
    expect(body.segments.map(({ truncated }) => truncated)).not.toContain(true)
  })

  it('the call ends while the service is dead: what was said until then is sealed', async () => {
    const { patient, agent } = await talk(system)
    await recording(system, patient.callId, ({ takes }) => takes.length === 1)
    await setTimeout(1_000)
    const { service } = system.trial
    service.keepAlive(false)
    await killService(system)
    await setTimeout(1_000)
    await patient.call.hangUp()
    await agent.waitFor('ended')
    service.keepAlive(true)
    await service.revive()
    await inCharge(system)
    const body = await complete(system, patient.callId, 30_000)
    expect(body.sealedMs).toBeGreaterThan(1_800)
    const { left } = await soundOf(system, recordingIdOf(patient.callId))
    expect(longest(heardIn(left, HZ.patient), { but: 3 }), inWords(left)).toBeGreaterThan(1_600)
  })

  it('the switch is killed: what it had written is sealed, its death cost next to nothing, and a file that no call knows of does not stay in clear', async () => {
    const stray = `rec_${ulid()}.0.raw`
    writeFileSync(join(system.trial.spoolDir, stray), randomBytes(40_000), { mode: 0o600 })
    const { patient } = await talk(system)
    const { takes } = await recording(system, patient.callId, (now) => now.takes.length === 1)
    await setTimeout(1_500)
    const killedAt = Date.now()
    await system.killSwitch()
    await system.restartSwitch()
    await inCharge(system)
    const body = await complete(system, patient.callId, 30_000)
    expect(body.takes[0]?.endedWhy).toBe('lost')
    const spokenMs = killedAt - Date.parse(takes[0]?.startedAt ?? '')
    expect(spokenMs - body.sealedMs).toBeLessThan(LOST_WITH_SWITCH_MS)
    const { left } = await soundOf(system, recordingIdOf(patient.callId))
    expect(longest(heardIn(left, HZ.patient), { but: 3 }), inWords(left)).toBeGreaterThan(spokenMs - 500)
    await eventually(async () => {
      const rows = await system.sql("select data from journal where type = 'alarmRaised'")
      const raised = rows.some(({ data }) => JSON.stringify(data).includes('unknownTake'))
      return raised ? { found: true } : { waiting: JSON.stringify(rows) }
    })
    await eventually(async () => {
      const left = readdirSync(system.trial.spoolDir)
      return left.length === 0 ? { found: true } : { waiting: left.join() }
    })
  })
})
