import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { TrialFault } from '../../src/trial/fault.ts'
import { startPostgres, type TrialPostgres } from '../../src/trial/postgres.ts'
import { isAlive, markOf } from '../../src/trial/process-table.ts'
import { findPostgres } from '../../src/trial/programs.ts'
import { openSecrets } from '../../src/trial/secrets.ts'

describe('the trial’s PostgreSQL', () => {
  let folder: string
  let dataDir: string
  const running: TrialPostgres[] = []
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cti-pg-'))
    // Nobody but us may pass through here: the server's own user can't either.
    chmodSync(folder, 0o700)
    dataDir = join(folder, 'a home', 'data')
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  async function start(port?: number): Promise<TrialPostgres> {
    const server = await startPostgres({
      dataDir,
      durableSetup: false,
      ...(port === undefined ? {} : { port }),
    })
    running.push(server)
    return server
  }

  async function query(server: TrialPostgres, sql: string): Promise<unknown[]> {
    const { host, port, user, password, database } = server
    const client = new pg.Client({ host, port, user, password, database })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }

  it('starts on an empty folder, durable and for loopback only', async () => {
    const server = await start()
    const settings = await query(
      server,
      `select name, setting from pg_settings
        where name in ('listen_addresses', 'synchronous_commit', 'fsync', 'unix_socket_directories') order by name`,
    )
    expect(settings).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'unix_socket_directories', setting: '' },
    ])
    await query(server, 'create table kept (what text)')
    await query(server, "insert into kept values ('from the first start')")
  })

  it('finds the first start’s data at the second, on the same port', async () => {
    const first = await start()
    const port = first.port
    await first.stop()
    expect(markOf(first.pid)).toBeUndefined()
    const second = await start()
    expect(second.port).toBe(port)
    expect(await query(second, 'select what from kept')).toEqual([{ what: 'from the first start' }])
  })

  it('lets nobody in without the password', async () => {
    const server = await start()
    await expect(query({ ...server, password: 'guessed' }, 'select 1')).rejects.toMatchObject({
      code: '28P01',
    })
    expect(server.password).toBe(openSecrets(dataDir).value('postgres-password'))
    expect(statSync(join(dataDir, 'postgres/cluster')).mode & 0o077).toBe(0)
  })

  it('never runs as root', async () => {
    const server = await start()
    if (process.getuid?.() === 0) expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0)
    expect(realpathSync(`/proc/${server.pid}/cwd`)).toBe(realpathSync(join(dataDir, 'postgres/cluster')))
  })

  it('takes another port when its own has gone to someone else, but not one that was asked for', async () => {
    const first = await start()
    await first.stop()
    const squatter = createServer().listen(first.port, '127.0.0.1')
    await once(squatter, 'listening')
    await expect(start(first.port)).rejects.toThrow(`port ${first.port}, wanted for PostgreSQL, is taken`)
    const elsewhere = await start()
    expect(elsewhere.port).not.toBe(first.port)
    expect(await query(elsewhere, 'select 1 as one')).toEqual([{ one: 1 }])
    squatter.close()
  })

  it('comes up after a kill, with what was committed', async () => {
    const first = await start()
    await query(first, "insert into kept values ('before the kill')")
    process.kill(first.pid, 'SIGKILL')
    await first.exited
    const second = await start()
    expect(await query(second, 'select count(*)::int as n from kept')).toEqual([{ n: 2 }])
  })

  it('replaces one that an earlier trial left running', async () => {
    const first = await start()
    const left = markOf(first.pid)
    const second = await start()
    expect(left !== undefined && isAlive(left)).toBe(false)
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('isn’t kept away by the pid file of a dead one, whoever has that pid now', async () => {
    const first = await start()
    await first.stop()
    writeFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), `${process.pid}\n/proc/self/fd/3\n`)
    await start()
    expect(markOf(process.pid)).toBeDefined()
  })

  it('says so when the secrets don’t fit the cluster', async () => {
    const path = openSecrets(dataDir).file('postgres-password')
    const right = openSecrets(dataDir).value('postgres-password')
    writeFileSync(path, 'another\n')
    await expect(start()).rejects.toThrow("the password in secrets/ isn't this cluster's")
    writeFileSync(path, `${right}\n`)
  })

  it('names the Debian package when the programs are missing, of the cluster’s version if there is one', () => {
    expect(() => findPostgres(undefined, folder)).toThrow(TrialFault)
    expect(() => findPostgres(undefined, folder)).toThrow('apt-get install postgresql-15')
    expect(() => findPostgres('9.6', folder)).toThrow(
      'PostgreSQL 9.6 is not installed: apt-get install postgresql-9.6',
    )
  })
})
