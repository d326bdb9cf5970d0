/** Appends whose outcome isn't known: the standby is gone, the backend stands still. On a server of its own. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/adapters/store/create-store.ts'
import { deferred } from '../../../src/lib/deferred.ts'
import { type Written, writeBatch } from '../../../src/runtime/journal-writer.ts'
import { unobserved } from '../../../src/runtime/observer.ts'
import { type AppendBatch, PortUnavailable } from '../../../src/runtime/ports.ts'
import { eventually } from '../../support/eventually.ts'
import { type OwnPostgres, ownPostgres, plainClient } from '../../support/postgres.ts'
import { appendingBackend, setStandbys } from './fates.ts'
import { batch, callView, openStore, rows, SITE } from './support.ts'

const monotonic = { monotonic: () => performance.now() }

describe('an append whose outcome is not known', () => {
  let own: OwnPostgres
  let store: Store
  let pos = 0
  beforeAll(async () => {
    own = await ownPostgres()
    store = openStore(own.server, { appendTimeoutMs: 1_500 })
    await store.migrate()
    pos = await store.journal.head(SITE)
  })
  afterEach(async () => {
    await setStandbys(own, '')
    pos = await head()
  })
  afterAll(async () => {
    await store.close()
    await own.remove()
  })

  const next = () => batch(rows(pos + 1, 1))
  /** As soon as the store has a connection that may look. */
  const head = () =>
    eventually(async () => {
      try {
        return { found: await store.journal.head(SITE) }
      } catch (error) {
        if (!(error instanceof PortUnavailable)) throw error
        return { waiting: error.message }
      }
    })

  it('is confirmed at once where no standby is asked for', async () => {
    await store.journal.append(next())
    await expect(store.journal.confirm(SITE)).resolves.toBeUndefined()
  })

  it('is there when its standby is gone, and is confirmed only when a standby has it, or none is asked for', async () => {
    await setStandbys(own, 'gone')
    expect(await store.journal.append(next())).toMatchObject({ type: 'unavailable' })
    // Its backend was ended, and PostgreSQL has kept what it had committed.
    expect(await head()).toBe(pos + 1)
    await expect(store.journal.confirm(SITE)).rejects.toMatchObject({ type: 'unavailable' })
    await setStandbys(own, '')
    await eventually(async () => {
      const confirmed = await store.journal.confirm(SITE).then(
        () => true,
        () => false,
      )
      return confirmed ? { found: true } : { waiting: 'its confirmation' }
    })
  })

  it('isn’t taken for a success when somebody cancels its wait, though the server then says that it is one', async () => {
    await setStandbys(own, 'gone')
    const appending = store.journal.append(next())
    const { pid, client } = await appendingBackend(own, 'SyncRep')
    await client.query('select pg_cancel_backend($1)', [pid])
    await client.end()
    expect(await appending).toMatchObject({ type: 'unavailable', reason: expect.stringContaining('warning') })
    expect(await head()).toBe(pos + 1)
  })

  it('lets nobody look at the journal before its backend has ended, which may commit it yet', async () => {
    const blocker = await plainClient(own.server)
    await blocker.query('begin; lock table views in access exclusive mode')
    const appending = store.journal.append(batch(rows(pos + 1, 1), { views: [callView(pos + 1)] }))
    const { pid, client } = await appendingBackend(own, 'relation')
    await client.end()
    process.kill(pid, 'SIGSTOP')
    expect(await appending).toMatchObject({ type: 'unavailable' })
    for (let look = 0; look < 3; look += 1)
      await expect(store.journal.head(SITE)).rejects.toMatchObject({ type: 'unavailable' })
    await blocker.query('rollback')
    await blocker.end()
    process.kill(pid, 'SIGCONT')
    expect([pos, pos + 1]).toContain(await head())
  })

  describe('is brought to an end by the writer', () => {
    let told = Promise.resolve()
    const begin = (facts: AppendBatch) => {
      const { promise, resolve } = deferred()
      told = promise
      const writer = { journal: store.journal, clock: monotonic, observer: unobserved, unconfirmed: resolve }
      return writeBatch(facts, writer, () => false)
    }

    it('counts nothing as durable while the standby is gone, and writes nothing twice', async () => {
      await setStandbys(own, 'gone')
      let written: Written | undefined
      const writing = begin(next()).then((outcome) => {
        written = outcome
      })
      await told
      expect(written).toBeUndefined()
      await setStandbys(own, '')
      await writing
      expect(written).toMatchObject({ type: 'durable' })
      expect(await head()).toBe(pos + 1)
    })

    it('doesn’t lose the site to its own append, kept late by a backend that stood still', async () => {
      await setStandbys(own, 'gone')
      const writing = begin(next())
      const { pid, client } = await appendingBackend(own, 'SyncRep')
      process.kill(pid, 'SIGSTOP')
      const attempts = "select from pg_stat_activity where application_name like 'cti-append-%' and pid <> $1"
      // Another connection of the writer's has come, and waits for the first to end.
      await eventually(async () =>
        (await client.query(attempts, [pid])).rowCount === 0 ? { waiting: 'a second' } : { found: true },
      )
      await setStandbys(own, '')
      process.kill(pid, 'SIGCONT')
      expect(await writing).toMatchObject({ type: 'durable' })
      expect(await head()).toBe(pos + 1)
      await client.end()
    })
  })
})
