/** The files of a trial's own PostgreSQL: made once, owned by a user that isn't root. */
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runToEnd } from './child.ts'
import { TrialFault } from './fault.ts'
import { processesIn, stopProcess } from './process-table.ts'
import { findPostgres } from './programs.ts'
import { lesserUser, type SystemUser } from './users.ts'

export interface Cluster {
  readonly folder: string
  /** Folder of the server programs that fit this cluster. */
  readonly programs: string
  /** Who runs the server; undefined for ourselves. */
  readonly user: SystemUser | undefined
}

/**
 * What the server is told its data directory is: descriptor 3, which it inherits open. PostgreSQL refuses to run
 * as root, and the user it runs as may not be let through the folders above (a mode-700 home, say); a path
 * through /proc/self/fd needs no right to any of them.
 */
export const INHERITED_FOLDER = '/proc/self/fd/3'

const INITDB_TIMEOUT_MS = 60_000
export const FAST_SHUTDOWN_MS = 10_000

/** The cluster in `folder`, made by initdb with superuser `cti` if there is none yet. Throws `TrialFault`. */
export async function openCluster(folder: string, password: string, durable: boolean): Promise<Cluster> {
  const version = existsSync(folder) ? readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim() : undefined
  const programs = findPostgres(version)
  const user = serverUser()
  const cluster = { folder, programs, user }
  if (version === undefined) await makeCluster(cluster, password, durable)
  await clearLeftovers(cluster)
  return cluster
}

function serverUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const user = lesserUser('postgres')
  if (user !== undefined) return user
  throw new TrialFault(
    "PostgreSQL doesn't run as root, and there is no user postgres: apt-get install postgresql-common",
  )
}

/** In a folder beside, renamed when complete: an initdb that was cut short leaves nothing that looks like a cluster. */
async function makeCluster(cluster: Cluster, password: string, durable: boolean): Promise<void> {
  const draft = `${cluster.folder}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  // initdb opens this file under the server's user, who can reach the folder for temporary files at least.
  const passwordFile = join(tmpdir(), `cti-initdb-${process.pid}-${Date.now().toString(36)}`)
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
  const folderFd = openSync(draft, 'r')
  try {
    chmodSync(draft, 0o700)
    if (cluster.user) {
      chownSync(draft, cluster.user.uid, cluster.user.gid)
      chownSync(passwordFile, cluster.user.uid, cluster.user.gid)
    }
    await runToEnd({
      name: 'initdb',
      command: join(cluster.programs, 'initdb'),
      // C: text is ordered by bytes, as ULIDs and our cursors want it, whatever the machine's language.
      args: [
        ...['--pgdata', INHERITED_FOLDER, '--username', 'cti', '--pwfile', passwordFile],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-instructions'],
        ...(durable ? [] : ['--no-sync']),
      ],
      env: serverEnv(),
      uid: cluster.user?.uid,
      gid: cluster.user?.gid,
      inherit: [folderFd],
      readyTimeoutMs: INITDB_TIMEOUT_MS,
      stopSignal: 'SIGTERM',
      stopTimeoutMs: 2_000,
    })
  } finally {
    closeSync(folderFd)
    rmSync(passwordFile, { force: true })
  }
  renameSync(draft, cluster.folder)
}

/** Messages in English, since readiness is read from them; nothing else of our environment, PG* least of all. */
export function serverEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * A trial that was killed may have left its server running, or parts of it: they work in the cluster's folder, so
 * they can't be mistaken for another's. Once none is left the pid file may go, and must: PostgreSQL would take
 * whoever has that pid now for its predecessor. (Removed before, two servers could write the same files.)
 */
async function clearLeftovers(cluster: Cluster): Promise<void> {
  const pidFile = join(cluster.folder, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
  const main = processesIn(cluster.folder).find((mark) => mark.pid === pid)
  if (main !== undefined) await stopProcess(main, 'SIGINT', FAST_SHUTDOWN_MS)
  // What is left has lost its parent, and ends by itself as soon as it notices.
  await Promise.all(processesIn(cluster.folder).map((mark) => stopProcess(mark, 'SIGQUIT', FAST_SHUTDOWN_MS)))
  if (processesIn(cluster.folder).length > 0)
    throw new TrialFault("an earlier trial's PostgreSQL can't be stopped")
  rmSync(pidFile, { force: true })
}
