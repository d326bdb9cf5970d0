import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  bothHear,
  expectWholeJournal,
  FAIL_OPEN_MS,
  fallbackGroup,
  HZ,
  inCharge,
  ringsFor,
  talk,
  timesTaken,
} from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { MUSIC_HZ, type System } from '../support/system.ts'

/** Longer than the lease and than the switch's patience. */
const PAUSE_MS = 6_000

onEachSwitch('the service is stopped for six seconds and goes on', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    await system.reset()
    await expectWholeJournal(system)
  })

  it('sends nothing from before: callers whom the fallback group has stay there, who talks talks on', async () => {
    const fallback = await fallbackGroup(system)
    const talking = await talk(system)
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    // Reserved for an offer when the time stops: the answer comes while the service sleeps.
    const phone = await system.phone('1004', { tone: HZ.other })
    const before = await timesTaken(system)
    const { pid } = system.trial.service
    process.kill(pid, 'SIGSTOP')
    const wakes = pause(PAUSE_MS).then(() => process.kill(pid, 'SIGCONT'))
    const rescued = await fallback.phone.nextIncoming({ timeoutMs: FAIL_OPEN_MS })
    await bothHear(waiting.call, HZ.second, rescued, HZ.fallback)
    await wakes
    await waiting.view((now) => now.state === 'fallback')
    await inCharge(system)
    expect(system.trial.service.pid).toBe(pid)
    expect(await timesTaken(system)).toBe(before + 1)
    // Were the caller offered once more, this phone would ring.
    await system.ready('agent_zhao')
    await bothHear(waiting.call, HZ.second, rescued, HZ.fallback)
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    expect(phone.callCount).toBe(0)
    await waiting.call.hangUp()
    const ended = await waiting.view((now) => now.state === 'ended')
    expect(ended.ending?.why).toBe('fellBack')
    await talking.agent.hangUp()
    await talking.patient.view((now) => now.state === 'ended')
  })

  it('a key from before plays no music to a caller whom the fallback group has', async () => {
    const fallback = await fallbackGroup(system)
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    await waiting.call.audio.heard(MUSIC_HZ, { withinMs: 10_000, forMs: 800 })
    const { pid } = system.trial.service
    process.kill(pid, 'SIGSTOP')
    const wakes = pause(PAUSE_MS).then(() => process.kill(pid, 'SIGCONT'))
    // The key of emergencies, which counts while the music plays: what the switch says of it waits in the socket.
    await waiting.call.sendDigits('*')
    const rescued = await fallback.phone.nextIncoming({ timeoutMs: FAIL_OPEN_MS })
    await bothHear(waiting.call, HZ.second, rescued, HZ.fallback)
    await wakes
    await inCharge(system)
    await waiting.view((now) => now.state === 'fallback')
    await bothHear(waiting.call, HZ.second, rescued, HZ.fallback)
    await waiting.call.hangUp()
    await waiting.view((now) => now.state === 'ended')
  })

  it('an agent who answered in that time is let go when the fallback group has the caller', async () => {
    const fallback = await fallbackGroup(system)
    const { patient, ringing } = await ringsFor(system)
    const { pid } = system.trial.service
    process.kill(pid, 'SIGSTOP')
    const wakes = pause(PAUSE_MS).then(() => process.kill(pid, 'SIGCONT'))
    await ringing.answer()
    const rescued = await fallback.phone.nextIncoming({ timeoutMs: FAIL_OPEN_MS })
    await bothHear(patient.call, HZ.patient, rescued, HZ.fallback)
    await wakes
    await ringing.waitFor('ended', 15_000)
    await bothHear(patient.call, HZ.patient, rescued, HZ.fallback)
    await patient.view((now) => now.state === 'fallback')
    await system.agent('agent_li', (now) => now.phase === 'ready')
    await patient.call.hangUp()
    await patient.view((now) => now.state === 'ended')
  })
})
