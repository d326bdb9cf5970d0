import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { bothHear, expectWholeJournal, HZ, inCharge, talk, timesTaken } from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { System } from '../support/system.ts'

onEachSwitch('the service is stopped gracefully', (start) => {
  let system: System
  beforeAll(async () => {
    // Taken anew by the next process, and not because one stood still for a moment on a busy machine.
    system = await start({ env: { CTI_LEASE_TTL_MS: '20000' } })
  })
  afterAll(() => system.stop())

  it('who talks talks on; it ends with code 0, and knows the call when it is back', async () => {
    const { patient, agent } = await talk(system)
    const taken = await timesTaken(system)
    process.kill(system.trial.service.pid, 'SIGTERM')
    await eventually(async () => {
      const death = system.log.find((line) => line.includes('the service died'))
      return death ? { found: expect(death).toContain('exit code 0') } : { waiting: 'it runs' }
    })
    await bothHear(patient.call, HZ.patient, agent, HZ.agent)
    await inCharge(system)
    expect(await timesTaken(system)).toBe(taken + 1)
    expect((await patient.view(() => true)).state).toBe('connected')
    await bothHear(patient.call, HZ.patient, agent, HZ.agent)
    await agent.hangUp()
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
    await system.agent('agent_li', (now) => now.phase === 'wrapUp')
    await expectWholeJournal(system)
  })

  it('and is alone on its data directory: a second one says so, and ends with code 2', () => {
    const { dataDir, service } = system.trial
    const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
    const second = spawnSync(process.execPath, [program], {
      env: { PATH: process.env['PATH'], CTI_DATA_DIR: dataDir },
      encoding: 'utf8',
      timeout: 30_000,
    })
    expect(second.stderr).toContain(`another controller (pid ${service.pid}) runs on ${dataDir}`)
    expect(second.status).toBe(2)
  })
})
