import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { View } from '../../../src/runtime/ports.ts'
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
    await show(callView(1, { state: 'inMenu', body: { phase: 'menu', 名: '值' } }))
    expect(await store.views.get(SITE, 'call', CALL)).toEqual(
      callView(1, { state: 'inMenu', body: { phase: 'menu', 名: '值' } }),
    )
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
