import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  bothHear,
  expectWholeJournal,
  fallbackGroup,
  HZ,
  inCharge,
  killService,
  talk,
  timesTaken,
  told,
} from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { MUSIC_HZ, type System, types } from '../support/system.ts'

onEachSwitch('the service is killed and started again at once', (start) => {
  let system: System
  beforeAll(async () => {
    // Taken anew by the next process, and not because one stood still for a moment on a busy machine.
    system = await start({ env: { CTI_LEASE_TTL_MS: '20000' } })
  })
  afterAll(() => system.stop())
  afterEach(() => system.reset())

  it('who talks talks on, who waits waits on and is served next, and nobody notices', async () => {
    const fallback = await fallbackGroup(system)
    await system.ask('agent_wang', 'log-on')
    const wang = await system.agent('agent_wang', (now) => now.phase === 'notReady')
    const talking = await talk(system)
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    await waiting.call.audio.heard(MUSIC_HZ, { forMs: 500 })
    const taken = await timesTaken(system)

    const diedAt = performance.now()
    await killService(system)
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    await inCharge(system)
    told(`in charge again, ${system.switchKind}`, diedAt)
    expect(await timesTaken(system)).toBe(taken + 1)

    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    await waiting.call.audio.heard(MUSIC_HZ, { forMs: 500 })
    expect(fallback.rung).toEqual([])
    expect((await talking.patient.view(() => true)).state).toBe('connected')
    expect((await waiting.view(() => true)).state).toBe('queued')
    expect(await system.agent('agent_li', (now) => now.phase === 'busy')).toBeDefined()
    expect(await system.agent('agent_wang', () => true)).toEqual(wang)

    const zhao = await system.phone('1004', { answer: 'auto', tone: HZ.other })
    await system.ready('agent_zhao')
    const served = await zhao.nextIncoming()
    await bothHear(waiting.call, HZ.second, served, HZ.other)
    await waiting.view((now) => now.state === 'connected')

    await talking.agent.hangUp()
    await talking.patient.call.waitFor('ended')
    await waiting.call.hangUp()
    await served.waitFor('ended')
    const [first, second] = [
      await talking.patient.view((now) => now.state === 'ended'),
      await waiting.view((now) => now.state === 'ended'),
    ]
    expect(first.ending).toEqual({ by: 'agent', why: 'hungUp' })
    expect(second.ending).toEqual({ by: 'caller', why: 'hungUp' })
    expect(types(second).filter((type) => type === 'callQueued')).toHaveLength(1)
    expect(fallback.rung).toEqual([])
    // Accepted by the dead process, counted by the living one as what they were.
    const metrics = await (await fetch(`${system.trial.apiUrl}/metrics`)).text()
    expect(metrics).toContain(
      'cti_calls_total{direction="inbound",by="agent",why="hungUp",site="site_main"} 1',
    )
    await expectWholeJournal(system)
  })
})
