/** PostgreSQL for tests: a database on the run's common server, or a server of one's own to do harm to. */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { inject } from 'vitest'
import { startPostgres, type TrialPostgres } from '../../src/trial/postgres.ts'
import { lendTrialCluster } from './trial-cluster.ts'

export interface TestDatabase {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** A new, empty database on the server that all test files share. */
export async function freshDatabase(): Promise<TestDatabase> {
  const answer = JSON.parse(await text(connect(inject('databaseDesk')))) as TestDatabase & { failed?: string }
  if (answer.failed !== undefined) throw new Error(answer.failed)
  return answer
}

export interface OwnPostgres {
  readonly dataDir: string
  server: TrialPostgres
  /** Starts it again on the same files and port. */
  restart(): Promise<void>
  remove(): Promise<void>
}

/** A server for this test alone, which may kill it. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cti-test-own-'))
  await lendTrialCluster(dataDir)
  const own: OwnPostgres = {
    dataDir,
    server: await startPostgres({ dataDir }),
    async restart() {
      own.server = await startPostgres({ dataDir, port: own.server.port })
    },
    async remove() {
      await own.server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return own
}

/** A connection past the adapter, to look at the tables or to hold a lock. */
export async function plainClient(database: TestDatabase): Promise<pg.Client> {
  const { host, port, user, password } = database
  const client = new pg.Client({ host, port, user, password, database: database.database })
  client.on('error', () => {})
  await client.connect()
  return client
}
