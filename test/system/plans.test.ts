/** A plan that is switched on and off while calls come, and a message to those who wait. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { factsOf, heard, type RunningSite, startFlowSite } from '../support/flow-site.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { MUSIC_HZ, type System, types } from '../support/system.ts'

const FLOW = `
id: flow_main
languages: [zh]
start: wait
steps:
  wait: { kind: queue, queueId: queue_reports }
`
const STORM = `
id: flow_storm
languages: [zh]
start: notice
steps:
  notice: { kind: announce, prompts: [closed], next: end }
  end: { kind: hangUp }
`
const PLAN = '/v1/plans/plan_storm'

onEachSwitch('plans', (start) => {
  let site: RunningSite
  let system: System
  beforeAll(async () => {
    site = await startFlowSite(start, { flows: { main: FLOW, storm: STORM } })
    system = site.system
    const changes = { flows: { flow_main: 'flow_storm' }, prompts: { closed: ['notice', 'closed'] } }
    const plan = { names: { zh: '台风预案', en: 'Storm' }, ...changes }
    expect((await system.api('PUT', PLAN, plan, { 'if-none-match': '*' })).status).toBe(201)
  })
  afterAll(() => site?.stop())
  afterEach(() => system.reset())

  it('on: the next call goes the plan’s way, with the notice before it; who waits, waits on; off: back', async () => {
    const before = await system.patient()
    await before.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    expect((await system.api('POST', `${PLAN}/on`, {})).body.on).not.toBeNull()
    const during = await system.patient()
    await heard(during.call, 'notice')
    await heard(during.call, 'closed')
    const stormy = await during.view((now) => now.state === 'ended')
    expect(factsOf(stormy.facts, 'callAccepted')).toMatchObject([{ flowId: 'flow_storm' }])
    await system.api('POST', `${PLAN}/off`, {})
    const after = await system.patient()
    await after.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    for (const { view } of [before, after]) {
      const { facts } = await view((now) => now.state === 'queued')
      expect(factsOf(facts, 'callAccepted')).toMatchObject([{ flowId: 'flow_main' }])
    }
  })

  it('a waiting caller hears a broadcast once, then music at the same place', async () => {
    const patient = await system.patient()
    await patient.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    const sent = await system.api(
      'POST',
      '/v1/broadcasts',
      { prompts: ['notice'], queueIds: ['queue_reports'] },
      { 'idempotency-key': 'a-message-to-all' },
    )
    expect([sent.status, sent.body.reached]).toEqual([201, 1])
    await heard(patient.call, 'notice')
    await patient.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    const told = await patient.view((now) => types(now).includes('broadcastHeard'))
    expect([told.state, factsOf(told.facts, 'broadcastHeard').length]).toEqual(['queued', 1])
    const { body } = await system.api('GET', `/v1/broadcasts/${sent.body.broadcastId}`)
    expect(body.queues).toEqual({ queue_reports: 1 })
  })
})
