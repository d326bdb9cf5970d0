import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { type CallBody, dataOf, MUSIC_HZ, type System, types } from '../support/system.ts'

const RING_MS = 1_500

onEachSwitch('a waiting caller and the agents', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start({ env: { CTI_ROUTING_RING_MS: String(RING_MS), CTI_ROUTING_WRAP_UP_MS: '0' } })
  })
  afterAll(() => system.stop())
  afterEach(() => system.reset())

  const connectedTo = (agentId: string) => (now: CallBody) =>
    now.state === 'connected' && now.agentId === agentId
  const offersOf = ({ facts }: CallBody) =>
    facts.filter(({ type }) => type === 'callOffered').map(({ data }) => data['agentId'])

  describe.each([
    { how: 'does not answer', answer: 'manual', why: 'noAnswer', reason: 'noAnswer' },
    { how: 'is busy', answer: { refuse: 486 }, why: 'busy', reason: 'phoneBusy' },
    { how: 'rejects the call', answer: { refuse: 603 }, why: 'rejected', reason: 'rejected' },
    { how: 'is not registered', answer: undefined, why: 'unreachable', reason: 'phoneUnreachable' },
  ] as const)("the first agent's phone $how", ({ answer, why, reason }) => {
    it('the agent is not ready, and the next one gets the caller who was first', async () => {
      const li = answer === undefined ? undefined : await system.phone('1001', { answer })
      await system.phone('1004', { answer: 'auto' })
      const first = await system.patient()
      await first.queueUp('1')
      const second = await system.patient()
      await second.queueUp('1')

      await system.ready('agent_li')
      const alerted = answer === 'manual' ? await li?.nextIncoming() : undefined
      await alerted?.ring()
      const blamed = await system.agent('agent_li', (now) => now.reasonCode === reason)
      expect(blamed.state).toBe('agentNotReady')
      if (alerted) expect(await alerted.waitFor('ended')).toMatchObject({ reason: 'cancelled' })
      const waiting = await first.view((now) => now.state === 'queued')
      expect(dataOf(waiting, 'callOfferEnded')).toMatchObject({ agentId: 'agent_li', why })
      await first.call.audio.heard(MUSIC_HZ)

      await system.ready('agent_zhao')
      const served = await first.view(connectedTo('agent_zhao'))
      expect(offersOf(served)).toEqual(['agent_li', 'agent_zhao'])
      expect(types(served).filter((type) => type === 'callQueued')).toHaveLength(1)
      expect((await second.view(() => true)).state).toBe('queued')
    })
  })

  it('nobody is ready: the caller hears music until an agent is, and is put through', async () => {
    const { call, queueUp, view } = await system.patient({ tone: 500 })
    await queueUp('3')
    await call.audio.heard(MUSIC_HZ, { forMs: 500 })
    const phone = await system.phone('1002', { answer: 'auto', tone: 700 })
    await system.ready('agent_wang')
    const talk = await phone.nextIncoming()
    await Promise.all([call.audio.heard(700), talk.audio.heard(500)])
    await view(connectedTo('agent_wang'))
    await call.audio.notHeard(MUSIC_HZ, { watchMs: 300 })
  })

  it('the agent who has been idle longest is rung first', async () => {
    for (const extension of ['1001', '1002', '1003']) await system.phone(extension, { answer: 'auto' })
    // All three serve the general queue.
    const order = ['agent_wang', 'agent_chen', 'agent_li']
    for (const agentId of order) await system.ready(agentId)
    for (const agentId of order) {
      const { call, queueUp, view } = await system.patient()
      await queueUp('0')
      await view(connectedTo(agentId))
      await call.hangUp()
      await system.agent(agentId, (now) => now.phase === 'ready')
    }
  })

  it('an emergency overtakes ten who wait, and the rest are served in the order in which they came', async () => {
    const waiting = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const patient = await system.patient()
        const queued = await patient.queueUp('1')
        const pos = queued.facts.find(({ type }) => type === 'callQueued')?.pos ?? 0
        return { callId: patient.callId, pos }
      }),
    )
    const emergency = await system.patient()
    await emergency.queueUp('9')
    const phone = await system.phone('1004', { answer: 'auto' })
    await system.ready('agent_zhao')
    const inOrder = waiting.sort((a, b) => a.pos - b.pos).map(({ callId }) => callId)
    const expected = [emergency.callId, ...inOrder]
    const served: string[] = []
    for (const _ of expected.slice(0, 4)) {
      const talk = await phone.nextIncoming()
      const { callId } = await system.agent(
        'agent_zhao',
        (now) => now.phase === 'busy' && now.callId !== served.at(-1),
      )
      served.push(callId ?? '')
      await talk.hangUp()
      if (served.length > 1) continue
      // The emergency queue has a wrap-up time of its own.
      await system.agent('agent_zhao', (now) => now.phase === 'wrapUp')
      await system.ask('agent_zhao', 'end-wrap-up')
    }
    expect(served).toEqual(expected.slice(0, 4))
  })
})
