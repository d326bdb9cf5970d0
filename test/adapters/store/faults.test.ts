/** The store while PostgreSQL is killed, stopped in its tracks, restarted: on a server of its own. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/adapters/store/create-store.ts'
import type { AppendOutcome } from '../../../src/runtime/ports.ts'
import { type OwnPostgres, ownPostgres, plainClient } from '../../support/postgres.ts'
import { batch, callView, openStore, rows, SITE } from './support.ts'

describe('a store whose database fails', () => {
  let own: OwnPostgres
  let store: Store
  let pos = 0
  beforeAll(async () => {
    own = await ownPostgres()
    store = openStore(own.server, { appendTimeoutMs: 400, readTimeoutMs: 400 })
    await store.migrate()
  })
  afterAll(async () => {
    await store.close()
    await own.remove()
  })
  afterEach(async () => {
    pos = await eventually(() => store.journal.head(SITE))
  })

  const next = () => batch(rows(pos + 1, 1))

  it('answers unavailable while the server is dead, and goes on once it is back', async () => {
    expect(await store.journal.append(next())).toEqual({ type: 'appended' })
    process.kill(own.server.pid, 'SIGKILL')
    await own.server.exited
    expect(await store.journal.append(batch(rows(2, 1)))).toMatchObject({ type: 'unavailable' })
    await expect(store.journal.read(SITE, 0, 1)).rejects.toMatchObject({ type: 'unavailable' })
    expect(await store.ready()).toMatchObject({ type: 'notReady' })
    await own.restart()
    expect(await eventually(() => store.journal.read(SITE, 0, 10))).toHaveLength(1)
    expect(await untilAppended(() => store.journal.append(batch(rows(2, 1))))).toEqual({ type: 'appended' })
  })

  it('gives up on a hung server at the deadline, and what that server then does can’t surprise it', async () => {
    const hung = next()
    process.kill(own.server.pid, 'SIGSTOP')
    for (const pid of await backendsOf(own)) process.kill(pid, 'SIGSTOP')
    expect(await store.journal.append(hung)).toMatchObject({ type: 'unavailable' })
    await expect(store.views.get(SITE, 'call', 'call_1')).rejects.toMatchObject({ type: 'unavailable' })
    for (const pid of await backendsOf(own)) process.kill(pid, 'SIGCONT')
    process.kill(own.server.pid, 'SIGCONT')
    const head = await eventually(() => store.journal.head(SITE))
    expect([pos, pos + 1]).toContain(head)
    expect(await store.journal.append(batch(rows(head + 1, 1)))).toEqual({ type: 'appended' })
  })

  it('leaves all or nothing when the server is killed in the middle of an append', async () => {
    // A lock on the views holds the append after its journal rows were written, before its commit.
    const blocker = await plainClient(own.server)
    await blocker.query('begin; lock table views in access exclusive mode')
    const appending = store.journal.append(batch(rows(pos + 1, 3), { views: [callView(pos + 3)] }))
    await lockWaits(own, true)
    process.kill(own.server.pid, 'SIGKILL')
    expect(await appending).toMatchObject({ type: 'unavailable' })
    await own.server.exited
    await own.restart()
    expect(await eventually(() => store.journal.head(SITE))).toBe(pos)
    expect(await untilAppended(() => store.journal.append(next()))).toEqual({ type: 'appended' })
  })

  it('has what it was told is stored, after a kill at any moment', async () => {
    const acknowledged: number[] = []
    let at = pos
    let outcome: AppendOutcome = { type: 'appended' }
    while (outcome.type === 'appended') {
      if (acknowledged.length === 40) process.kill(own.server.pid, 'SIGKILL')
      outcome = await store.journal.append(batch(rows(at + 1, 5)))
      if (outcome.type === 'appended') acknowledged.push(at + 5)
      at += 5
    }
    expect(outcome.type).toBe('unavailable')
    await own.server.exited
    await own.restart()
    const head = await eventually(() => store.journal.head(SITE))
    // The one of unknown outcome may be there too, whole.
    expect([acknowledged.at(-1), (acknowledged.at(-1) ?? 0) + 5]).toContain(head)
  })

  it('gives up an append that waits too long for a lock, which then isn’t there', async () => {
    const blocker = await plainClient(own.server)
    await blocker.query('begin; lock table journal in access exclusive mode')
    expect(await store.journal.append(next())).toMatchObject({ type: 'unavailable' })
    // Given up, and then cancelled: a lock that goes before the server has heard of that would let it in.
    await lockWaits(own, false)
    await blocker.query('rollback')
    await blocker.end()
    expect(await eventually(() => store.journal.head(SITE))).toBe(pos)
  })

  it('ends an append whose answer was lost before it reads the head', async () => {
    const proxy = await cuttableProxy(own.server.port)
    const behind = openStore({ ...own.server, port: proxy.port }, { appendTimeoutMs: 2_000 })
    await behind.journal.head(SITE)
    const blocker = await plainClient(own.server)
    await blocker.query('begin; lock table views in access exclusive mode')
    const appending = behind.journal.append(batch(rows(pos + 1, 1), { views: [callView(pos + 1)] }))
    await lockWaits(own, true)
    proxy.cut()
    expect(await appending).toMatchObject({ type: 'unavailable' })
    const head = await eventually(() => behind.journal.head(SITE))
    // The lock goes: had the old append been left alone, it would commit now, behind the head that was read.
    await blocker.query('rollback')
    await blocker.end()
    expect(await behind.journal.append(batch(rows(head + 1, 1, { type: 'afterwards' })))).toEqual({
      type: 'appended',
    })
    expect((await store.journal.read(SITE, head, 10)).map(({ type }) => type)).toEqual(['afterwards'])
    await behind.close()
    proxy.close()
  })

  it('leaves nothing open when it closes while the server hangs', async () => {
    const closing = openStore(own.server, { appendTimeoutMs: 300, readTimeoutMs: 300 })
    await closing.journal.head(SITE)
    await closing.journal.read(SITE, 0, 1)
    process.kill(own.server.pid, 'SIGSTOP')
    const backends = await backendsOf(own)
    for (const pid of backends) process.kill(pid, 'SIGSTOP')
    await closing.close()
    for (const pid of backends) process.kill(pid, 'SIGCONT')
    process.kill(own.server.pid, 'SIGCONT')
    expect(await closing.journal.append(next())).toEqual({ type: 'unavailable', reason: 'closed' })
  })
})

/** The first answer; back-off and a server in recovery refuse for a while. */
async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if ((error as { type?: unknown }).type !== 'unavailable') throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

async function untilAppended(append: () => Promise<AppendOutcome>): Promise<AppendOutcome> {
  return eventually(async () => {
    const outcome = await append()
    if (outcome.type === 'unavailable') throw outcome
    return outcome
  })
}

/** Until an append waits for a lock, or none does. */
async function lockWaits(own: OwnPostgres, waits: boolean): Promise<void> {
  const watcher = await plainClient(own.server)
  const waiting =
    "select from pg_stat_activity where wait_event_type = 'Lock' and application_name like 'cti-append-%'"
  while (((await watcher.query(waiting)).rowCount ?? 0) > 0 !== waits);
  await watcher.end()
}

async function backendsOf(own: OwnPostgres): Promise<number[]> {
  const text = await readFile(`/proc/${own.server.pid}/task/${own.server.pid}/children`, 'utf8')
  return text.trim().split(' ').map(Number)
}

/** Passes bytes on until it is cut: then the client is told, and the server isn't. */
async function cuttableProxy(port: number): Promise<{ port: number; cut(): void; close(): void }> {
  const clients = new Set<Socket>()
  const servers = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect(port, '127.0.0.1')
    clients.add(client)
    servers.add(upstream)
    client.on('error', () => {})
    upstream.on('error', () => {})
    client.on('data', (bytes) => upstream.write(bytes))
    upstream.on('data', (bytes) => client.write(bytes))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut: () => {
      for (const client of clients) client.destroy()
      clients.clear()
    },
    close: () => {
      for (const socket of [...clients, ...servers]) socket.destroy()
      server.close()
    },
  }
}
