/**
 * A whole system on one machine and one data directory: PostgreSQL, Redis, the key service, the embedded switch, the
 * service. For `scripts/run`, `scripts/demo` and the system tests.
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { faultLines, loadConfig } from '../config.ts'
import { loadSeed } from '../configuration/seed.ts'
import { makeDataDir } from './data-dir.ts'
import { type EnvironmentOptions, environment, recordingEnvironment } from './environment.ts'
import { type Extension, extensionsOf, FALLBACK_EXTENSION } from './extensions.ts'
import { TrialFault } from './fault.ts'
import { type KeyMaterial, keyMaterial } from './key-material.ts'
import { startKeyService, type TrialKeyService } from './key-service.ts'
import { lockDataDir } from './lock.ts'
import { demandPort, demandSipAddress } from './ports.ts'
import { startPostgres, type TrialPostgres } from './postgres.ts'
import { startProcesses, type TrialProcess } from './processes.ts'
import { promptsReady, slowPrompts } from './prompts.ts'
import { startRedis, type TrialRedis } from './redis.ts'
import { openSecrets } from './secrets.ts'
import { startService, type TrialService } from './service.ts'
import {
  type SoftswitchOptions,
  type SwitchPatience,
  startSoftswitch,
  type TrialSoftswitch,
} from './softswitch.ts'
import { makeSpool } from './spool.ts'

export type { EventSocketAccess } from './environment.ts'

export interface TrialOptions extends EnvironmentOptions {
  readonly dataDir: string
  readonly sipAddress: string
  readonly sipPort: number
  /** Addresses (IPv4, CIDR) whose calls to the embedded switch need no password; none unless told. */
  readonly trunks?: readonly string[]
  /** Where the embedded switch sends calls to numbers outside; without one such calls fail. */
  readonly gateway?: { readonly host: string; readonly port: number }
  /** When the embedded switch gives the service up and lets the fallback group ring; as delivered unless told. */
  readonly patience?: SwitchPatience
  /** Wall text for people: one line each. */
  readonly say: (line: string) => void
  /** Lines of the children's logs. */
  readonly onLog?: (who: string, line: string) => void
  /** Further CTI_* variables for the service; they win over everything else. */
  readonly env?: Readonly<Record<string, string>>
  /** For who puts something between the service and its stores (CTI_DATABASE_PORT, CTI_REDIS_PORT); any free ones otherwise. */
  readonly storePorts?: { readonly postgres: number; readonly redis: number }
  /** Several processes in the place of one; the first is `service`. Their HTTP ports are any free ones. */
  readonly processes?: readonly TrialProcess[]
  /** Tests make the database in memory-speed and don't keep it. */
  readonly durableSetup?: boolean
  /** Gives up the start, between two of its steps. */
  readonly signal?: AbortSignal
}

export interface Trial {
  readonly dataDir: string
  readonly apiUrl: string
  readonly apiToken: string
  readonly extensions: readonly Extension[]
  readonly serviceNumber: string
  readonly promptsDirectory: string
  readonly postgres: TrialPostgres
  readonly redis: TrialRedis
  readonly keyService: TrialKeyService
  readonly keys: KeyMaterial
  /** Where the switch writes recordings, in clear. */
  readonly spoolDir: string
  /** Undefined when another switch is used. */
  readonly softswitch: TrialSoftswitch | undefined
  readonly service: TrialService
  /** By name; empty where one process is the whole service. */
  readonly processes: ReadonlyMap<string, TrialService>
  /** Resolves, with a reason, when a part that isn't restarted has died. */
  readonly broken: Promise<string>
  stop(): Promise<void>
}

export const SERVICE_NUMBER = '8000'

/** What was opened is closed in the opposite order, whatever fails on the way. */
type Releasers = (() => Promise<void> | void)[]

export async function startTrial(options: TrialOptions): Promise<Trial> {
  const releasers: Releasers = []
  try {
    return await start(options, releasers)
  } catch (error) {
    await releaseAll(releasers)
    throw error
  }
}

async function start(options: TrialOptions, releasers: Releasers): Promise<Trial> {
  const { say, onLog = () => undefined } = options
  const dataDir = makeDataDir(options.dataDir)
  releasers.push(lockDataDir(dataDir))
  if (options.httpPort !== 0) await demandPort(options.httpPort, 'the API', '--http-port')
  if (!options.otherSwitches) await demandSipAddress(options.sipAddress, options.sipPort)
  const secrets = openSecrets(dataDir)
  const config = loadConfig({ env: { ...options.settings, CTI_DATA_DIR: dataDir } })
  if (!config.ok) throw new TrialFault(faultLines(config.faults))
  const seed = loadSeed(config.config.seedFile, config.config.routing)
  if (!seed.ok) throw new TrialFault(faultLines(seed.faults))
  const extensions = extensionsOf(seed.value, secrets)
  const promptsDirectory = config.config.prompts.directory

  const [postgres, redis, keys] = await allOf([
    opened(
      releasers,
      startPostgres({
        dataDir,
        durableSetup: options.durableSetup ?? true,
        port: options.storePorts?.postgres ?? 0,
      }),
    ),
    opened(releasers, startRedis({ dataDir, port: options.storePorts?.redis ?? 0 })),
    keyMaterial(dataDir),
    promptsReady(config.config.prompts, say, options.signal),
  ] as const)
  options.signal?.throwIfAborted()
  releasers.push(slowPrompts(config.config.prompts, say))
  say(`PostgreSQL on port ${postgres.port}, Redis on port ${redis.port}`)
  for (const name of ['api-token', 'event-socket-password', 'master-key', 'hash-key'] as const)
    secrets.file(name)
  const spool = makeSpool(dataDir)
  releasers.push(spool.close)
  if (!spool.inMemory) say(`recordings are written in clear to ${spool.directory}: /dev/shm is no tmpfs`)
  const startingKeyService = opened(
    releasers,
    startKeyService({
      directory: keys.keyServiceDir,
      program: program('../keyservice/main.js'),
      onLine: (line) => onLog('key service', line),
      onDeath: (how) => say(`the key service died (${how}); starting it again`),
    }),
  )
  const startingSoftswitch = options.otherSwitches
    ? undefined
    : openedSwitch(releasers, {
        dataDir,
        program: program('../softswitch/main.js'),
        sipAddress: options.sipAddress,
        sipPort: options.sipPort,
        eventSocketPort: 0,
        eventSocketPasswordFile: secrets.file('event-socket-password'),
        extensions,
        trunks: options.trunks ?? [],
        gateway: options.gateway,
        serviceNumbers: [SERVICE_NUMBER],
        fallbackExtensions: [FALLBACK_EXTENSION],
        patience: options.patience,
        promptsDirectory,
        speechDirectories: [config.config.speech.directory, join(spool.directory, 'speech')],
        onLine: (line) => onLog('switch', line),
      })
  const [keyService, softswitch] = await allOf([startingKeyService, startingSoftswitch] as const)
  options.signal?.throwIfAborted()
  const eventSockets = options.otherSwitches ?? [
    {
      eventSocketPort: softswitch?.eventSocketPort ?? 0,
      passwordFile: secrets.file('event-socket-password'),
    },
  ]
  const env = {
    ...environment(options, dataDir, postgres, redis, eventSockets),
    ...recordingEnvironment(spool, keyService),
    ...options.env,
  }
  const processes = await startProcesses(
    {
      processes: options.processes ?? [],
      dataDir,
      program: program('../main.js'),
      env,
      onLine: onLog,
      onDeath: (name, how) => say(`${name} died (${how}); starting it again`),
    },
    (one) => releasers.push(() => one.stop()),
  )
  const service = processes.values().next().value ?? (await startAlone())
  async function startAlone(): Promise<TrialService> {
    const alone = await startService({
      program: program('../main.js'),
      env,
      onLine: (line) => onLog('service', line),
      onDeath: (how) => say(`the service died (${how}); starting it again`),
    })
    releasers.push(() => alone.stop())
    return alone
  }
  const api = options.processes?.find(({ roles }) => roles.includes('api'))
  const apiService = processes.get(api?.name ?? '') ?? service
  return {
    dataDir,
    apiUrl: `http://${apiService.httpAddress}:${apiService.httpPort}`,
    apiToken: secrets.value('api-token'),
    extensions,
    serviceNumber: SERVICE_NUMBER,
    promptsDirectory,
    postgres,
    redis,
    keyService,
    keys,
    spoolDir: spool.directory,
    softswitch,
    service,
    processes,
    broken: firstDeath(postgres, redis, softswitch),
    stop: () => releaseAll(releasers),
  }
}

/** Compiled beside this file, or, when this file runs from its source, in `dist`. */
function program(name: string): string {
  const here = fileURLToPath(new URL(name, import.meta.url))
  return here.replace(/\/src\//, '/dist/')
}

async function opened<T extends { stop(): Promise<void> }>(
  releasers: Releasers,
  opening: Promise<T>,
): Promise<T> {
  const part = await opening
  releasers.push(() => part.stop())
  return part
}

async function openedSwitch(releasers: Releasers, options: SoftswitchOptions): Promise<TrialSoftswitch> {
  const part = await startSoftswitch(options)
  releasers.push(async () => void (await part.child.stop()))
  return part
}

/** As `Promise.all`, but a failure waits for the others to come up or fail, so that all that runs is released. */
async function allOf<T extends readonly unknown[]>(
  openings: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(openings)
  return Promise.all(openings)
}

function firstDeath(
  postgres: TrialPostgres,
  redis: TrialRedis,
  softswitch: TrialSoftswitch | undefined,
): Promise<string> {
  const died = (name: string) => () => `${name} has ended`
  return Promise.race([
    postgres.exited.then(died('PostgreSQL')),
    redis.exited.then(died('Redis')),
    ...(softswitch ? [softswitch.child.exited.then(died('the embedded switch'))] : []),
  ])
}

async function releaseAll(releasers: Releasers): Promise<void> {
  for (const release of releasers.splice(0).reverse()) await release()
}
