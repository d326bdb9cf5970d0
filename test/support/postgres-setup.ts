/**
 * vitest's global set-up: one PostgreSQL for the whole run, started when the first test file asks for a database.
 * It lives here, in vitest's own process, because test files come and go; they ask over a local socket.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startPostgres, type TrialPostgres } from '../../src/trial/postgres.ts'
import { lendTrialCluster } from './trial-cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a test file asks for a database. */
    databaseDesk: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'cti-test-'))
  let starting: Promise<TrialPostgres> | undefined
  let made = 0
  const desk = createServer((socket) => {
    socket.on('error', () => {})
    starting ??= lendTrialCluster(folder).then(() => startPostgres({ dataDir: folder }))
    starting
      .then(async (server) => {
        made += 1
        socket.end(JSON.stringify(await makeDatabase(server, `test_${made}`)))
      })
      .catch((error: Error) => socket.end(JSON.stringify({ failed: error.message })))
  })
  const path = join(folder, 'desk')
  desk.listen(path)
  await once(desk, 'listening')
  project.provide('databaseDesk', path)
  return async () => {
    desk.close()
    await starting?.then((server) => server.stop()).catch(() => {})
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeDatabase(server: TrialPostgres, database: string): Promise<object> {
  const { host, port, user, password } = server
  const client = new pg.Client({ host, port, user, password, database: 'postgres' })
  await client.connect()
  await client.query(`create database ${database}`)
  await client.end()
  return { host, port, user, password, database }
}
