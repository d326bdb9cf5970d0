/** Two controllers of one site, each with links of its own to the stores and to the switch, which a test may cut. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { TrialService } from '../../src/trial/service.ts'
import type { EventSocketAccess } from '../../src/trial/trial.ts'
import { eventually } from './eventually.ts'
import { freePort } from './free-ports.ts'
import type { System, SystemOptions } from './system.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

export type ControllerName = 'one' | 'two'
const NAMES: readonly ControllerName[] = ['one', 'two']

/** A command that one of them has sent to the switch: its first line. */
export interface Said {
  readonly by: ControllerName
  readonly line: string
}

export interface Controllers {
  readonly system: System
  /** What both have sent to the switch, in the order in which it came. */
  readonly said: readonly Said[]
  process(name: ControllerName): TrialService
  /** Who has taken the site last, and the other. */
  roles(): Promise<{ readonly owner: ControllerName; readonly other: ControllerName }>
  /** What its /readyz says; throws while it doesn't answer. */
  checks(name: ControllerName): Promise<Readonly<Record<'owner' | 'redis' | 'database', boolean>>>
  /** Until it says so of itself. */
  owns(name: ControllerName): Promise<void>
  /** Until it answers, reaches both stores, and the site is another's. */
  waits(name: ControllerName): Promise<void>
  /** From it to both stores. */
  readonly stores: Readonly<Record<ControllerName, { cut(): void; mend(): void }>>
  /** Redis forgets everything. */
  flush(): Promise<void>
  /** Ends it without a word; only `revive` starts it again. */
  kill(name: ControllerName): Promise<void>
  /** Starts it again; `asNew`: as a controller that has never been here. */
  revive(name: ControllerName, asNew?: 'asNew'): Promise<void>
  stop(): Promise<void>
}

const LOOK_MS = 5_000

/** A process with the API alone stands before them, so that somebody answers whoever of the two is gone. */
export async function startControllers(
  start: (options?: SystemOptions) => Promise<System>,
  env: Readonly<Record<string, string>>,
): Promise<Controllers> {
  const said: Said[] = []
  const proxies: TcpProxy[] = []
  const storePorts = { postgres: await freePort(), redis: await freePort() }
  const opened = async (...of: Parameters<typeof startTcpProxy>) => {
    const proxy = await startTcpProxy(...of)
    proxies.push(proxy)
    return proxy
  }
  const linksOf = async () => [await opened(storePorts.postgres), await opened(storePorts.redis)] as const
  const links = { one: await linksOf(), two: await linksOf() }

  async function controller(name: ControllerName, [access]: readonly EventSocketAccess[]) {
    if (!access) throw new Error('the switch is to run outside')
    const eventSocket = await opened(access.eventSocketPort, () => listener(name, said))
    const node = {
      nodeId: 'node_a',
      host: '127.0.0.1',
      port: eventSocket.port,
      passwordFile: access.passwordFile,
      pokeAlways: true,
    }
    const [postgres, redis] = links[name]
    return {
      name,
      roles: ['controller'] as const,
      env: {
        CTI_DATABASE_PORT: String(postgres.port),
        CTI_REDIS_PORT: String(redis.port),
        CTI_SWITCHES: JSON.stringify([node]),
      },
    }
  }

  const stopAll = async (system?: System) => {
    await system?.stop()
    for (const proxy of proxies.splice(0)) await proxy.close()
  }
  const system = await start({
    switchOutside: true,
    storePorts,
    env,
    processes: async (switches) => [
      { name: 'api', roles: ['api', 'worker'] },
      await controller('one', switches),
      await controller('two', switches),
    ],
  }).catch(async (error: unknown) => {
    await stopAll()
    throw error
  })

  const processOf = (name: ControllerName) => {
    const found = system.trial.processes.get(name)
    if (!found) throw new Error(`there is no process ${name}`)
    return found
  }
  const checks: Controllers['checks'] = async (name) => {
    const { httpAddress, httpPort } = processOf(name)
    const signal = AbortSignal.timeout(LOOK_MS)
    const answer = await fetch(`http://${httpAddress}:${httpPort}/readyz`, { signal })
    const { checks: found } = (await answer.json()) as { checks: Record<string, { ok: boolean } | undefined> }
    const isOk = (part: string) => found[part]?.ok === true
    return { owner: isOk('owner'), redis: isOk('redis'), database: isOk('database') }
  }
  return {
    system,
    said,
    process: processOf,
    checks,
    async roles() {
      const [row] = await system.sql(
        "select data->>'controllerId' as by from journal where type = 'siteTaken' order by pos desc limit 1",
      )
      const [owner, other] = row?.['by'] === 'two' ? [...NAMES].reverse() : NAMES
      if (!owner || !other || row?.['by'] !== owner) throw new Error(`taken by ${row?.['by']}`)
      return { owner, other }
    },
    owns: (name) =>
      eventually(async () =>
        (await checks(name)).owner ? { found: undefined } : { waiting: `${name} to own the site` },
      ),
    waits: (name) =>
      eventually(async () => {
        const { owner, redis, database } = await checks(name)
        const isSo = !owner && redis && database
        return isSo ? { found: undefined } : { waiting: JSON.stringify({ owner, redis, database }) }
      }),
    stores: { one: both(links.one), two: both(links.two) },
    async flush() {
      const { host, port, password } = system.trial.redis
      const client = new Redis({ host, port, password })
      await client.flushall()
      client.disconnect()
    },
    async kill(name) {
      const child = processOf(name)
      child.keepAlive(false)
      process.kill(child.pid, 'SIGKILL')
      await eventually(async () =>
        child.pid === 0 ? { found: undefined } : { waiting: `${name} to be gone` },
      )
    },
    async revive(name, asNew) {
      if (asNew) rmSync(join(system.trial.dataDir, 'processes', name, 'controller.nonce'))
      await processOf(name).revive()
      processOf(name).keepAlive(true)
    },
    stop: () => stopAll(system),
  }
}

/** The event socket ends each command at an empty line; one alone is no command, and only wakes it (poke.ts). */
function listener(by: ControllerName, said: Said[]): (chunk: Buffer) => void {
  let begun = ''
  return (chunk) => {
    const commands = `${begun}${chunk.toString('utf8')}`.split('\n\n')
    begun = commands.pop() ?? ''
    for (const command of commands) {
      const [line] = command.trimStart().split('\n', 1)
      if (line) said.push({ by, line })
    }
  }
}

function both(links: readonly TcpProxy[]): { cut(): void; mend(): void } {
  return {
    cut() {
      for (const link of links) link.cut({ stayCut: true })
    },
    mend() {
      for (const link of links) link.mend()
    },
  }
}
