import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ListedKind, View } from '../../../src/runtime/ports.ts'
import { batch, CALL, callView, freshStore, rows, SITE, type TestStore } from './support.ts'

describe('views', () => {
  let store: TestStore
  let pos = 0
  beforeAll(async () => {
    store = await freshStore()
  })
  afterAll(() => store.close())

  /** Appends one fact and the views that come with it. */
  async function show(...views: View[]): Promise<void> {
    pos += 1
    expect(await store.journal.append(batch(rows(pos, 1), { views }))).toEqual({ type: 'appended' })
  }

  it('are there as soon as their facts are', async () => {
    const view = callView(1, { state: 'inMenu', body: { phase: 'menu', 名: '值', voiceQuality: [] } })
    await show(view)
    expect(await store.views.get(SITE, 'call', CALL)).toEqual(view)
    expect(await store.views.get(SITE, 'agent', CALL)).toBeUndefined()
    expect(await store.views.get('site_other', 'call', CALL)).toBeUndefined()
  })

  it('show the newest of several in one batch, in whatever order they come', async () => {
    await show(
      callView(7, { state: 'queued' }),
      callView(9, { state: 'talking' }),
      callView(8, { state: 'offered' }),
    )
    expect((await store.views.get(SITE, 'call', CALL))?.state).toBe('talking')
  })

  it('never go back to an older position', async () => {
    await show(callView(8, { state: 'offered' }))
    expect(await store.views.get(SITE, 'call', CALL)).toMatchObject({ pos: 9, state: 'talking' })
  })

  it('list calls newest first, page by page, none twice, none left out', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `call_page-${String(index).padStart(2, '0')}`)
    // Five share each moment, so that the id has to decide.
    const moment = (index: number) => 1_800_000_000_000 + Math.floor(index / 5)
    const queueId = 'queue_pages'
    await show(...ids.map((id, index) => callView(100 + index, { id, orderAt: moment(index), queueId })))
    const seen: string[] = []
    let after: { orderAt: number; id: string } | undefined
    for (let page = 0; page < 10; page += 1) {
      const list = await store.views.list({ siteId: SITE, kind: 'call', queueId, limit: 4, after })
      seen.push(...list.map(({ id }) => id))
      after = list.at(-1)
      if (list.length < 4) break
    }
    expect(seen).toEqual([...ids].reverse())
  })

  it('filter by state, queue and agent, each alone and together', async () => {
    await show(
      callView(200, { id: 'call_a', state: 'f1', queueId: 'queue_f', agentId: null }),
      callView(201, { id: 'call_b', state: 'f2', queueId: 'queue_f', agentId: 'agent_f' }),
      callView(202, { id: 'call_c', state: 'f2', queueId: null, agentId: 'agent_f' }),
    )
    const listed = async (filter: object) =>
      (await store.views.list({ siteId: SITE, kind: 'call', limit: 10, ...filter })).map(({ id }) => id)
    expect(await listed({ state: 'f1' })).toEqual(['call_a'])
    expect(await listed({ queueId: 'queue_f' })).toEqual(['call_b', 'call_a'])
    expect(await listed({ agentId: 'agent_f' })).toEqual(['call_c', 'call_b'])
    expect(await listed({ state: 'f2', queueId: 'queue_f', agentId: 'agent_f' })).toEqual(['call_b'])
    expect(await listed({ state: "f1' or true --" })).toEqual([])
  })

  it('list agents and queues by id', async () => {
    const agent = (id: string) => callView(300, { kind: 'agent', id, orderAt: 0, state: 'ready' })
    await show(agent('agent_1003'), agent('agent_1001'), agent('agent_1002'))
    const query = { siteId: SITE, kind: 'agent', limit: 2 } as const
    const first = await store.views.list(query)
    expect(first.map(({ id }) => id)).toEqual(['agent_1001', 'agent_1002'])
    expect((await store.views.list({ ...query, after: first[1] })).map(({ id }) => id)).toEqual([
      'agent_1003',
    ])
  })
})

describe('lists narrowed', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await freshStore()
    const call = (id: string, minute: number, body: object, partyHash: string) =>
      callView(1, { id, orderAt: minute * 60_000, body, partyHash, state: 'ended' })
    const inbound = { direction: 'inbound', serviceNumber: '12320', flowId: 'flow_main' }
    const outbound = { direction: 'outbound', serviceNumber: null, flowId: null }
    const views = [
      call('call_a', 1, inbound, 'hash-1'),
      call('call_b', 2, { ...inbound, serviceNumber: '120' }, 'hash-2'),
      call('call_c', 3, outbound, 'hash-1'),
      callView(1, { kind: 'agent', id: 'agent_1', body: { queueIds: ['queue_x', 'queue_y'] } }),
      callView(1, { kind: 'queue', id: 'queue_x', body: { agentIds: ['agent_1'] } }),
    ]
    await store.journal.append(batch(rows(1, 1), { views }))
  })
  afterAll(() => store.close())
  const listed = async (kind: ListedKind, filter: object) =>
    (await store.views.list({ siteId: SITE, kind, limit: 10, ...filter })).map(({ id }) => id)

  it.each([
    [{ from: 120_000 }, ['call_c', 'call_b']],
    [{ to: 120_000 }, ['call_a']],
    [{ direction: 'outbound' }, ['call_c']],
    [{ serviceNumber: '12320' }, ['call_a']],
    [{ flowId: 'flow_main', from: 60_000, to: 120_000 }, ['call_a']],
    [{ partyHashes: ['hash-1', 'another-form'] }, ['call_c', 'call_a']],
    [{ partyHashes: ['hash-3'] }, []],
  ])('calls by %j', async (filter, expected) => {
    expect(await listed('call', filter)).toEqual(expected)
  })

  it('agents by a queue that they serve, queues by an agent who serves them', async () => {
    expect(await listed('agent', { queueId: 'queue_y' })).toEqual(['agent_1'])
    expect(await listed('agent', { queueId: 'queue_' })).toEqual([])
    expect(await listed('queue', { agentId: 'agent_1' })).toEqual(['queue_x'])
    expect(await listed('queue', { agentId: 'agent_2' })).toEqual([])
  })

  it('a call is found by its party though later views say nothing of it', async () => {
    const view = callView(2, { id: 'call_a', orderAt: 60_000, body: { direction: 'inbound' } })
    await store.journal.append(batch(rows(2, 1), { views: [view] }))
    expect(await listed('call', { partyHashes: ['hash-1'], to: 120_000 })).toEqual(['call_a'])
  })
})
