import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainClient } from '../../support/postgres.ts'
import { freshStore, type TestStore } from './support.ts'

describe('idempotency keys', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await freshStore()
  })
  afterAll(() => store.close())

  /** As if so many hours had passed since the key was claimed. */
  async function age(key: string, hours: number): Promise<void> {
    const client = await plainClient(store.database)
    await client.query(
      `update idempotency set created_at = created_at - $2 * interval '1 hour' where key like $1`,
      [key, hours],
    )
    await client.end()
  }

  it('are new once, running until finished, and then give the first answer', async () => {
    const { idempotency } = store
    expect(await idempotency.begin('calls', 'k1', 'hash')).toEqual({ type: 'new' })
    expect(await idempotency.begin('calls', 'k1', 'hash')).toEqual({ type: 'running' })
    await idempotency.finish('calls', 'k1', 202, '{"id":"call_1"}')
    expect(await idempotency.begin('calls', 'k1', 'hash')).toEqual({
      type: 'done',
      status: 202,
      body: '{"id":"call_1"}',
    })
  })

  it('don’t match another body, running or done', async () => {
    await store.idempotency.begin('calls', 'k2', 'hash')
    expect(await store.idempotency.begin('calls', 'k2', 'other')).toEqual({ type: 'mismatch' })
    await store.idempotency.finish('calls', 'k2', 200, '')
    expect(await store.idempotency.begin('calls', 'k2', 'other')).toEqual({ type: 'mismatch' })
    expect(await store.idempotency.begin('transfers', 'k2', 'other')).toEqual({ type: 'new' })
  })

  it('are free again when abandoned, but not once answered', async () => {
    await store.idempotency.begin('calls', 'k3', 'hash')
    await store.idempotency.abandon('calls', 'k3')
    expect(await store.idempotency.begin('calls', 'k3', 'other')).toEqual({ type: 'new' })
    await store.idempotency.finish('calls', 'k3', 200, 'x')
    await store.idempotency.abandon('calls', 'k3')
    expect(await store.idempotency.begin('calls', 'k3', 'other')).toMatchObject({ type: 'done' })
  })

  it('go to one of many who ask at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => store.idempotency.begin('calls', 'k4', 'hash')),
    )
    expect(outcomes.filter(({ type }) => type === 'new')).toHaveLength(1)
    expect(outcomes.filter(({ type }) => type === 'running')).toHaveLength(19)
  })

  it('are kept for 24 hours and then taken anew', async () => {
    await store.idempotency.begin('calls', 'k5', 'hash')
    await store.idempotency.finish('calls', 'k5', 200, 'first')
    await age('k5', 23)
    expect(await store.idempotency.begin('calls', 'k5', 'hash')).toMatchObject({ type: 'done' })
    await age('k5', 2)
    expect(await store.idempotency.begin('calls', 'k5', 'other')).toEqual({ type: 'new' })
    expect(await store.idempotency.begin('calls', 'k5', 'other')).toEqual({ type: 'running' })
  })

  it('don’t pile up: each claim clears some that have expired', async () => {
    for (let index = 0; index < 12; index += 1) await store.idempotency.begin('old', `old-${index}`, 'hash')
    await age('old-%', 25)
    await store.idempotency.begin('calls', 'k6', 'hash')
    await store.idempotency.begin('calls', 'k7', 'hash')
    const client = await plainClient(store.database)
    const { rows } = await client.query("select key from idempotency where scope = 'old'")
    await client.end()
    expect(rows).toEqual([])
  })
})
