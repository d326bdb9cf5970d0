import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { SERVICE_NUMBER } from '../../src/trial/trial.ts'
import { eventually } from '../support/eventually.ts'
import {
  bothHear,
  expectWholeJournal,
  fallbackGroup,
  HZ,
  inCharge,
  killService,
  talk,
} from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Call } from '../support/phone/index.ts'
import { MUSIC_HZ, SITE_ID, type System } from '../support/system.ts'

const OUTAGE_MS = 20_000

onEachSwitch('PostgreSQL gives no answer', (start) => {
  let system: System
  /** How to end an outage that a failed test has left. */
  let recover: (() => Promise<void>) | undefined
  beforeAll(async () => {
    system = await start()
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    await recover?.()
    await system.reset()
    await nothingLeft()
    await expectWholeJournal(system)
  })

  /** The server's processes stand still; resolves with how to let them go on. */
  async function stopped(): Promise<() => Promise<void>> {
    const { pid } = system.trial.postgres
    const rows = await system.sql("select pid from pg_stat_activity where application_name like 'cti-%'")
    const all = [pid, ...rows.map((row) => Number(row['pid']))]
    for (const one of all) process.kill(one, 'SIGSTOP')
    recover = async () => {
      recover = undefined
      for (const one of all.reverse()) process.kill(one, 'SIGCONT')
    }
    return recover
  }

  const files = () =>
    readdirSync(join(system.trial.dataDir, 'journal', SITE_ID)).filter((name) => name.endsWith('.log'))
  const nothingLeft = () =>
    eventually(async () => (files().length === 0 ? { found: undefined } : { waiting: `${files()}` }), 60_000)
  const somethingKept = () =>
    eventually(async () => (files().length > 0 ? { found: undefined } : { waiting: 'nothing is kept' }))

  /** A new caller who presses the key, again and again, until it is answered by what is awaited. */
  async function presses<T>(
    key: string,
    tone: number,
    awaited: (call: Call) => Promise<T>,
  ): Promise<[Call, T]> {
    const phone = await system.trunk({ tone })
    const call = await phone.call(SERVICE_NUMBER)
    await eventually(async () =>
      call.state === 'answered' ? { found: undefined } : { waiting: `the call is ${call.state}` },
    )
    const done = awaited(call)
    let isOver = false
    const over = () => {
      isOver = true
    }
    done.then(over, over)
    while (!isOver) {
      await call.sendDigits(key)
      await Promise.race([done, pause(1_500)])
    }
    return [call, await done]
  }
  const music = (call: Call) => call.audio.heard(MUSIC_HZ, { withinMs: 60_000, forMs: 300 })

  it('for 20 s: who talks, waits, comes and is in danger goes on, and all is in the journal afterwards', async () => {
    const fallback = await fallbackGroup(system)
    const talking = await talk(system)
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    const zhao = await system.phone('1004', { answer: 'auto', tone: HZ.other })
    const chen = await system.phone('1003', { answer: 'auto', tone: HZ.agent })
    const goOn = await stopped()
    const begun = performance.now()
    await system.ready('agent_zhao')
    const served = await zhao.nextIncoming({ timeoutMs: 60_000 })
    await bothHear(waiting.call, HZ.second, served, HZ.other)
    await somethingKept()
    const [newcomer] = await presses('1', HZ.patient, music)
    await system.ready('agent_chen')
    const rung = chen.nextIncoming({ timeoutMs: 60_000 })
    const [emergency, helped] = await presses('*', HZ.patient, () => rung)
    await bothHear(emergency, HZ.patient, helped, HZ.agent)
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    await talking.agent.hangUp()
    await pause(Math.max(0, OUTAGE_MS - (performance.now() - begun)))
    await goOn()
    await nothingLeft()
    const ended = await talking.patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
    await waiting.view((now) => now.state === 'connected')
    await inCharge(system)
    const alarms = () =>
      system.sql("select type from journal where data->>'alarm' = 'journalLocal' order by pos")
    const told = await eventually(async () => {
      const all = (await alarms()).map(({ type }) => type)
      return all.at(-1) === 'alarmCleared' ? { found: all } : { waiting: `${all}` }
    })
    expect(told[0]).toBe('alarmRaised')
    expect(fallback.rung).toEqual([])
    await newcomer.hangUp()
  })

  it('its synchronous standby is gone: an emergency is helped, and nothing is dropped before the standby has it', async () => {
    const chen = await system.phone('1003', { answer: 'auto', tone: HZ.agent })
    await system.ready('agent_chen')
    await system.sql("alter system set synchronous_standby_names = 'gone'")
    recover = async () => {
      recover = undefined
      await system.sql('alter system reset synchronous_standby_names')
      await system.sql('select pg_reload_conf()')
    }
    await system.sql('select pg_reload_conf()')
    const rung = chen.nextIncoming({ timeoutMs: 60_000 })
    const [emergency, helped] = await presses('*', HZ.patient, () => rung)
    await bothHear(emergency, HZ.patient, helped, HZ.agent)
    await somethingKept()
    await recover()
    await nothingLeft()
    await system.call((now) => now.state === 'connected')
    await inCharge(system)
  })

  it('the service is killed meanwhile: it brings in what it kept before it takes the site again', async () => {
    const talking = await talk(system)
    const goOn = await stopped()
    await talking.agent.hangUp()
    // The order to let the caller go comes behind the facts that it follows from: a file may still be empty.
    await talking.patient.call.waitFor('ended')
    await somethingKept()
    await killService(system)
    await goOn()
    await inCharge(system)
    const ended = await talking.patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
    expect(system.log.join('\n')).toContain('the local journal was brought in')
  })
})
