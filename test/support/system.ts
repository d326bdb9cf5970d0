/** A whole system for one test file: a trial on a fresh data directory, phones, and the API as an integrator sees it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { TrialProcess } from '../../src/trial/processes.ts'
import { openSecrets } from '../../src/trial/secrets.ts'
import { type EventSocketAccess, startTrial, type Trial } from '../../src/trial/trial.ts'
import { sine } from './audio/tone.ts'
import { writeWav } from './audio/wav.ts'
import { eventually } from './eventually.ts'
import { type OutsideSwitch, outsideSwitch } from './outside-switch.ts'
import { type Patient, type PatientOptions, patients } from './patient.ts'
import {
  createPhone,
  createTrunk,
  type Peer,
  type Phone,
  type PhoneOptions,
  type TrunkOptions,
} from './phone/index.ts'
import { RawEventSocket } from './raw-event-socket.ts'
import { writeShortPrompts } from './short-prompts.ts'
import { type SystemApi, systemApi } from './system-api.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
import { PATIENT } from './test-switch.ts'
import { lendTrialCluster } from './trial-cluster.ts'
import { lendTrialKeys } from './trial-keys.ts'
import { startTunnel, type TestTunnel } from './tunnel/tunnel.ts'

export type { Patient } from './patient.ts'
export { type AgentBody, type ApiAnswer, type CallBody, dataOf, types } from './system-api.ts'

export interface System extends SystemApi {
  readonly trial: Trial
  /** Where phones register, and where trunks call. */
  readonly sip: Peer
  readonly trunkSip: Peer
  /** SIP domain of the extensions. */
  readonly sipDomain: string
  /** A registered phone of this extension; closed by `reset` and `stop`. */
  phone(extension: string, options?: PhoneOptions): Promise<Phone>
  /** A peer like a carrier: neither registers nor authenticates. `call(number, { from })` places a call. */
  trunk(options?: Partial<TrunkOptions>): Promise<Phone>
  /** Somebody calls the service from outside; resolves when the call is in the menu. */
  patient(options?: PatientOptions): Promise<Patient>
  /** Where calls to numbers outside arrive, when asked for by `outside`. */
  readonly carrier: Phone
  /** A client of the switch's event socket, beside the service's own. */
  eventSocket(): Promise<RawEventSocket>
  readonly eventSocketPort: number
  sql(query: string): Promise<readonly Record<string, unknown>[]>
  /** For `sql`, after the test has restarted the database. */
  reconnectDatabase(): Promise<void>
  readonly switchKind: 'freeswitch' | 'softswitch'
  /** The switch's process, for tests that end it. */
  readonly switchPid: number
  /** Ends the switch's process without a word; only when it is outside. */
  killSwitch(): Promise<void>
  /** Starts it again on the same ports. */
  restartSwitch(): Promise<void>
  /** All switches that run outside the trial, in the order of their ids; `sip`, `patient` and so on are the first one's. */
  readonly nodes: readonly SystemNode[]
  /** Between service and event socket; only when asked for by `throughProxy`. */
  readonly proxy: TcpProxy
  /** Between service and event socket; only when asked for by `throughTunnel`. */
  readonly tunnel: TestTunnel
  /** Every line that the service and the embedded switch have written. */
  readonly log: readonly string[]
  /** What a FreeSWITCH has written to its log file; empty for the embedded switch, whose lines are in `log`. */
  switchLogFile(): string
  /** Between two tests: phones hang up and go, calls end, agents log off. */
  reset(): Promise<void>
  stop(): Promise<void>
}

/** One of several switches of a system. */
export interface SystemNode {
  readonly nodeId: string
  /** A phone of this extension that registers here: one that is to be reached on each node registers with each. */
  phone(extension: string, options?: PhoneOptions): Promise<Phone>
  trunk(options?: Partial<TrunkOptions>): Promise<Phone>
  patient(options?: PatientOptions): Promise<Patient>
  eventSocket(): Promise<RawEventSocket>
  kill(): Promise<void>
  restart(): Promise<void>
}

export interface SystemOptions {
  /** So many switches, all outside the trial; one unless told. */
  readonly nodes?: number
  /** Only on the embedded switch, even where a FreeSWITCH is given. */
  readonly embeddedOnly?: boolean
  /** The embedded switch runs outside the trial, as FreeSWITCH always does, so that a test may kill and restart it. */
  readonly switchOutside?: boolean
  /** The service reaches the event socket through `proxy`, which a test may cut; implies `switchOutside`. */
  readonly throughProxy?: boolean
  /** The service reaches the event socket through `tunnel`, mutual TLS with stunnel as its far end; implies `switchOutside`. */
  readonly throughTunnel?: boolean
  /** Where PostgreSQL and Redis listen; any free ports unless told. */
  readonly storePorts?: { readonly postgres: number; readonly redis: number }
  /**
   * The switch gives a silent service up after 3 s, and a call that nobody takes after 4 s, as it is delivered: for tests
   * of just that. Else it waits an hour, so that a slow machine doesn't send callers to the fallback group.
   */
  readonly deliveredPatience?: boolean
  /** PostgreSQL waits for its disk at each commit, as it does in production: for benchmarks. */
  readonly durable?: boolean
  /** How long a menu waits for a key, in place of the flow's five seconds. */
  readonly menuTimeoutMs?: number
  /** The real prompts, by espeak-ng; short tones otherwise. */
  readonly spokenPrompts?: boolean
  /** The service as several processes; `trial.service` is the first. May be told by the switches that run outside. */
  readonly processes?:
    | readonly TrialProcess[]
    | ((switches: readonly EventSocketAccess[]) => Promise<readonly TrialProcess[]>)
  /** Each of `nodes` is a site of its own: site_main, site_b and so on. */
  readonly siteEach?: boolean
  /** A carrier that takes calls to numbers outside. */
  readonly outside?: boolean
  /** More extensions than the delivered seed's, for a seed of the test's own. */
  readonly extensions?: readonly string[]
  /** Numbers that lead to the service beside the trial's own; only with a switch outside. */
  readonly moreServiceNumbers?: readonly string[]
  /** Settings of a FreeSWITCH's site (freeswitch-conf/defaults.xml). */
  readonly freeswitchSettings?: Readonly<Record<string, string | number>>
  /** A copy of freeswitch-conf with something added, for a FreeSWITCH to start with. */
  readonly freeswitchConf?: string
  readonly env?: Readonly<Record<string, string>>
}

/** However slow the machine is: no telephone is given up, no wrap-up ends, and nobody is turned away. */
const UNHURRIED = {
  CTI_ROUTING_RING_MS: '120000',
  CTI_ROUTING_WRAP_UP_MS: '3600000',
  CTI_ADMISSION_EVENT_LOOP_MS: '60000',
  CTI_ADMISSION_LAG_MS: '60000',
  CTI_ADMISSION_APPEND_MS: '60000',
}

export const PROMPT_TEXTS = fileURLToPath(new URL('../../config/prompts.yaml', import.meta.url))
/** The site of the delivered configuration. */
export const SITE_ID = 'site_main'
/** What waiting callers hear. Below the prompts' tones, apart from those of the tests' phones. */
export const MUSIC_HZ = 900
/** What the carrier's end sends on every call that it takes. */
export const CARRIER_HZ = 800

/** What was opened is closed in the opposite order, also when the start fails on the way. */
type Releasers = (() => Promise<unknown>)[]

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const releasers: Releasers = []
  try {
    return await start(options, releasers)
  } catch (error) {
    await releaseAll(releasers)
    throw error
  }
}

async function releaseAll(releasers: Releasers): Promise<void> {
  for (const release of releasers.splice(0).reverse()) await release()
}

async function start(options: SystemOptions, releasers: Releasers): Promise<System> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cti-system-'))
  const log: string[] = []
  releasers.push(async () => {
    if (process.env['CTI_TEST_KEEP_LOGS']) writeFileSync(`${dataDir}.log`, log.join('\n'))
    rmSync(dataDir, { recursive: true, force: true })
  })
  await Promise.all([
    lendTrialKeys(dataDir),
    lendTrialCluster(dataDir, { durable: options.durable ?? false }),
  ])
  if (!options.spokenPrompts) await writeShortPrompts(join(dataDir, 'prompts'), PROMPT_TEXTS)
  const musicDir = join(dataDir, 'softswitch', 'music')
  mkdirSync(musicDir, { recursive: true })
  await writeWav(join(musicDir, 'hold.wav'), sine(MUSIC_HZ, 8_000, 16_000))
  const flows = options.menuTimeoutMs === undefined ? {} : quickFlows(dataDir, options.menuTimeoutMs)
  const carrier = options.outside ? await createTrunk({ tone: CARRIER_HZ }) : undefined
  releasers.push(async () => carrier?.close())
  const switches: OutsideSwitch[] = []
  releasers.push(() => Promise.all(switches.map(({ node }) => node.stop())))
  for (let number = 0; number < (options.nodes ?? 1); number += 1) {
    const one = await outsideSwitch(options, dataDir, musicDir, carrier?.address, number)
    if (one) switches.push(one)
  }
  const [outside] = switches
  const proxy =
    outside && options.throughProxy ? await startTcpProxy(outside.node.eventSocketPort) : undefined
  releasers.push(async () => proxy?.close())
  const tunnel =
    outside && options.throughTunnel ? await startTunnel(outside.node.eventSocketPort) : undefined
  releasers.push(async () => tunnel?.close())
  const processes =
    typeof options.processes === 'function'
      ? await options.processes(switches.map(({ access }) => access))
      : options.processes
  const trial = await startTrial({
    dataDir,
    httpPort: 0,
    sipAddress: '127.0.0.1',
    sipPort: 0,
    trunks: ['127.0.0.1/32'],
    say: (line) => log.push(`[trial] ${line}`),
    onLog: (who, line) => log.push(`[${who}] ${line}`),
    durableSetup: false,
    ...(options.storePorts ? { storePorts: options.storePorts } : {}),
    ...(options.deliveredPatience ? {} : { patience: PATIENT }),
    ...(processes ? { processes } : {}),
    ...(options.siteEach ? { siteEach: true } : {}),
    settings: options.env ?? {},
    env: {
      CTI_LOG_LEVEL: 'debug',
      ...UNHURRIED,
      ...flows,
      ...(outside && tunnel ? tunnelled(tunnel, outside.access.passwordFile) : {}),
      ...options.env,
    },
    ...(carrier ? { gateway: carrier.address } : {}),
    ...(outside
      ? {
          otherSwitches: switches.map(({ access }, number) =>
            proxy && number === 0 ? { ...access, eventSocketPort: proxy.port } : access,
          ),
        }
      : {}),
  })
  releasers.push(async () => {
    await trial.stop()
    // A call that was cut off leaves its sound there, which a next start would seal.
    rmSync(trial.spoolDir, { recursive: true, force: true })
  })
  const phones: Phone[] = []
  const host = '127.0.0.1'
  const sip = { host, port: outside?.node.sipPort ?? trial.softswitch?.sipPort ?? 0 }
  const trunkPort = outside?.node.trunkSipPort ?? sip.port
  const domain = outside ? { domain: outside.node.domain } : {}
  const client = systemApi(trial)
  let database = await connected(trial)
  releasers.push(() => database.end())
  const eventSocketPort = outside?.node.eventSocketPort ?? trial.softswitch?.eventSocketPort ?? 0
  const sockets: RawEventSocket[] = []
  releasers.push(() => closeAll(phones, sockets))
  const trunkAt =
    (port: number) =>
    async (more: Partial<TrunkOptions> = {}) => {
      const phone = await createTrunk({ switch: { host, port }, ...more })
      phones.push(phone)
      return phone
    }
  const trunk = trunkAt(trunkPort)
  const phoneAt = async (registrar: Peer, extension: string, more: PhoneOptions = {}) => {
    const password = trial.extensions.find((one) => one.extension === extension)?.password ?? ''
    const phone = await createPhone({ extension, password, registrar, ...domain, ...more })
    phones.push(phone)
    await phone.register()
    return phone
  }
  const socketAt = async (port: number, password: string) => {
    const socket = await RawEventSocket.open(port, password)
    sockets.push(socket)
    return socket
  }

  const system: System = {
    ...client,
    trial,
    sip,
    trunkSip: { host, port: trunkPort },
    sipDomain: outside?.node.domain ?? 'cti.local',
    log,
    trunk,
    patient: patients(client, trunk),
    eventSocketPort,
    phone: (extension, more) => phoneAt(sip, extension, more),
    get carrier() {
      if (!carrier) throw new Error('this system was started without `outside`')
      return carrier
    },
    eventSocket: () =>
      socketAt(
        eventSocketPort,
        outside?.node.eventSocketPassword ?? openSecrets(dataDir).value('event-socket-password'),
      ),
    sql: async (query) => (await database.query(query)).rows,
    async reconnectDatabase() {
      await database.end().catch(() => undefined)
      database = await connected(trial)
    },
    switchKind: outside?.node.kind ?? 'softswitch',
    get switchPid() {
      return outside?.node.pid ?? trial.softswitch?.child.pid ?? 0
    },
    killSwitch: () => demanded(outside, 'switchOutside').node.kill9(),
    restartSwitch: () => demanded(outside, 'switchOutside').node.restart(),
    nodes: switches.map(({ node }, number) => ({
      nodeId: `node_${'abcdefgh'.charAt(number)}`,
      phone: (extension, more) => phoneAt({ host, port: node.sipPort }, extension, more),
      trunk: trunkAt(node.trunkSipPort),
      patient: patients(client, trunkAt(node.trunkSipPort)),
      eventSocket: () => socketAt(node.eventSocketPort, node.eventSocketPassword),
      kill: () => node.kill9(),
      restart: () => node.restart(),
    })),
    get proxy() {
      return demanded(proxy, 'throughProxy')
    },
    get tunnel() {
      return demanded(tunnel, 'throughTunnel')
    },
    switchLogFile: () => (outside ? readFileSync(outside.node.logPath, 'utf8') : ''),
    async reset() {
      await closeAll(phones, sockets)
      await everythingEnded(client)
    },
    stop: () => releaseAll(releasers),
  }
  await eventually(async () => {
    const { status, body } = await client.api('GET', '/readyz')
    return status === 200 ? { found: true } : { waiting: JSON.stringify(body) }
  })
  return system
}

async function connected({ postgres }: Trial): Promise<pg.Client> {
  const client = new pg.Client(postgres)
  // A test may end the server; the next query tells.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function closeAll(phones: Phone[], sockets: RawEventSocket[]): Promise<void> {
  for (const socket of sockets.splice(0)) socket.close()
  await Promise.all(phones.splice(0).map((phone) => phone.close()))
}

/** Calls end by themselves once their phones are gone; one that doesn't is a fault of the service's. */
async function everythingEnded({ api, ask, agent }: SystemApi): Promise<void> {
  await eventually(async () => {
    const { items } = (await api('GET', '/v1/calls?limit=100')).body
    const live = items.filter((call: { state: string }) => call.state !== 'ended')
    return live.length === 0 ? { found: true } : { waiting: JSON.stringify(live) }
  })
  const { items } = (await api('GET', '/v1/agents')).body
  for (const { agentId, phase } of items) {
    if (phase === 'loggedOff') continue
    await ask(agentId, 'log-off')
    await agent(agentId, (now) => now.phase === 'loggedOff')
  }
}

/** The flows that are delivered, the main number's with another time for the key. */
function quickFlows(dataDir: string, menuTimeoutMs: number): { CTI_FLOWS_DIRECTORY: string } {
  const library = fileURLToPath(new URL('../../config/flows', import.meta.url))
  const delivered = readFileSync(join(library, 'hospital.yaml'), 'utf8')
  const changed = delivered.replace(/timeoutMs: \d+/, `timeoutMs: ${menuTimeoutMs}`)
  if (changed === delivered) throw new Error('the delivered flow names no timeoutMs')
  const directory = join(dataDir, 'flows')
  cpSync(library, directory, { recursive: true })
  writeFileSync(join(directory, 'hospital.yaml'), changed)
  return { CTI_FLOWS_DIRECTORY: directory }
}

/** The service's one switch, as it is configured on another machine. */
function tunnelled({ name, port, certificates }: TestTunnel, passwordFile: string): { CTI_SWITCHES: string } {
  const node = { nodeId: 'node_a', port, passwordFile, tunnel: { name, ...certificates.client } }
  return { CTI_SWITCHES: JSON.stringify([node]) }
}

function demanded<T>(part: T | undefined, option: string): T {
  if (part === undefined) throw new Error(`this system was started without \`${option}\``)
  return part
}
