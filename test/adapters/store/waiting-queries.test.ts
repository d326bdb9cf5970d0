/** A database that stands still must not gather queries by the thousand: what would be too many is refused at once. */

import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createQueries, statement } from '../../../src/adapters/store/queries.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { PortUnavailable } from '../../../src/runtime/ports.ts'
import { freshDatabase } from '../../support/postgres.ts'

it('refuses a query when a thousand wait for a connection already', async () => {
  const address = await freshDatabase()
  const queries = createQueries({ address, timeoutMs: 60_000, maxConnections: 1, log: silentLog })
  const one = () => queries.run<{ n: number }>(statement(sql`select 1 as n`))
  const slow = queries.run(statement(sql`select pg_sleep(2)`))
  const waiting = Array.from({ length: 1_000 }, one)
  await expect(one()).rejects.toBeInstanceOf(PortUnavailable)
  await slow
  expect((await Promise.all(waiting)).length).toBe(1_000)
  expect(await one()).toEqual([{ n: 1 }])
  await queries.close()
})
