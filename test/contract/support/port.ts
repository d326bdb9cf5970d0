/** The adapter as the runtime uses it, with what it reported. */
import { join } from 'node:path'
import { createEslSwitch, type EslSwitchOptions } from '../../../src/adapters/esl/switch.ts'
import type { LegId, NodeId } from '../../../src/domain/ids.ts'
import { silentLog } from '../../../src/lib/log.ts'
import type { NodeReport } from '../../../src/runtime/node-report.ts'
import type { Playable, RawSwitchInput, SwitchPort } from '../../../src/runtime/switch.ts'
import { Feed } from '../../adapters/esl/support/feed.ts'

export const NODE = 'node_a' as NodeId

export type InputOf<Type extends RawSwitchInput['type']> = Extract<RawSwitchInput, { type: Type }>

export interface OpenPort {
  readonly port: SwitchPort
  readonly inputs: Feed<RawSwitchInput>
  /** Legs that are held to be there, as the core would: of snapshots, created, or ordered by a test that adds them. */
  readonly held: Set<LegId>
  /** One a beat. */
  readonly reports: Feed<NodeReport>
  /** The first of that type, about that leg if given, among those after the first `from`. */
  next<Type extends RawSwitchInput['type']>(type: Type, legId?: LegId, from?: number): Promise<InputOf<Type>>
}

interface EventSocketOf {
  readonly host: string
  readonly eventSocketPort: number
  readonly eventSocketPassword: string
}

export function openPort(
  node: EventSocketOf,
  fileOf: (prompt: Playable) => string,
  more: Partial<EslSwitchOptions> = {},
): OpenPort {
  const inputs = new Feed<RawSwitchInput>()
  const reports = new Feed<NodeReport>()
  const port = createEslSwitch({
    nodeId: NODE,
    host: node.host,
    port: node.eventSocketPort,
    password: node.eventSocketPassword,
    promptFile: fileOf,
    clock: { now: Date.now, wall: Date.now, monotonic: () => performance.now() },
    metrics: { event: () => {}, connected: () => {}, commandFailed: () => {} },
    log: silentLog,
    ...more,
  })
  const held = new Set<LegId>()
  port.start({
    input(input) {
      if (input.type === 'switchConnected') for (const { legId } of input.legs) held.add(legId)
      if (input.type === 'legCreated') held.add(input.legId)
      if (input.type === 'legHungUp') held.delete(input.legId)
      inputs.push(input)
    },
    report: (report) => reports.push(report),
    legs: () => held,
  })
  const next = async <Type extends RawSwitchInput['type']>(type: Type, legId?: LegId, from = 0) => {
    const wanted = (input: RawSwitchInput) =>
      input.type === type && (legId === undefined || ('legId' in input && input.legId === legId))
    return (await inputs.first(wanted, from)) as InputOf<Type>
  }
  return { port, inputs, held, reports, next }
}

/** As the service has them: a directory for each language. */
export function promptsIn(directory: string): (prompt: Playable) => string {
  return (prompt) =>
    prompt.kind === 'file' ? prompt.path : join(directory, prompt.language, `${prompt.name}.wav`)
}
