/** Flow files change while callers are in them: a call ends on the version that it began with, and nothing restarts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { ON_EMBEDDED } from '../support/on-each-switch.ts'
import { type System, startSystem } from '../support/system.ts'

const flow = (queueId: string, more = '') => `id: flow_main
languages: [zh]
start: main-menu
steps:
  main-menu:
    kind: menu
    prompts: [main-menu]
    timeoutMs: 30000
    attempts: 3
    noInputPrompts: []
    invalidPrompts: []
    options:
      1: { name: agents, next: agents }
    otherwise: agents
  agents:
    kind: queue
    queueId: ${queueId}
    enterPrompts: []
${more}`

describe(`flows that change, ${ON_EMBEDDED}`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'cti-reload-'))
  const file = join(directory, 'main.yaml')
  let system: System
  beforeAll(async () => {
    writeFileSync(file, flow('queue_general'))
    system = await startSystem({
      embeddedOnly: true,
      env: { CTI_FLOWS_DIRECTORY: directory, CTI_FLOWS_OTHERWISE: 'flow_main' },
    })
  })
  afterAll(async () => {
    await system?.stop()
    rmSync(directory, { recursive: true, force: true })
  })

  afterEach(() => system.reset())

  const versions = async (): Promise<{ version: string; current: boolean; liveCalls: number }[]> =>
    (await system.api('GET', '/v1/flows/flow_main/versions')).body.items
  const until = (holds: (now: Awaited<ReturnType<typeof versions>>) => boolean) =>
    eventually(async () => {
      const now = await versions()
      return holds(now) ? { found: now } : { waiting: JSON.stringify(now) }
    })
  const metric = async (name: string) => {
    const text = await (await fetch(`${system.trial.apiUrl}/metrics`)).text()
    return text
      .split('\n')
      .find((line) => line.startsWith(`${name}{`))
      ?.split(' ')[1]
  }

  it('leave a caller on the version of the beginning, and lead the next one by the new one', async () => {
    const before = await system.patient()
    const [{ version: first } = { version: '' }] = await versions()
    writeFileSync(file, flow('queue_reports'))
    await until(([now]) => now?.version !== first)
    const after = await system.patient()
    expect(await until((now) => now.every(({ liveCalls }) => liveCalls === 1))).toMatchObject([
      { current: true },
      { current: false, version: first },
    ])
    expect(await before.queueUp('1')).toMatchObject({ queueId: 'queue_general', flowVersion: first })
    expect(await after.queueUp('1')).toMatchObject({ queueId: 'queue_reports' })
    await Promise.all([before.call.hangUp(), after.call.hangUp()])
    await until((now) => now.length === 1)
  })

  it('with a fault raise an alarm and stay unpublished, read again by a signal too', async () => {
    const [{ version } = { version: '' }] = await versions()
    writeFileSync(file, flow('queue_reports', '    music: 7\n'))
    process.kill(system.trial.service.pid, 'SIGHUP')
    const alarm = await eventually(async () => {
      const rows = await system.sql(
        `select data from journal where type = 'alarmRaised' order by pos desc limit 1`,
      )
      const data = rows[0]?.['data'] as { alarm: string; detail: string } | undefined
      return data?.alarm === 'flowsInvalid' ? { found: data } : { waiting: JSON.stringify(rows) }
    })
    expect(alarm.detail).toMatch(/^main\.yaml:19:12: steps\.agents\.music: found 7/)
    expect(await metric('cti_reload_last_successful')).toBe('0')
    expect((await versions()).map((one) => one.version)).toEqual([version])
    expect(system.log.join('\n')).toContain('main.yaml:19:12')
    const caller = await system.patient()
    expect(await caller.queueUp('1')).toMatchObject({ queueId: 'queue_reports', flowVersion: version })

    writeFileSync(file, flow('queue_reports'))
    await eventually(async () => {
      const rows = await system.sql(
        `select data from journal where type = 'alarmCleared' order by pos desc limit 1`,
      )
      return rows.length > 0 ? { found: true } : { waiting: 'no alarm was cleared' }
    })
    expect(Number(await metric('cti_reload_last_success_timestamp_seconds'))).toBeGreaterThan(0)
    await caller.call.hangUp()
  })
})
