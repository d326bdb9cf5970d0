/**
 * Carries commands to the switch node that they are for, if the site is still ours to command. On the way numbers
 * leave their seal, texts become files, and errands branch off to where they are carried out.
 */
import type { LegId } from '../domain/ids.ts'
import { dataField } from '../domain/ivr/data.ts'
import type { Command } from '../domain/site/commands.ts'
import type { SiteInput } from '../domain/site/inputs.ts'
import { limitedSignal } from '../lib/limited-signal.ts'
import type { Timers } from '../lib/timers.ts'
import { type ErrandsPort, failedErrand } from './errands.ts'
import type { Fence } from './fence.ts'
import type { RuntimeObserver } from './observer.ts'
import type { PrivateField, PrivatePort } from './ports.ts'
import { createSpeaking } from './speaking.ts'
import type { SpeechPort } from './speech.ts'
import type { RawSwitchInput, SpeakingCommand, SwitchCommand, SwitchPort } from './switch.ts'

export interface ExecutorOptions {
  readonly siteId: string
  readonly switches: readonly SwitchPort[]
  readonly fence: Fence
  readonly privateFields: PrivatePort
  readonly errands: ErrandsPort
  readonly speech: SpeechPort
  readonly observer: RuntimeObserver
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
  now(): number
  monotonic(): number
  /** Failures that never reached a switch come back as the switch's own would. */
  input(raw: RawSwitchInput): void
  /** What an errand came to; the fields are to be sealed with the facts of the answer. */
  errandDone(input: Extract<SiteInput, { type: 'errandDone' }>, fields: readonly PrivateField[]): void
}

export interface Executor {
  run(commands: readonly Command[]): void
  /** What a switch has said: whether something that was made for a caller is still needed. */
  notice(raw: RawSwitchInput): void
  /** What is under way ends, and comes to nothing. */
  close(): void
}

type Originate = Extract<Command, { type: 'originate' }>
type RunErrand = Extract<Command, { type: 'runErrand' }>

/** For the texts of one order: longer would be a silence in which callers hang up. */
const SPEECH_MS = 5_000

export function createExecutor(options: ExecutorOptions): Executor {
  const { siteId, switches, fence, privateFields, errands, speech, observer, now, monotonic, input } = options
  const byNode = new Map(switches.map((node) => [node.nodeId, node]))
  const running = new Set<AbortController>()
  let closed = false

  function send(command: SwitchCommand): void {
    if (!mayCommand(command.type)) return
    byNode.get(command.nodeId)?.run(command)
  }

  function mayCommand(type: Command['type']): boolean {
    const may = fence.mayCommand
    observer.commandReleased(type, may ? 'sent' : 'fenced')
    return may
  }

  const speaking = createSpeaking({
    siteId,
    privateFields,
    speech,
    timeoutMs: SPEECH_MS,
    monotonic,
    timers: options.timers,
    send,
    failed({ type, nodeId, legId, ...command }: SpeakingCommand, reason) {
      const token = 'token' in command ? command.token : undefined
      const failed = { type: 'commandFailed', nodeId, legId, at: now(), command: type } as const
      input({ ...failed, token, reason, cause: undefined })
    },
  })

  /** The number leaves its seal for this one order. */
  async function unsealed(command: Originate, field: 'calledNumber' | 'callingNumber'): Promise<void> {
    let number: string | undefined
    try {
      number = await privateFields.read(siteId, command.callId, field)
    } catch {
      // Reported below like a number that isn't there: the call ends with a reason instead of ringing for ever.
    }
    if (closed) return
    if (number !== undefined) {
      send({ ...command, to: { kind: 'number', number } })
      return
    }
    const { nodeId, legId } = command
    const failed = { type: 'commandFailed', nodeId, legId, at: now(), command: 'originate' } as const
    input({ ...failed, token: undefined, reason: 'invalid', cause: 'INVALID_NUMBER_FORMAT' })
  }

  async function runErrand({ callId, token, errand, timeoutMs, known }: RunErrand): Promise<void> {
    if (!mayCommand('runErrand')) return
    const ending = new AbortController()
    running.add(ending)
    const { signal, release } = limitedSignal(timeoutMs, [ending.signal], options.timers)
    const over = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true })
    })
    const order = { callId, token, errand, timeoutMs, known }
    const answer = (await Promise.race([errands.run(order, signal), over])) ?? failedErrand('timedOut')
    release()
    running.delete(ending)
    if (closed) return
    const { result, data } = answer
    const fields = [...data].map(([name, value]) => ({
      callId,
      name: dataField(name),
      value: JSON.stringify(value),
    }))
    options.errandDone({ type: 'errandDone', at: now(), callId, token, result }, fields)
  }

  function carryOut(command: Command): void {
    switch (command.type) {
      case 'play':
      case 'collect':
      case 'startMusic':
        speaking.say(command)
        break
      case 'runErrand':
        void runErrand(command)
        break
      case 'originate':
        if (command.to.kind === 'privateNumber') void unsealed(command, command.to.field)
        else send({ ...command, to: command.to })
        break
      default:
        for (const legId of silencedBy(command)) speaking.end(legId)
        send(command)
    }
  }

  return {
    run(commands) {
      for (const command of ringingFirst(commands)) carryOut(command)
    },
    notice(raw) {
      switch (raw.type) {
        case 'promptFinished':
        case 'digitsCollected':
        case 'commandFailed':
          if (raw.token !== undefined) speaking.heard(raw.legId, raw.token)
          break
        case 'legHungUp':
          speaking.end(raw.legId)
          break
        default:
      }
    },
    close() {
      closed = true
      speaking.close()
      for (const ending of running) ending.abort()
    },
  }
}

/** The legs to which nothing that is still being prepared may be said after this. */
function silencedBy(command: Exclude<Command, SpeakingCommand | RunErrand | Originate>): readonly LegId[] {
  switch (command.type) {
    case 'bridge':
      return [command.legId, command.withLegId]
    case 'stopPlayback':
    case 'hangUp':
    case 'hangUpStray':
    case 'sendToFallback':
      return [command.legId]
    default:
      return []
  }
}

/** What a caller's leg is told when a call is taken: nothing in it depends on whether a phone rings already. */
const FOR_THE_CALLER: ReadonlySet<Command['type']> = new Set(['claimLeg', 'answer', 'startMusic'])

/**
 * The agent's phone rings before the caller's leg is seen to: an event socket takes one command after the other, and
 * these cost it most of a millisecond. Other orders stay in front; one of them may free that very phone.
 */
function ringingFirst(commands: readonly Command[]): readonly Command[] {
  const at = commands.findIndex(({ type }) => type === 'originate')
  const before = commands.slice(0, Math.max(0, at))
  if (at <= 0 || !before.every(({ type }) => FOR_THE_CALLER.has(type))) return commands
  return [...commands.slice(at, at + 1), ...before, ...commands.slice(at + 1)]
}
