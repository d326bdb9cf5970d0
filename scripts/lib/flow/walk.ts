/**
 * Walks one call through its flow on the service's own core, without a switch, a database or a clock: what the core
 * orders is told to a person, what the person does goes back into the core.
 */

import type { JournalRow } from '../../../src/domain/fact.ts'
import { callIdFrom, type FlowId, type LegId, type NodeId, type SiteId } from '../../../src/domain/ids.ts'
import { dataNameOf } from '../../../src/domain/ivr/data.ts'
import type { Flow, MenuKey } from '../../../src/domain/ivr/flow.ts'
import type { Command, Destination, PromptRef } from '../../../src/domain/site/commands.ts'
import { nextDeadline } from '../../../src/domain/site/evolve.ts'
import { handle } from '../../../src/domain/site/handle.ts'
import type { Arrival, SiteInput } from '../../../src/domain/site/inputs.ts'
import { initialState, type SiteState } from '../../../src/domain/site/state.ts'
import type { ErrandAnswer, ErrandOrder } from '../../../src/runtime/errands.ts'

type Collect = Extract<Command, { type: 'collect' }>

/** What the person at the telephone, and whoever the call comes to, can do. */
export type Doing =
  /** Keys; none: nothing, until the time is over. */
  | { readonly keys: string }
  /** An agent, or the phone that rings, answers; whoever has answered hangs up. */
  | { readonly other: 'answers' | 'hangsUp' }
  | { readonly caller: 'hangsUp' }

export type Situation =
  | { readonly kind: 'asked'; readonly question: Collect; readonly step: string }
  | { readonly kind: 'recorded'; readonly question: Collect; readonly step: string }
  | {
      readonly kind: 'queued'
      readonly queueId: string
      readonly keys: readonly MenuKey[]
      readonly step: string
    }
  | {
      readonly kind: 'ringing'
      readonly to: string
      readonly keys: readonly MenuKey[]
      readonly step: string
    }
  | { readonly kind: 'talking'; readonly step: string }

export interface Person {
  /** Words that are heard; `step` says them. */
  hears(prompts: readonly PromptRef[], step: string, data: ReadonlyMap<string, string>): void
  does(situation: Situation): Promise<Doing>
  /** The errand's answer, as the shell would bring it. */
  errand(order: ErrandOrder, data: ReadonlyMap<string, string>): Promise<ErrandAnswer>
  /** Facts as they come. */
  facts(rows: readonly JournalRow[]): void
}

export interface WalkOptions {
  readonly flows: readonly Flow[]
  readonly flowId: FlowId
  readonly queueIds: readonly string[]
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly serviceNumber: string
  /** Whether anything can be recorded. */
  readonly records: boolean
  /** Attached data that others have set: each value's JSON text by its name. */
  readonly data?: Readonly<Record<string, string>>
  readonly person: Person
  /** After so many turns a flow that asks for ever is left. */
  readonly mostTurns: number
}

export type End =
  | { readonly kind: 'ended'; readonly by: string; readonly why: string }
  | { readonly kind: 'fallback' }
  | { readonly kind: 'tooLong' }

const NODE = 'node_try' as NodeId
const CALLER = 'caller-leg-1' as LegId
const CALL = callIdFrom(`01${'0'.repeat(24)}`)
const MASKED = { masked: '138****0000', hash: 'try' }

/** Takes the call from its arrival to its end. */
export async function walk(options: WalkOptions): Promise<End> {
  const { person } = options
  const state = initialState('site_try' as SiteId)
  const data = new Map<string, string>(Object.entries(options.data ?? {}))
  /** What the call waits for, as the last order about it says. */
  const now = { at: options.at, playing: undefined as Command | undefined, end: undefined as End | undefined }
  const todo: Command[] = []
  let other: { readonly legId: LegId; readonly to: string } | undefined

  const tell = (input: Loose): void => {
    const { rows, commands, sealed } = handle(state, { at: now.at, nodeId: NODE, ...input } as SiteInput)
    for (const { name, value } of sealed) keep(data, name, value)
    const ended = rows.find((row) => row.type === 'callEnded')
    if (ended) now.end ??= endOf(ended)
    person.facts(rows)
    todo.push(...commands)
  }

  for (const input of opening(options)) tell(input)
  tell({ type: 'legParked', arrival: arrivalOf(options) })
  for (let turn = 0; turn < options.mostTurns; turn += 1) {
    const command = todo.shift()
    if (command) {
      await obey(command)
      continue
    }
    if (now.end) return now.end
    await act()
  }
  return { kind: 'tooLong' }

  async function obey(command: Command): Promise<void> {
    switch (command.type) {
      case 'answer':
        return tell({ type: 'legAnswered', legId: command.legId })
      case 'play':
        person.hears(command.prompts, stepOf(state), data)
        return tell({ type: 'promptFinished', legId: CALLER, token: command.token })
      case 'collect':
      case 'startMusic':
        if (command.prompts.length > 0) person.hears(command.prompts, stepOf(state), data)
        now.playing = command
        return
      case 'stopPlayback':
        now.playing = undefined
        return
      case 'runErrand': {
        const { result, data: found } = await person.errand(command, data)
        for (const [name, value] of found) data.set(name, JSON.stringify(value))
        return tell({ type: 'errandDone', callId: CALL, token: command.token, result })
      }
      case 'originate':
        other = { legId: command.legId, to: targetOf(command.to) }
        tell({ type: 'legCreated', legId: command.legId, callId: CALL })
        tell({ type: 'legRinging', legId: command.legId })
        // Agents are logged on when they are to answer, so theirs does at once.
        if (command.role === 'agent') tell({ type: 'legAnswered', legId: command.legId })
        return
      case 'bridge':
        now.playing = undefined
        return tell({ type: 'legsBridged', legId: command.legId, withLegId: command.withLegId })
      case 'hangUp':
        if (command.legId === other?.legId) other = undefined
        return tell({ type: 'legHungUp', legId: command.legId, cause: command.cause })
      case 'sendToFallback':
        now.end ??= { kind: 'fallback' }
        return
      case 'startRecording':
      case 'stopRecording': {
        const { legId, recordingId, take } = command
        const on = { legId, recordingId, take }
        return tell(
          command.type === 'startRecording'
            ? { type: 'recordingBegan', ...on }
            : { type: 'recordingStopped', ...on, cause: 'NORMAL' },
        )
      }
      default:
    }
  }

  /** Nothing is left to be done but by people. */
  async function act(): Promise<void> {
    const situation = situationOf(state, now.playing, other?.to)
    if (!situation) return waitOn()
    const doing = await person.does(situation)
    if ('caller' in doing) {
      tell({ type: 'legHungUp', legId: CALLER, cause: 'NORMAL_CLEARING' })
      now.end ??= { kind: 'ended', by: 'caller', why: 'hungUp' }
    } else if ('other' in doing) otherDoes(situation, doing.other)
    else presses(situation, doing.keys)
  }

  function presses(situation: Situation, keys: string): void {
    if (situation.kind === 'asked' || situation.kind === 'recorded') {
      const { token, timeoutMs } = situation.question
      if (keys === '') now.at += timeoutMs
      now.playing = undefined
      tell({ type: 'digitsCollected', legId: CALLER, token, result: collected(situation.question, keys) })
    } else if (keys === '') waitOn()
    else tell({ type: 'keyPressed', legId: CALLER, key: keys.slice(0, 1) })
  }

  function otherDoes(situation: Situation, what: 'answers' | 'hangsUp'): void {
    if (what === 'answers' && situation.kind === 'queued') {
      tell({ type: 'logOnAgent', agentId: AGENT, extension: undefined })
      tell({ type: 'makeAgentReady', agentId: AGENT })
    } else if (what === 'answers' && situation.kind === 'ringing' && other) {
      tell({ type: 'legAnswered', legId: other.legId })
    } else if (what === 'hangsUp' && other) {
      const left = other.legId
      other = undefined
      tell({ type: 'legsUnbridged', legId: CALLER })
      tell({ type: 'legHungUp', legId: left, cause: 'NORMAL_CLEARING' })
      tell({ type: 'logOffAgent', agentId: AGENT })
      if (!now.end) tell({ type: 'legParked', arrival: arrivalOf(options) })
    }
  }

  /** Time passes until something is due. */
  function waitOn(): void {
    const due = nextDeadline(state)
    if (due === undefined) {
      now.end ??= { kind: 'tooLong' }
      return
    }
    now.at = Math.max(now.at, due.at)
    tell({ type: 'deadlineReached' })
  }
}

type Loose = Record<string, unknown> & { readonly type: SiteInput['type'] }

const AGENT = 'agent_try'

function opening({ flows, flowId, queueIds, records }: WalkOptions): Loose[] {
  return [
    { type: 'siteTaken', controllerId: 'try', address: 'try' },
    ...queueIds.map((queueId): Loose => {
      return { type: 'defineQueue', queue: { queueId, names: {}, ringMs: 20_000, wrapUpMs: 0 } }
    }),
    { type: 'defineAgent', agent: { agentId: AGENT, name: 'try', extension: '1000', queueIds } },
    ...flows.map((flow): Loose => ({ type: 'publishFlow', flow, origin: 'file' })),
    { type: 'assignNumbers', numbers: {}, otherwise: flowId },
    { type: 'setRecordingPolicy', enabled: records, inbound: false, outbound: false },
    { type: 'switchConnected', coreUuid: 'try', legs: [] },
  ]
}

function arrivalOf({ serviceNumber }: WalkOptions): Arrival {
  return {
    legId: CALLER,
    callId: CALL,
    nodeId: NODE,
    calling: MASKED,
    called: MASKED,
    serviceNumber,
    answered: false,
  } as Arrival
}

/** What a switch makes of the keys: how many there may be, which of them count, which one ends them. */
function collected({ keys, digits, max, min, terminator }: Collect, pressed: string) {
  const first = pressed.slice(0, 1)
  if ((keys as readonly string[]).includes(first)) return { kind: 'interrupted', key: first } as const
  const [taken = ''] = terminator === null ? [pressed] : pressed.split(terminator)
  const whole = taken.slice(0, max)
  if (whole === '') return { kind: pressed === '' ? 'none' : 'invalid' } as const
  const counts =
    digits.length > 0 ? (digits as readonly string[]).includes(whole) : /^[0-9]*[0-9*]$/.test(whole)
  return counts && whole.length >= min
    ? ({ kind: 'digits', digits: whole } as const)
    : ({ kind: 'invalid' } as const)
}

function targetOf(to: Destination): string {
  if (to.kind === 'extension') return to.extension
  return to.kind === 'number' ? to.number : ''
}

function keep(data: Map<string, string>, field: string, value: string): void {
  const name = dataNameOf(field)
  if (name !== undefined) data.set(name, value)
}

/** What the call waits for that only people can do; undefined: time alone. */
function situationOf(state: SiteState, playing: Command | undefined, to = ''): Situation | undefined {
  const phase = state.calls.get(CALL)?.phase
  if (!phase) return undefined
  const keys = playing?.type === 'startMusic' ? playing.keys : []
  const step = stepOf(state)
  switch (phase.name) {
    case 'walking':
      return playing?.type === 'collect' ? { kind: 'asked', question: playing, step } : undefined
    case 'voicemail':
      return playing?.type === 'collect' ? { kind: 'recorded', question: playing, step } : undefined
    case 'queued':
      return { kind: 'queued', queueId: phase.place.queueId, keys, step }
    case 'transferring':
      return { kind: 'ringing', to, keys, step }
    case 'connected':
    case 'handedOn':
      return { kind: 'talking', step }
    default:
      return undefined
  }
}

function stepOf(state: SiteState): string {
  const phase = state.calls.get(CALL)?.phase
  if (!phase) return ''
  if ('step' in phase && typeof phase.step === 'string') return phase.step
  return 'place' in phase ? (phase.place?.step ?? '') : ''
}

function endOf({ data }: JournalRow): End {
  const { by = '', why = '' } = data as { by?: string; why?: string }
  return { kind: 'ended', by, why }
}
