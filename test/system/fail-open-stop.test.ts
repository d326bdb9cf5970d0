import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { bothHear, expectWholeJournal, HZ, inCharge, talk, timesTaken } from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { System } from '../support/system.ts'

onEachSwitch('the service is stopped gracefully', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
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
})
