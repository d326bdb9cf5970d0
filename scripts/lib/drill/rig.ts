/** The system that a drill breaks, with something between its parts that can be made to fail. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, type TrialPostgres } from '../../../src/trial/postgres.ts'
import { startRedis, type TrialRedis } from '../../../src/trial/redis.ts'
import type { TrialService } from '../../../src/trial/service.ts'
import { freePort } from '../../../test/support/free-ports.ts'
import { type System, type SystemOptions, startSystem } from '../../../test/support/system.ts'
import type { Controllers } from './arguments.ts'
import type { Turn } from './evidence.ts'
import { type Links, openLinks } from './links.ts'
import { clearSoundIn, factsIn, sizesIn } from './rig-files.ts'
import { EXTENSIONS, writeSite } from './site.ts'

export interface Rig {
  readonly system: System
  /** Between the processes of the service and what they speak to. */
  readonly links: Links
  /** By name: one, or two of which one owns the site. */
  readonly controllers: ReadonlyMap<string, TrialService>
  /** All processes of the service. */
  readonly services: readonly TrialService[]
  readonly turns: readonly Turn[]
  readonly postgres: TrialPostgres
  readonly redis: TrialRedis
  /** The stores as they stand after a death: started again on their data and ports. */
  restartPostgres(): Promise<void>
  restartRedis(): Promise<void>
  /** Whether the site is served, and a second controller there again, in one look. */
  isServed(): Promise<boolean>
  /** Files in clear, and facts that only this machine holds. */
  left(): readonly string[]
  objects(): Readonly<Record<string, number>>
  close(): Promise<void>
}

const LOOK_MS = 3_000
const ALONE = 'alone'

/** Starts it all; throws what fails, with nothing left running. */
export async function startRig(kind: System['switchKind'], controllers: Controllers): Promise<Rig> {
  const releasers: (() => Promise<unknown> | undefined)[] = []
  const close = async () => {
    for (const release of releasers.splice(0).reverse()) await release()
  }
  try {
    const folder = await mkdtemp(join(tmpdir(), 'cti-drill-'))
    releasers.push(() => rm(folder, { recursive: true, force: true }))
    const ports = { postgres: await freePort(), redis: await freePort() }
    const links = await openLinks(ports)
    releasers.push(() => links.close())
    let postgres: TrialPostgres | undefined
    let redis: TrialRedis | undefined
    releasers.push(() => postgres?.stop())
    releasers.push(() => redis?.stop())
    const system = await startSystem({
      embeddedOnly: kind === 'softswitch',
      // Callers are to reach the fallback group as soon as they do where it is delivered.
      deliveredPatience: true,
      // Two have links of their own.
      ...(controllers === 1 ? { throughProxy: true } : { switchOutside: true, processes: pair(links) }),
      outside: true,
      storePorts: ports,
      extensions: EXTENSIONS,
      freeswitchSettings: { recover_at_start: 'true' },
      env: { ...(await writeSite(folder)), ...links.stores.front },
    })
    releasers.push(() => system.stop())
    const { trial } = system
    if (controllers === 1) links.toSwitchBy(system.proxy)
    const services = controllers === 1 ? [trial.service] : [...trial.processes.values()]
    return {
      system,
      links,
      controllers:
        controllers === 1
          ? new Map([[ALONE, trial.service]])
          : new Map([...trial.processes].filter(([name]) => name !== FRONT)),
      services,
      turns: links.turns,
      get postgres() {
        return postgres ?? trial.postgres
      },
      get redis() {
        return redis ?? trial.redis
      },
      async restartPostgres() {
        postgres = await startPostgres({ dataDir: trial.dataDir, port: ports.postgres })
      },
      async restartRedis() {
        redis = await startRedis({ dataDir: trial.dataDir, port: ports.redis })
      },
      async isServed() {
        const looks = await Promise.all(services.map(lookAt))
        return looks[0]?.isReady === true && looks.every(({ reachesStores }) => reachesStores)
      },
      left: () => [...clearSoundIn(trial.spoolDir), ...factsIn(trial.dataDir, [...trial.processes.keys()])],
      objects: () => sizesIn(join(trial.dataDir, 'recordings')),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const FRONT = 'front'
const PAIR = ['one', 'two'] as const

/** Two controllers, and before them the process that clients ask, which delivers and records. */
function pair(links: Links): NonNullable<SystemOptions['processes']> {
  return async ([access]) => {
    if (!access) throw new Error('the switch runs outside')
    const controllers = await Promise.all(
      PAIR.map(async (name) => {
        const port = await links.toSwitch(name, access.eventSocketPort)
        const node = { nodeId: 'node_a', host: '127.0.0.1', port, passwordFile: access.passwordFile }
        const env = { CTI_SWITCHES: JSON.stringify([node]), ...(await links.toStores(name)) }
        return { name, roles: ['controller'] as const, env }
      }),
    )
    return [{ name: FRONT, roles: ['api', 'worker', 'recorder'] as const }, ...controllers]
  }
}

/** What a process says of itself. One that waits isn't ready, and yet well. */
async function lookAt({
  httpAddress,
  httpPort,
}: TrialService): Promise<{ isReady: boolean; reachesStores: boolean }> {
  try {
    const url = `http://${httpAddress}:${httpPort}/readyz`
    const answer = await fetch(url, { signal: AbortSignal.timeout(LOOK_MS) })
    const { checks = {} } = (await answer.json()) as { checks?: Record<string, { ok: boolean }> }
    const isOk = (part: string) => checks[part]?.ok === true
    return { isReady: answer.ok, reachesStores: isOk('database') && isOk('redis') }
  } catch {
    return { isReady: false, reachesStores: false }
  }
}
