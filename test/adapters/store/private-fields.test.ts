import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCallSealing } from '../../../src/adapters/crypto/call-private.ts'
import { plainClient } from '../../support/postgres.ts'
import { batch, CALL, freshStore, openStore, rows, SITE, type TestStore } from './support.ts'

const OTHER = 'call_01J9YYYYYYYYYYYYYYYYYYYYYY'
const sealing = createCallSealing([randomBytes(32)])

describe('private fields', () => {
  let store: TestStore
  let pos = 0
  beforeAll(async () => {
    store = await freshStore({ sealing })
  })
  afterAll(() => store.close())

  const field = (name: string, value: string, callId = CALL) => ({ callId, name, value })
  function withFields(...privateFields: ReturnType<typeof field>[]) {
    pos += 1
    return batch(rows(pos, 1), { privateFields })
  }

  it('come back as they went in, call by call', async () => {
    await store.journal.append(
      withFields(
        field('callingNumber', '13800000001'),
        field('callerName', '王小明'),
        field('callingNumber', '13900000002', OTHER),
      ),
    )
    await store.journal.append(withFields(field('digits', '4711')))
    expect(await store.privateFields.read(SITE, CALL, 'callingNumber')).toBe('13800000001')
    expect(await store.privateFields.read(SITE, CALL, 'callerName')).toBe('王小明')
    expect(await store.privateFields.read(SITE, CALL, 'digits')).toBe('4711')
    expect(await store.privateFields.read(SITE, OTHER, 'callingNumber')).toBe('13900000002')
    expect(await store.privateFields.read(SITE, OTHER, 'callerName')).toBeUndefined()
    expect(await store.privateFields.read('site_other', CALL, 'callerName')).toBeUndefined()
  })

  it('keep the last value, within a batch and after it', async () => {
    await store.journal.append(withFields(field('ward', 'first'), field('ward', 'second')))
    expect(await store.privateFields.read(SITE, CALL, 'ward')).toBe('second')
    await store.journal.append(withFields(field('ward', 'third')))
    expect(await store.privateFields.read(SITE, CALL, 'ward')).toBe('third')
  })

  it('go on under the same key when another controller takes the site over', async () => {
    const successor = openStore(store.database, { sealing })
    const taken = withFields(
      field('transferTo', '8001'),
      field('note', 'a new call', 'call_01J9XXXXXXXXXXXXXXXXXXXXXX'),
    )
    expect(await successor.journal.append(taken)).toEqual({ type: 'appended' })
    expect(await store.privateFields.read(SITE, CALL, 'transferTo')).toBe('8001')
    expect(await store.privateFields.read(SITE, CALL, 'callerName')).toBe('王小明')
    await successor.close()
  })

  it('refuse to add to a call whose key is wrapped by a master key that we lack', async () => {
    const stranger = openStore(store.database, { sealing: createCallSealing([randomBytes(32)]) })
    const outcome = await stranger.journal.append(withFields(field('note', 'lost?')))
    expect(outcome).toMatchObject({ type: 'unavailable' })
    expect(await stranger.privateFields.read(SITE, CALL, 'callerName')).toBeUndefined()
    await stranger.close()
    pos -= 1
    expect(await store.journal.head(SITE)).toBe(pos)
  })

  it('are nowhere in the tables in the clear', async () => {
    const client = await plainClient(store.database)
    const { rows: found } = await client.query(
      'select sealed from call_private union all select wrapped_key from call_keys',
    )
    await client.end()
    expect(found.length).toBeGreaterThan(5)
    const all = Buffer.concat(found.map((row: { sealed: Buffer }) => row.sealed))
    for (const text of ['13800000001', '王小明', '4711', 'third']) expect(all.includes(text)).toBe(false)
  })

  it('do not open from another row', async () => {
    const client = await plainClient(store.database)
    await client.query(
      `insert into call_private select site_id, call_id, 'copied', sealed from call_private
        where call_id = $1 and name = 'callerName'`,
      [CALL],
    )
    await client.end()
    expect(await store.privateFields.read(SITE, CALL, 'copied')).toBeUndefined()
  })

  it('can never be read again once the call’s key is deleted, by the process that made it neither', async () => {
    const client = await plainClient(store.database)
    await client.query('delete from call_keys where site_id = $1 and call_id = $2', [SITE, CALL])
    const { rows: left } = await client.query('select from call_private where call_id = $1', [CALL])
    await client.end()
    expect(left.length).toBeGreaterThan(0)
    expect(await store.privateFields.read(SITE, CALL, 'callingNumber')).toBeUndefined()
    expect(await store.privateFields.read(SITE, OTHER, 'callingNumber')).toBe('13900000002')
  })
})
