/** A PostgreSQL of the trial's own: private cluster, loopback only, password from the secrets. */
import { closeSync, mkdirSync, openSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Child, type ChildExit, startChild } from './child.ts'
import { TrialFault } from './fault.ts'
import { demandPort, freePort } from './ports.ts'
import {
  type Cluster,
  FAST_SHUTDOWN_MS,
  INHERITED_FOLDER,
  openCluster,
  serverEnv,
} from './postgres-cluster.ts'
import { openSecrets } from './secrets.ts'

export interface PostgresOptions {
  readonly dataDir: string
  /** 0 or none: the one of the last start if it is still free, else any. */
  readonly port?: number
  /** False for tests: initdb doesn't wait for the disk. Commits wait for it always. */
  readonly durableSetup?: boolean
}

export interface TrialPostgres {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly password: string
  readonly pid: number
  readonly exited: Promise<ChildExit>
  /** PostgreSQL's fast shutdown: transactions are rolled back, the disk is in order. */
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const USER = 'cti'
const DATABASE = 'cti'

/**
 * Starts PostgreSQL on `<dataDir>/postgres`, making cluster and database on the first start. Resolves when it
 * answers queries. Throws `TrialFault`: package missing, port taken, cluster of another version, wrong password.
 */
export async function startPostgres(options: PostgresOptions): Promise<TrialPostgres> {
  mkdirSync(join(options.dataDir, 'postgres'), { recursive: true, mode: 0o700 })
  const base = realpathSync(join(options.dataDir, 'postgres'))
  const password = openSecrets(options.dataDir).value('postgres-password')
  const cluster = await openCluster(join(base, 'cluster'), password, options.durableSetup ?? true)
  const port = options.port ? await demandPort(options.port, 'PostgreSQL') : await freePort(remembered(base))
  const server = await startServer(cluster, port)
  writeFileSync(join(base, 'port'), `${port}\n`)
  const postgres = { host: HOST, port, user: USER, database: DATABASE, password, pid: server.pid }
  try {
    await makeDatabase(postgres)
  } catch (error) {
    await server.stop()
    throw error
  }
  const stop = async () => {
    await server.stop()
  }
  return { ...postgres, exited: server.exited, stop }
}

async function startServer(cluster: Cluster, port: number): Promise<Child> {
  const folderFd = openSync(cluster.folder, 'r')
  try {
    return await startChild({
      name: 'PostgreSQL',
      command: join(cluster.programs, 'postgres'),
      args: ['-D', INHERITED_FOLDER, ...settings(port).flatMap((setting) => ['-c', setting])],
      env: serverEnv(),
      uid: cluster.user?.uid,
      gid: cluster.user?.gid,
      inherit: [folderFd],
      ready: (line) => line.includes('database system is ready to accept connections'),
      // After a crash it replays its log first.
      readyTimeoutMs: 60_000,
      // SIGINT is the fast shutdown; SIGTERM would wait until the last client has gone.
      stopSignal: 'SIGINT',
      stopTimeoutMs: FAST_SHUTDOWN_MS,
    })
  } finally {
    closeSync(folderFd)
  }
}

function settings(port: number): string[] {
  return [
    `listen_addresses=${HOST}`,
    `port=${port}`,
    'unix_socket_directories=',
    'synchronous_commit=on',
    'max_connections=60',
    'shared_buffers=64MB',
    'min_wal_size=64MB',
    'max_wal_size=512MB',
    'jit=off',
    'logging_collector=off',
    'log_destination=stderr',
    // A failing statement is logged by its error alone, since its values may be personal.
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
  ]
}

async function makeDatabase(server: { host: string; port: number; password: string }): Promise<void> {
  const client = new pg.Client({
    host: server.host,
    port: server.port,
    password: server.password,
    user: USER,
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000,
  })
  // A server that dies meanwhile is told of by the query that fails.
  client.on('error', () => {})
  try {
    await client.connect()
    const found = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`)
  } catch (error) {
    const code = (error as { code?: unknown }).code
    const why = code === '28P01' ? "the password in secrets/ isn't this cluster's" : (error as Error).message
    throw new TrialFault(`PostgreSQL doesn't let us in: ${why}`)
  } finally {
    await client.end().catch(() => {})
  }
}

function remembered(base: string): number | undefined {
  try {
    const port = Number.parseInt(readFileSync(join(base, 'port'), 'utf8'), 10)
    return port > 0 && port < 65_536 ? port : undefined
  } catch {
    return undefined
  }
}
