/** The system that a drill breaks, with something between its parts that can be made to fail. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, type TrialPostgres } from '../../../src/trial/postgres.ts'
import { startRedis, type TrialRedis } from '../../../src/trial/redis.ts'
import { freePort } from '../../../test/support/free-ports.ts'
import { type System, startSystem } from '../../../test/support/system.ts'
import { startTcpProxy, type TcpProxy } from '../../../test/support/tcp-proxy.ts'
import { EXTENSIONS, writeSite } from './site.ts'

export interface Rig {
  readonly system: System
  /** Between the service and each of what it speaks to. */
  readonly links: { readonly switch: TcpProxy; readonly database: TcpProxy; readonly redis: TcpProxy }
  readonly postgres: TrialPostgres
  readonly redis: TrialRedis
  /** The stores as they stand after a death: started again on their data and ports. */
  restartPostgres(): Promise<void>
  restartRedis(): Promise<void>
  /** Whether the site is served, in one look. */
  isServed(): Promise<boolean>
  /** Files in clear, and facts that only this machine holds. */
  left(): readonly string[]
  objects(): Readonly<Record<string, number>>
  close(): Promise<void>
}

const LOOK_MS = 3_000

/** Starts it all; throws what fails, with nothing left running. */
export async function startRig(kind: System['switchKind']): Promise<Rig> {
  const releasers: (() => Promise<unknown> | undefined)[] = []
  const close = async () => {
    for (const release of releasers.splice(0).reverse()) await release()
  }
  try {
    const folder = await mkdtemp(join(tmpdir(), 'cti-drill-'))
    releasers.push(() => rm(folder, { recursive: true, force: true }))
    const ports = { postgres: await freePort(), redis: await freePort() }
    const database = await startTcpProxy(ports.postgres)
    releasers.push(() => database.close())
    const doorbell = await startTcpProxy(ports.redis)
    releasers.push(() => doorbell.close())
    let postgres: TrialPostgres | undefined
    let redis: TrialRedis | undefined
    releasers.push(() => postgres?.stop())
    releasers.push(() => redis?.stop())
    const system = await startSystem({
      embeddedOnly: kind === 'softswitch',
      throughProxy: true,
      outside: true,
      storePorts: ports,
      extensions: EXTENSIONS,
      freeswitchSettings: { recover_at_start: 'true' },
      env: {
        ...(await writeSite(folder)),
        CTI_DATABASE_PORT: String(database.port),
        CTI_REDIS_PORT: String(doorbell.port),
      },
    })
    releasers.push(() => system.stop())
    const { dataDir, spoolDir } = system.trial
    return {
      system,
      links: { switch: system.proxy, database, redis: doorbell },
      get postgres() {
        return postgres ?? system.trial.postgres
      },
      get redis() {
        return redis ?? system.trial.redis
      },
      async restartPostgres() {
        postgres = await startPostgres({ dataDir, port: ports.postgres })
      },
      async restartRedis() {
        redis = await startRedis({ dataDir, port: ports.redis })
      },
      async isServed() {
        try {
          const url = `${system.trial.apiUrl}/readyz`
          return (await fetch(url, { signal: AbortSignal.timeout(LOOK_MS) })).ok
        } catch {
          return false
        }
      },
      left: () => [
        ...readdirSync(spoolDir).filter((name) => name.endsWith('.raw')),
        ...filesIn(join(dataDir, 'journal')).filter((path) => statSync(path).size > 0),
      ],
      objects() {
        const base = join(dataDir, 'recordings')
        return Object.fromEntries(
          filesIn(base).map((path) => [path.slice(base.length + 1), statSync(path).size]),
        )
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** A process and those that it has started: PostgreSQL's server and its backends. */
export function familyOf(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return [pid, ...(text === '' ? [] : text.split(' ').flatMap((child) => familyOf(Number(child))))]
  } catch {
    // Gone meanwhile.
    return []
  }
}
