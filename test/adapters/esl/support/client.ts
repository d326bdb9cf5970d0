/** A client for a test, with everything it says gathered; closed, with its switch, when the test ends. */
import { onTestFinished } from 'vitest'
import {
  createEslClient,
  type EslClient,
  type EslLimits,
  type EslState,
} from '../../../../src/adapters/esl/client.ts'
import type { EslEvent } from '../../../../src/adapters/esl/event.ts'
import type { Log } from '../../../../src/lib/log.ts'
import { Feed } from './feed.ts'
import { PASSWORD, type Peer, TestSwitch } from './switch.ts'

export interface LogLine {
  readonly level: keyof Log
  readonly fields: object
  readonly message: string
}

export interface TestClient {
  readonly client: EslClient
  readonly states: Feed<EslState>
  /** Names of the events that came out, and what `read` made of them. */
  readonly events: Feed<string>
  readonly log: Feed<LogLine>
}

export interface TestClientOptions {
  readonly port: number
  readonly password?: string
  readonly limits?: Partial<EslLimits>
  readonly monotonic?: () => number
  readonly random?: () => number
  readonly onEvent?: (event: EslEvent) => void
  readonly subclasses?: readonly string[]
}

export function startClient(options: TestClientOptions): TestClient {
  const { onEvent, ...rest } = options
  const states = new Feed<EslState>()
  const events = new Feed<string>()
  const log = new Feed<LogLine>()
  const at = (level: keyof Log) => (fields: object, message: string) => log.push({ level, fields, message })
  const client = createEslClient({
    host: '127.0.0.1',
    password: PASSWORD,
    events: ['CHANNEL_ANSWER', 'CHANNEL_PARK', 'DTMF'],
    random: () => 0.5,
    ...rest,
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    onEvent: (event) => {
      onEvent?.(event)
      events.push(event.name)
    },
    onState: (state) => states.push(state),
  })
  onTestFinished(() => client.close())
  client.start()
  return { client, states, events, log }
}

export async function startSwitch(port = 0): Promise<TestSwitch> {
  const made = await TestSwitch.listen(port)
  onTestFinished(() => made.close())
  return made
}

/** A switch and a client that is up. */
export async function connected(
  options: Omit<TestClientOptions, 'port'> = {},
): Promise<TestClient & { readonly freeswitch: TestSwitch; readonly peer: Peer }> {
  const freeswitch = await startSwitch()
  const started = startClient({ port: freeswitch.port, ...options })
  await started.states.first((state) => state.type === 'up')
  return { ...started, freeswitch, peer: await freeswitch.peers.first() }
}

/** Calls something that answers by callback. */
export function answerOf<T>(ask: (done: (answer: T) => void) => void): Promise<T> {
  return new Promise(ask)
}
