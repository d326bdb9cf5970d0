import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  bothHear,
  expectWholeJournal,
  fallbackGroup,
  HZ,
  inCharge,
  patience,
  ringsFor,
  talk,
  timesTaken,
} from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { MUSIC_HZ, type System } from '../support/system.ts'

/** Longer than the lease. */
const PAUSE_MS = 5_000

onEachSwitch('the service is stopped until the switch has given it up, and goes on', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
  })
  afterAll(() => system.stop())
  /** Stops the service; the answer lets it go on, no sooner than after the pause. */
  async function stopIt(): Promise<() => Promise<void>> {
    await patience(system, 'delivered')
    const { pid } = system.trial.service
    process.kill(pid, 'SIGSTOP')
    const over = pause(PAUSE_MS)
    return async () => {
      await patience(system, 'endless')
      await over
      process.kill(pid, 'SIGCONT')
    }
  }
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
    const wake = await stopIt()
    const rescued = await fallback.phone.nextIncoming()
    await bothHear(waiting.call, HZ.second, rescued, HZ.fallback)
    await wake()
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
    await waiting.call.audio.heard(MUSIC_HZ, { forMs: 800 })
    const wake = await stopIt()
    // The key of emergencies, which counts while the music plays: what the switch says of it waits in the socket.
    await waiting.call.sendDigits('*')
    const rescued = await fallback.phone.nextIncoming()
    await bothHear(waiting.call, HZ.second, rescued, HZ.fallback)
    await wake()
    await inCharge(system)
    await waiting.view((now) => now.state === 'fallback')
    await bothHear(waiting.call, HZ.second, rescued, HZ.fallback)
    await waiting.call.hangUp()
    await waiting.view((now) => now.state === 'ended')
  })

  it('an agent who answered in that time is let go when the fallback group has the caller', async () => {
    const fallback = await fallbackGroup(system)
    const { patient, ringing } = await ringsFor(system)
    const wake = await stopIt()
    await ringing.answer()
    const rescued = await fallback.phone.nextIncoming()
    await bothHear(patient.call, HZ.patient, rescued, HZ.fallback)
    await wake()
    await ringing.waitFor('ended')
    await bothHear(patient.call, HZ.patient, rescued, HZ.fallback)
    await patient.view((now) => now.state === 'fallback')
    await system.agent('agent_li', (now) => now.phase === 'ready')
    await patient.call.hangUp()
    await patient.view((now) => now.state === 'ended')
  })
})
