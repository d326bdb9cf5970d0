import { describe, expect, it } from 'vitest'
import { noAgentSums, noQueueSums } from '../../../src/runtime/figures/measures.ts'
import type { FiguresQuery } from '../../../src/runtime/figures/port.ts'
import { AGENT, agentView, QUEUE, queueView } from './examples.ts'
import { type Api, codeOf, startApi, World } from './support.ts'

const EIGHT = Date.parse('2026-03-02T00:00:00.000Z')
const HOUR_MS = 3_600_000

/** The store gives two hours of a queue and of an agent; what it was asked is kept. */
class Counted extends World {
  readonly asked: FiguresQuery[] = []

  constructor() {
    super()
    this.now = () => EIGHT + 10 * HOUR_MS
    const page = <R extends { at: number }>(rows: R[], query: FiguresQuery) => {
      this.asked.push(query)
      const { after, limit, ids } = query
      if (ids?.length === 0) return []
      return rows.filter(({ at }) => !after || at > after.orderAt).slice(0, limit)
    }
    this.figuresPort = {
      queues: async (query) =>
        page(
          [0, 1].map((hour) => ({
            queueId: QUEUE,
            at: EIGHT + hour * HOUR_MS,
            sums: {
              ...noQueueSums(),
              arrived: 5,
              answered: 3,
              answeredInTime: 2,
              answerWaitMs: 45_000,
              unserved: 1,
            },
            urgent: { ...noQueueSums(), arrived: 1, answered: 1, answeredInTime: 1 },
          })),
          query,
        ),
      agents: async (query) =>
        page(
          [0, 1].map((hour) => ({
            agentId: AGENT,
            at: EIGHT + hour * HOUR_MS,
            sums: { ...noAgentSums(), offered: 2, answered: 1, readyMs: 1_800_000, busyMs: 600_000 },
          })),
          query,
        ),
    }
  }
}

async function started(): Promise<Api & { world: Counted }> {
  const world = new Counted()
  return { ...(await startApi(world)), world }
}

describe('GET /v1/figures/queues', () => {
  it('gives sums, shares and means by interval, emergencies apart as well', async () => {
    const { ask, world } = await started()
    const { status, json } = await ask(
      '/v1/figures/queues?from=2026-03-02T08:10:00%2B08:00&to=2026-03-02T10:00:00%2B08:00',
    )
    expect(status).toBe(200)
    expect(json.items).toHaveLength(2)
    expect(json.items[0]).toMatchObject({
      queueId: QUEUE,
      from: '2026-03-02T00:00:00.000Z',
      to: '2026-03-02T01:00:00.000Z',
      arrived: 5,
      serviceLevel: 0.5,
      averageAnswerMs: 15_000,
      averageTalkMs: null,
      emergency: { arrived: 1, serviceLevel: 1 },
    })
    expect(world.asked[0]).toMatchObject({ interval: '60', from: EIGHT, to: EIGHT + 2 * HOUR_MS, limit: 51 })
    expect(world.asked[0]?.ids).toBeUndefined()
  })

  it('is of today up to now unless told, by day of the site', async () => {
    const { ask, world } = await started()
    await ask('/v1/figures/queues')
    expect(world.asked[0]).toMatchObject({ from: EIGHT - 8 * HOUR_MS, to: EIGHT + 11 * HOUR_MS })
    await ask('/v1/figures/queues?interval=day&from=2026-03-01T12:00:00Z')
    expect(world.asked[1]).toMatchObject({
      interval: 'day',
      from: Date.parse('2026-02-28T16:00:00Z'),
      to: Date.parse('2026-03-02T16:00:00Z'),
    })
  })

  it('comes in pages that keep to the same span', async () => {
    const { ask, world } = await started()
    const first = await ask(`/v1/figures/queues?limit=1&queueIds=${QUEUE}`)
    expect(first.json.items).toHaveLength(1)
    world.now = () => EIGHT + 20 * HOUR_MS
    const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const second = await ask(next)
    expect(second.json).toMatchObject({ nextCursor: null, items: [{ from: '2026-03-02T01:00:00.000Z' }] })
    expect(world.asked[1]).toMatchObject({ to: world.asked[0]?.to, ids: [QUEUE] })
  })

  it.each([
    ['interval=20', '#/interval'],
    ['from=yesterday', '#/from'],
    ['queueIds=queue_a,agent_b', '#/queueIds'],
    ['from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', '#/to'],
    ['interval=15&from=2026-02-01T00:00:00Z&to=2026-03-01T00:00:00Z', '#/to'],
    ['interval=day&from=2020-01-01T00:00:00Z', '#/to'],
  ])('says what is wrong with ?%s', async (query, pointer) => {
    const { ask } = await started()
    const answer = await ask(`/v1/figures/queues?${query}`)
    expect(codeOf(answer)).toBe('invalid')
    expect(answer.json.errors).toEqual([expect.objectContaining({ pointer })])
  })

  it('is a table as well, with the same names', async () => {
    const { ask } = await started()
    const { text, headers } = await ask('/v1/figures/queues.csv?interval=60')
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    const [head = '', first = '', second, end] = text.split('\r\n')
    const row = Object.fromEntries(head.split(',').map((name, n) => [name, first.split(',')[n]]))
    expect(row).toMatchObject({
      queueId: QUEUE,
      from: '2026-03-02T00:00:00.000Z',
      arrived: '5',
      serviceLevel: '0.5',
      averageTalkMs: '',
      emergencyArrived: '1',
    })
    expect([second?.startsWith(QUEUE), end]).toEqual([true, ''])
  })
})

describe('GET /v1/figures/agents', () => {
  it('gives offers, times and occupancy', async () => {
    const { ask } = await started()
    const { json } = await ask('/v1/figures/agents')
    expect(json.items[0]).toMatchObject({
      agentId: AGENT,
      offered: 2,
      ringing: 1,
      loggedOnMs: 2_400_000,
      occupancy: 0.25,
    })
    const { text } = await ask(`/v1/figures/agents.csv?agentIds=${AGENT}`)
    expect(text.split('\r\n')).toHaveLength(4)
  })

  it('of everybody are of one day at most, of who is named of longer', async () => {
    const { ask } = await started()
    const span = 'from=2026-02-28T00:00:00Z&to=2026-03-02T00:00:00Z'
    expect(codeOf(await ask(`/v1/figures/agents?${span}`))).toBe('invalid')
    expect((await ask(`/v1/figures/agents?${span}&agentIds=${AGENT}`)).status).toBe(200)
  })
})

describe('who sees what', () => {
  it('an agent sees its own figures, and those of the queues that it serves', async () => {
    const world = new Counted()
    world.views = [
      agentView(AGENT, { queueIds: [QUEUE] }),
      agentView('agent_wang', { queueIds: [] }),
      servedBy(QUEUE, AGENT),
      servedBy('queue_other', 'agent_wang'),
    ]
    const { ask } = await startApi(world)
    const { token } = world.keys.give({ roles: ['agent'], agentId: AGENT })
    const own = (path: string) => ask(path, { token })
    expect((await own('/v1/figures/agents')).status).toBe(200)
    expect(world.asked.at(-1)?.ids).toEqual([AGENT])
    expect((await own('/v1/figures/queues')).status).toBe(200)
    expect(world.asked.at(-1)?.ids).toEqual([QUEUE])
    expect(codeOf(await own('/v1/figures/agents?agentIds=agent_wang'))).toBe('agent-unknown')
    expect(codeOf(await own('/v1/figures/queues.csv?queueIds=queue_other'))).toBe('queue-unknown')
    world.wallboard = () => [board(QUEUE), board('queue_other')]
    const { json } = await own('/v1/wallboard')
    expect(json.queues.map(({ queueId }: { queueId: string }) => queueId)).toEqual([QUEUE])
  })
})

function servedBy(queueId: string, agentId: string) {
  const view = queueView(queueId)
  return { ...view, body: { ...view.body, agentIds: [agentId] } }
}

function board(queueId: string, waiting = 0) {
  return {
    queueId,
    waiting,
    emergenciesWaiting: 0,
    callbacksWaiting: 0,
    longestWaitSince: waiting > 0 ? EIGHT : null,
    agents: { loggedOn: 1, ready: 1, ringing: 0, talking: 0, wrapUp: 0, notReady: 0 },
    target: { percent: 80, withinMs: 20_000 },
    today: null,
    lastHalfHour: null,
  }
}

describe('GET /v1/wallboard', () => {
  it('shows each queue as the site’s owner sees it', async () => {
    const world = new Counted()
    world.wallboard = () => [board(QUEUE, 2)]
    const { ask } = await startApi(world)
    const { json } = await ask('/v1/wallboard')
    expect(json).toMatchObject({
      at: '2026-03-02T10:00:00.000Z',
      queues: [{ queueId: QUEUE, waiting: 2, longestWaitSince: '2026-03-02T00:00:00.000Z' }],
    })
  })

  it('says so while nobody owns the site', async () => {
    const world = new Counted()
    world.wallboard = () => undefined
    const { ask } = await startApi(world)
    expect(codeOf(await ask('/v1/wallboard'))).toBe('not-owner')
  })
})
