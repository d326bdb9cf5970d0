import { afterEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/adapters/store/create-store.ts'
import { migrations } from '../../../src/adapters/store/migrations/all.ts'
import { freshDatabase, plainClient } from '../../support/postgres.ts'
import { batch, openStore, rows } from './support.ts'

const newest = Object.keys(migrations).sort().at(-1)

describe('migrating', () => {
  const opened: Store[] = []
  const open = (...given: Parameters<typeof openStore>) => {
    const store = openStore(...given)
    opened.push(store)
    return store
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()))
  })

  it('makes an empty database ready, and a second time does nothing', async () => {
    const store = open(await freshDatabase())
    expect(await store.ready()).toMatchObject({ type: 'notReady' })
    expect(await store.migrate()).toEqual({ type: 'migrated', applied: Object.keys(migrations) })
    expect(await store.ready()).toEqual({ type: 'ready' })
    await store.journal.append(batch(rows(1, 2)))
    expect(await store.migrate()).toEqual({ type: 'migrated', applied: [] })
    expect(await store.journal.head('site_main')).toBe(2)
  })

  it('is done once when several processes start together', async () => {
    const database = await freshDatabase()
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => open(database).migrate()))
    const applied = outcomes.map((outcome) =>
      outcome.type === 'migrated' ? outcome.applied.length : outcome,
    )
    expect(applied.sort()).toEqual([0, 0, 0, Object.keys(migrations).length])
  })

  it('leaves ended calls as they are, of which there may be millions; what they lack is added when they are read', async () => {
    const database = await freshDatabase()
    const store = open(database)
    await store.migrate()
    const client = await plainClient(database)
    for (const state of ['ended', 'queued'])
      await client.query(
        `insert into views (site_id, kind, id, pos, body, order_at, state) values ('site_main', 'call', $1, 1, '{}', 1, $1)`,
        [state],
      )
    await client.query(`delete from kysely_migration where name >= '0012'`)
    await client.query('drop table figures_cursors, figures_kept, queue_figures, agent_figures')
    expect(await store.migrate()).toMatchObject({ type: 'migrated' })
    const { rows: kept } = await client.query('select state, body from views order by id')
    await client.end()
    expect(kept).toEqual([
      { state: 'ended', body: {} },
      { state: 'queued', body: { voiceQuality: [] } },
    ])
    expect(await store.views.get('site_main', 'call', 'ended')).toMatchObject({ body: { voiceQuality: [] } })
  })

  it('refuses a database that a newer program has changed, and says so', async () => {
    const database = await freshDatabase()
    const store = open(database)
    await store.migrate()
    const client = await plainClient(database)
    await client.query(
      `insert into kysely_migration (name, timestamp) values ('9999-from-the-future', 'now')`,
    )
    await client.end()
    expect(await store.migrate()).toEqual({
      type: 'fromFuture',
      message: expect.stringContaining(
        `has migration 9999-from-the-future, this program knows up to ${newest}`,
      ),
    })
    expect(await store.ready()).toEqual({
      type: 'notReady',
      reason: expect.stringContaining('start a newer one'),
    })
  })

  it('answers that nobody is there as a value', async () => {
    const store = open({ ...(await freshDatabase()), port: 1 })
    expect(await store.migrate()).toEqual({ type: 'unavailable', reason: 'ECONNREFUSED' })
    expect(await store.ready()).toEqual({ type: 'notReady', reason: 'ECONNREFUSED' })
    expect(await store.journal.append(batch(rows(1, 1)))).toEqual({
      type: 'unavailable',
      reason: 'ECONNREFUSED',
    })
    await expect(store.journal.head('site_main')).rejects.toMatchObject({ name: 'PortUnavailable' })
  })

  it('tells a wrong password from a database that is away', async () => {
    const store = open({ ...(await freshDatabase()), password: 'wrong' })
    expect(await store.migrate()).toEqual({ type: 'unavailable', reason: 'SQLSTATE 28P01' })
  })
})
