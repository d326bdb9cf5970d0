import type { CoreLog } from '../../../src/softswitch/core/core.ts'
import { createDialplan, type FallbackOptions } from '../../../src/softswitch/core/dialplan.ts'
import { createSwitch, type Switch } from '../../../src/softswitch/core/switch.ts'
import { controllerAlive } from '../../../src/softswitch/core/watchdog.ts'
import type { ListenerLimits } from '../../../src/softswitch/eventsocket/listener.ts'
import { type EventSocketServer, startEventSocket } from '../../../src/softswitch/eventsocket/server.ts'
import type { LegInfo } from '../../../src/softswitch/ports.ts'
import { EslClient } from './esl-client.ts'
import type { MemoryLeg } from './memory-leg.ts'
import { MemorySignalling, memorySources } from './memory-signalling.ts'

export const PASSWORD = 'bench'

export interface BenchOptions {
  readonly fallback?: Partial<FallbackOptions>
  /** How long a call waits to be taken; an hour unless told. */
  readonly unclaimedSeconds?: number
  readonly limits?: Partial<ListenerLimits>
  readonly heartbeatSeconds?: number
  readonly controller?: 'alive' | 'never seen'
  readonly extensions?: readonly string[]
}

export interface LogLine {
  readonly level: string
  readonly data: object
  readonly text: string
}

const LIMITS: ListenerLimits = {
  maxCommandBytes: 65_536,
  maxBodyBytes: 65_536,
  maxQueuedEvents: 20_000,
  maxQueuedCommands: 1000,
}

/** A switch with its event socket on loopback and the test on the far end of every leg. */
export class Bench {
  readonly signalling: MemorySignalling
  readonly switch: Switch
  readonly server: EventSocketServer
  readonly logged: LogLine[]
  shutdownAsked = 0
  private readonly clients: EslClient[] = []

  private constructor(
    signalling: MemorySignalling,
    running: Switch,
    server: EventSocketServer,
    logged: LogLine[],
  ) {
    this.signalling = signalling
    this.switch = running
    this.server = server
    this.logged = logged
  }

  static async start(options: BenchOptions = {}): Promise<Bench> {
    const signalling = new MemorySignalling()
    const logged: LogLine[] = []
    const at =
      (level: string) =>
      (data: object, text: string): void =>
        void logged.push({ level, data, text })
    const log: CoreLog = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
    const extensions = options.extensions ?? ['1001', '1002', '1003']
    for (const e of extensions) signalling.contacts.set(e, `sip:${e}@127.0.0.1:5062`)
    let bench: Bench | undefined
    const running = createSwitch({
      settings: {
        domain: 'cti.test',
        sipAddress: '127.0.0.1:5060',
        extensions: extensions.map((extension) => ({ extension, name: `Desk ${extension}` })),
        gateways: { outside: { host: '127.0.0.1', port: 5090 } },
        maxChannels: 100,
        defaultTimeoutSeconds: 60,
      },
      signalling,
      sources: memorySources,
      dialplan: createDialplan({
        serviceNumbers: ['8000', '^9\\d{3}$'],
        outside: { pattern: /^\d{5,15}$/, gateway: 'outside' },
        fallback: {
          targets: ['1001', '1002'],
          order: 'all',
          ringMs: 1000,
          prompt: '',
          rounds: 5,
          ringingTone: 'clip://5',
          ...options.fallback,
        },
        controllerAlive,
      }),
      log,
      globals: {
        controller_silent_seconds: '3',
        unclaimed_seconds: String(options.unclaimedSeconds ?? 3600),
      },
      heartbeatSeconds: options.heartbeatSeconds ?? 60,
      onShutdown: () => {
        if (bench !== undefined) bench.shutdownAsked++
      },
    })
    const server = await startEventSocket(running.core, {
      address: '127.0.0.1',
      port: 0,
      password: PASSWORD,
      maxClients: 5,
      limits: { ...LIMITS, ...options.limits },
    })
    bench = new Bench(signalling, running, server, logged)
    if (options.controller !== 'never seen') bench.beat()
    return bench
  }

  /** The controller's heartbeat, far enough ahead to last for a test. */
  beat(aheadSeconds = 3600): void {
    this.switch.core.globals.set('cti_seen', String(Math.floor(Date.now() / 1000) + aheadSeconds))
  }

  silence(): void {
    this.switch.core.globals.set('cti_seen', '1')
  }

  async client(events = 'event plain all'): Promise<EslClient> {
    const client = await EslClient.open(this.server.port, PASSWORD)
    this.clients.push(client)
    if (events !== '') await client.send(events)
    return client
  }

  /** A call for the service, parked. */
  async parked(client: EslClient, info: Partial<LegInfo> = {}): Promise<{ leg: MemoryLeg; uuid: string }> {
    const before = new Set(this.switch.core.channels.keys())
    const leg = this.signalling.call(info)
    const uuid = [...this.switch.core.channels.keys()].find((u) => !before.has(u)) ?? ''
    await client.event('CHANNEL_PARK', { 'Unique-ID': uuid })
    return { leg, uuid }
  }

  /** An agent's leg, originated and parked, answered. */
  async agent(
    client: EslClient,
    uuid: string,
    extension = '1001',
    variables = '',
  ): Promise<{ leg: MemoryLeg; uuid: string }> {
    await client.send(`bgapi originate {origination_uuid=${uuid}${variables}}user/${extension} &park()`)
    const leg = await this.signalling.nextInvite()
    leg.farAnswers()
    await client.event('CHANNEL_PARK', { 'Unique-ID': uuid })
    return { leg, uuid }
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close()
    await this.switch.close()
    await this.server.close()
  }
}
