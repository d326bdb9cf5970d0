/** A switch port for a test, on a scripted event socket that knows legs, and everything that the port reports. */
import { onTestFinished } from 'vitest'
import type { EslLimits } from '../../../../src/adapters/esl/client.ts'
import type { EslObserver } from '../../../../src/adapters/esl/observer.ts'
import { createEslSwitch } from '../../../../src/adapters/esl/switch.ts'
import type { LegId, NodeId } from '../../../../src/domain/ids.ts'
import type { NodeReport } from '../../../../src/runtime/node-report.ts'
import type { RawSwitchInput, SwitchPort } from '../../../../src/runtime/switch.ts'
import type { LogLine } from './client.ts'
import { startSwitch } from './client.ts'
import { Feed } from './feed.ts'
import { PASSWORD, type Received, type TestSwitch } from './switch.ts'
import { apiResponse, commandReply, type Header, plainEvent } from './wire.ts'

export const NODE = 'node_a' as NodeId

export interface TestNode {
  readonly port: SwitchPort
  readonly freeswitch: TestSwitch
  readonly inputs: Feed<RawSwitchInput>
  readonly reports: Feed<NodeReport>
  /** Orders as they came over the wire; the snapshot's questions aren't among them. */
  readonly orders: Feed<Received>
  readonly log: Feed<LogLine>
  readonly fates: Feed<string>
  /** Legs that `show channels` and `uuid_dump` know, by uuid. */
  readonly legs: Map<string, readonly Header[]>
  /** What the switch answers when it is asked for `cti_draining`; at first it is unset. */
  draining: string
  /** Sends an event on the newest connection. */
  event(headers: readonly Header[], body?: string): void
  /** The answer to an order; undefined for none. */
  answer: (received: Received) => Buffer | undefined
  /** Ends a background job that was answered with its uuid. */
  endJob(order: Received, body: string): void
}

export interface TestNodeOptions {
  readonly legs?: ReadonlyMap<string, readonly Header[]>
  /** Legs that are there, but not in `show channels` yet. */
  readonly unlisted?: ReadonlyMap<string, readonly Header[]>
  /** Legs that the core holds to be there. */
  readonly held?: readonly LegId[]
  readonly gateway?: string
  /** What the node says of taking up calls after its start; nothing unless told. */
  readonly recovery?: { readonly atStart: boolean; done: boolean }
  readonly limits?: Partial<EslLimits>
  readonly pokeAlways?: boolean
  readonly mayCommand?: () => boolean
  /** Called for each command before it is answered. */
  readonly before?: (received: Received, node: TestNode) => void
}

export async function startNode(options: TestNodeOptions = {}): Promise<TestNode> {
  const freeswitch = await startSwitch()
  const inputs = new Feed<RawSwitchInput>()
  const reports = new Feed<NodeReport>()
  const log = new Feed<LogLine>()
  const fates = new Feed<string>()
  const at = (level: LogLine['level']) => (fields: object, message: string) =>
    log.push({ level, fields, message })
  const metrics: EslObserver = {
    event: (_, name, fate) => fates.push(`${name} ${fate}`),
    connected: (_, connected) => fates.push(connected ? 'connected' : 'not connected'),
    commandFailed: (_, command, reason) => fates.push(`${command} ${reason}`),
  }
  const port = createEslSwitch({
    nodeId: NODE,
    host: '127.0.0.1',
    port: freeswitch.port,
    password: PASSWORD,
    promptFile: (prompt) =>
      prompt.kind === 'file' ? prompt.path : `/prompts/${prompt.language}/${prompt.name}.wav`,
    clock: { now: Date.now, wall: Date.now, monotonic: () => performance.now() },
    metrics,
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    random: () => 0.5,
    limits: { backoff: { firstMs: 2, capMs: 2 }, ...options.limits },
    ...(options.mayCommand === undefined ? {} : { mayCommand: options.mayCommand }),
    ...(options.pokeAlways === undefined ? {} : { pokeAlways: options.pokeAlways }),
  })
  const newest = () => freeswitch.peers.items.at(-1)
  const node: TestNode = {
    port,
    freeswitch,
    inputs,
    reports,
    log,
    fates,
    draining: '-ERR no reply\n',
    orders: new Feed<Received>(),
    legs: new Map(options.legs),
    event: (headers, body) => newest()?.event(headers, body),
    answer: granted,
    endJob: (order, body) =>
      newest()?.event(
        [
          ['Event-Name', 'BACKGROUND_JOB'],
          ['Job-UUID', order.headers.get('Job-UUID') ?? ''],
        ],
        body,
      ),
  }
  freeswitch.onCommand = (received) => {
    options.before?.(received, node)
    const told = knowledge(received.line, node, options)
    if (told === undefined) node.orders.push(received)
    const bytes = told === undefined ? node.answer(received) : apiResponse(told)
    if (bytes !== undefined) received.peer.write(bytes)
  }
  onTestFinished(() => port.close())
  port.start({
    input: (input) => inputs.push(input),
    report: (report) => reports.push(report),
    legs: () => options.held ?? [],
  })
  return node
}

/** mod_commands.c says so of a variable without a value. */
const UNSET = '-ERR no reply\n'

/** What the snapshot asks for, and the beats. */
function knowledge(
  line: string,
  { legs, draining }: TestNode,
  { gateway = 'outside', recovery, unlisted }: TestNodeOptions,
): string | undefined {
  if (line === 'api global_getvar cti_draining') return draining
  if (line === 'api global_getvar trunk_gateway') return gateway
  if (line === 'api global_getvar recover_at_start') return recovery?.atStart ? 'true' : UNSET
  if (line === 'api global_getvar cti_recovered') return recovery?.done ? 'true' : UNSET
  if (line === 'api show channels as json') {
    const rows = [...legs.keys()].map((uuid) => ({
      uuid,
      direction: 'inbound',
      call_uuid: 'not-a-leg-of-ours',
    }))
    return JSON.stringify({ row_count: rows.length, ...(rows.length === 0 ? {} : { rows }) })
  }
  const uuid = /^api uuid_dump (\S+)$/.exec(line)?.[1]
  if (uuid === undefined) return undefined
  const headers = legs.get(uuid) ?? unlisted?.get(uuid)
  return headers === undefined ? '-ERR No such channel!\n' : plainEvent(headers).toString('latin1')
}

export function granted({ line, headers }: Received): Buffer {
  if (line.startsWith('api ')) return apiResponse('+OK\n')
  const jobUuid = headers.get('Job-UUID')
  return jobUuid === undefined
    ? commandReply('+OK')
    : commandReply(`+OK Job-UUID: ${jobUuid}`, `Job-UUID: ${jobUuid}\n`)
}

/** A node whose first snapshot is through. */
export async function connectedNode(options: TestNodeOptions = {}): Promise<TestNode> {
  const node = await startNode(options)
  await node.inputs.first((input) => input.type === 'switchConnected')
  return node
}
