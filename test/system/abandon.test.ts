import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { MUSIC_HZ, type System, types } from '../support/system.ts'

onEachSwitch('a caller hangs up', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    await system.reset()
    await noLegIsLeft()
  })

  /** Whatever a test did, the switch has nobody on the line afterwards. */
  async function noLegIsLeft(): Promise<void> {
    const socket = await system.eventSocket()
    await eventually(async () => {
      const shown = await socket.api('show channels count')
      return /^0 total/m.test(shown) ? { found: true } : { waiting: shown }
    })
  }

  it('in the menu', async () => {
    const { call, view } = await system.patient()
    await view((now) => now.facts.some(({ data }) => data['step'] === 'main-menu'))
    await call.hangUp()
    const ended = await view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'caller', why: 'hungUp' })
  })

  it('in the queue, having heard the music', async () => {
    const { call, queueUp, view } = await system.patient()
    await queueUp('1')
    await call.audio.heard(MUSIC_HZ, { forMs: 500 })
    await call.hangUp()
    const ended = await view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'caller', why: 'abandoned' })
    const { body } = await system.api('GET', '/v1/queues/queue_appointments')
    expect(body.figures).toMatchObject({ waiting: 0 })
  })

  it("while the agent's phone rings: it stops, and the agent is ready again with the idle time kept", async () => {
    const agent = await system.phone('1001')
    await system.ready('agent_li')
    const idle = await system.agent('agent_li', (now) => now.phase === 'ready')
    const { call, queueUp, view } = await system.patient()
    await queueUp('1')
    const offered = await agent.nextIncoming()
    await offered.ring()
    await view((now) => types(now).includes('callAlerting'))
    await call.hangUp()
    expect(await offered.waitFor('ended')).toMatchObject({ by: 'remote', reason: 'cancelled' })
    const ended = await view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'caller', why: 'abandoned' })
    expect(types(ended)).not.toContain('callOfferAnswered')
    const after = await system.agent('agent_li', (now) => now.phase === 'ready')
    expect(after.since).toBe(idle.since)
  })

  it('at the moment the agent answers: both legs end, whoever was quicker', async () => {
    const agent = await system.phone('1001')
    await system.ready('agent_li')
    const { call, queueUp, view } = await system.patient()
    await queueUp('1')
    const offered = await agent.nextIncoming()
    await offered.ring()
    await Promise.all([offered.answer(), call.hangUp()])
    await offered.waitFor('ended')
    const ended = await view((now) => now.state === 'ended')
    expect(ended.ending?.by).toBe('caller')
    await system.agent('agent_li', (now) => now.phase === 'ready' || now.phase === 'wrapUp')
  })

  it('before the answer, at any moment of it', async () => {
    const { serviceNumber } = system.trial
    const callers = await Promise.all(Array.from({ length: 6 }, () => system.trunk({ number: '4000000001' })))
    const endings = await Promise.all(
      callers.map(async (caller, i) => {
        const call = await caller.call(serviceNumber)
        // A third at once, a third when the switch has the call, a third as soon as it rings or is answered.
        if (i % 3 === 1) await call.waitFor('trying')
        if (i % 3 === 2) await call.waitFor('answered')
        await call.hangUp()
        return call.waitFor('ended')
      }),
    )
    expect(endings.every(({ by }) => by === 'local')).toBe(true)
    const { items } = (await system.api('GET', '/v1/calls?limit=100')).body
    const masked = items.filter((one: { callingNumber: string }) => one.callingNumber === '40******01')
    expect(endings.filter(({ reason }) => reason === 'cancelled').length).toBeGreaterThanOrEqual(2)
    expect(masked.length).toBeGreaterThanOrEqual(2)
    for (const { callId } of masked) {
      const ended = await system.call((now) => now.state === 'ended', callId)
      expect(ended.ending).toEqual({ by: 'caller', why: 'hungUp' })
    }
  })
})
