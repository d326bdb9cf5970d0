import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EventReader, readEvents } from '../support/event-stream.ts'
import { eventually } from '../support/eventually.ts'
import { type System, startSystem } from '../support/system.ts'

const QUEUE = 'queue_appointments'

interface Board {
  readonly waiting: number
  readonly longestWaitSince: string | null
  readonly agents: { readonly talking: number }
  readonly today: { readonly arrived: number; readonly answered: number } | null
}

/** Times as the phones saw them: the figures lie between what they can have been at least, and at most. */
interface Span {
  readonly leastMs: number
  readonly mostMs: number
}

let system: System
let wallboard: EventReader
beforeAll(async () => {
  system = await startSystem()
  const { apiUrl, apiToken } = system.trial
  wallboard = await readEvents(`${apiUrl}/v1/events?types=cti.wallboard.*&queueId=${QUEUE}`, {
    authorization: `Bearer ${apiToken}`,
  })
})
afterAll(async () => {
  await wallboard?.leave()
  await system?.stop()
})

/** What the wallboard has shown of the queue at some time. */
function shown(holds: (board: Board) => boolean): Promise<void> {
  return wallboard.until(
    ({ type, data }) => type === 'cti.wallboard.queue.v1' && holds(data['data'] as unknown as Board),
  )
}

function figures(path: string, holds: (item: Record<string, number>) => boolean) {
  return eventually<Record<string, number>>(async () => {
    const { status, body } = await system.api('GET', `/v1/figures/${path}`)
    const [item] = body.items ?? []
    return status === 200 && item && holds(item) ? { found: item } : { waiting: JSON.stringify(body) }
  })
}

it('figures say what the phones at both ends saw, and the wallboard shows it as it happens', async () => {
  const agent = await system.phone('1001')

  // One hangs up while waiting, for there is nobody.
  const early = await system.patient()
  await early.queueUp('1')
  await shown(({ waiting, longestWaitSince }) => waiting === 1 && longestWaitSince !== null)
  await early.call.hangUp()
  await early.view((now) => now.state === 'ended')
  await shown(({ waiting, today }) => waiting === 0 && today?.arrived === 1)

  // Another waits until somebody comes, is offered to an agent who rejects, and then talks with the same.
  const pressed = performance.now()
  const { call, queueUp, view } = await system.patient()
  await queueUp('1')
  const queued = performance.now()
  await system.ready('agent_li')
  const refused = await agent.nextIncoming()
  await refused.ring()
  await view((now) => now.facts.some(({ type }) => type === 'callAlerting'))
  await system.ask('agent_li', 'reject', { reasonCode: 'paperwork' })
  await refused.waitFor('ended')
  await system.ask('agent_li', 'ready')
  const taken = await agent.nextIncoming()
  await taken.ring()
  const answering = performance.now()
  await taken.answer()
  await view((now) => now.state === 'connected')
  const connected = performance.now()
  await shown(({ waiting, agents }) => waiting === 0 && agents.talking === 1)
  const hangingUp = performance.now()
  await call.hangUp()
  await taken.waitFor('ended')
  await view((now) => now.state === 'ended')
  const over = performance.now()
  await system.agent('agent_li', (now) => now.phase === 'wrapUp')
  await system.ask('agent_li', 'end-wrap-up')
  await system.agent('agent_li', (now) => now.phase === 'ready')

  const ofQueue = await figures(`queues?interval=day&queueIds=${QUEUE}`, ({ talks }) => talks === 1)
  expect(ofQueue).toMatchObject({ arrived: 2, answered: 1, talks: 1, waiting: 0, callbacksPromised: 0 })
  expect((ofQueue['abandoned'] ?? 0) + (ofQueue['shortAbandoned'] ?? 0)).toBe(1)
  within(ofQueue['answerWaitMs'], { leastMs: answering - queued, mostMs: connected - pressed })
  const talk = { leastMs: hangingUp - connected, mostMs: over - answering }
  within(ofQueue['talkMs'], talk)
  await shown(({ today }) => today?.answered === 1)

  const ofAgent = await figures('agents?interval=day&agentIds=agent_li', ({ talks }) => talks === 1)
  expect(ofAgent).toMatchObject({ offered: 2, rejected: 1, answered: 1, missed: 0, ringing: 0 })
  within(ofAgent['talkMs'], talk)
  expect(ofAgent['busyMs']).toBeGreaterThanOrEqual(ofAgent['talkMs'] ?? Number.NaN)
  expect(ofAgent['occupancy']).toBeGreaterThan(0)

  const intervals = await system.api('GET', `/v1/figures/queues?interval=15&queueIds=${QUEUE}`)
  const arrived = intervals.body.items.map((one: { arrived: number }) => one.arrived)
  expect(arrived.reduce((sum: number, one: number) => sum + one, 0)).toBe(2)
})

/** Site time may be slewed against the clock of the phones, by a hair. */
function within(ms: number | undefined, { leastMs, mostMs }: Span): void {
  const hairMs = 50 + mostMs / 100
  expect(ms).toBeGreaterThanOrEqual(leastMs - hairMs)
  expect(ms).toBeLessThanOrEqual(mostMs + hairMs)
}
