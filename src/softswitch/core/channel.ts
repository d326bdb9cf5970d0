import type { Digit, SipLeg } from '../ports.ts'
import type { Cause } from './causes.ts'
import { addChannelData } from './channel-data.ts'
import type { EventBus } from './events/bus.ts'
import type { SwitchEvent } from './events/event.ts'
import type { EventName } from './events/names.ts'
import { type CallerProfile, type Direction, profileField } from './profile.ts'
import { type CallState, callStateNumber, isDown, type State, stateNumber } from './states.ts'
import { Variables } from './variables.ts'

/** The channel flags of switch_types.h that matter without video, proxy media or conferences. */
export type Flag =
  | 'ANSWERED'
  | 'EARLY_MEDIA'
  | 'RING_READY'
  | 'ORIGINATING'
  | 'TRANSFER'
  | 'REDIRECT'
  | 'CONTROLLED'
  | 'PARK'
  | 'BRIDGED'
  | 'BRIDGE_ORIGINATOR'
  | 'UUID_BRIDGE_ORIGINATOR'
  | 'BROADCAST'
  | 'STOP_BROADCAST'
  | 'EVENT_LOCK'
  | 'LEG_HOLDING'
  | 'HANGUP_HELD'
  | 'DIALPLAN'
  | 'RESET'
  | 'INTERCEPT'

/** One step of an extension. */
export interface Application {
  readonly app: string
  readonly data: string
}

/** What a channel is to do next: a dialplan extension, or originate's `&app(…)`. */
export interface Extension {
  readonly applications: readonly Application[]
  next: number
}

/** A queued `sendmsg` (switch_core_session_queue_private_event). Header names in lower case. */
export interface PrivateCommand {
  readonly headers: ReadonlyMap<string, string>
  readonly body: string | undefined
  /** What it is told as once it has run; PRIVATE_COMMAND for a `sendmsg`. */
  readonly event?: 'COMMAND'
}

/** Hooks a bridge or an originate puts on a channel; `stop` cancels what the state does by itself. */
export interface StateHandlers {
  readonly name: string
  routing?(channel: Channel): Promise<'stop' | 'go on'>
  softExecute?(channel: Channel): Promise<'stop' | 'go on'>
  exchangeMedia?(channel: Channel): Promise<'stop' | 'go on'>
  consumeMedia?(channel: Channel): Promise<'stop' | 'go on'>
  hibernate?(channel: Channel): Promise<'stop' | 'go on'>
  reset?(channel: Channel): Promise<'stop' | 'go on'>
}

const MAX_PRIVATE_COMMANDS = 1000
/** SWITCH_EVENT_QUEUE_LEN, here per channel. */
const MAX_EVENTS = 256
/** SWITCH_DTMF_LOG_LEN: older digits make room for newer ones. */
const MAX_DIGITS = 1000

/**
 * One leg of a call as FreeSWITCH's core sees it (switch_channel_t and its session): state, flags, variables,
 * profile, queues. What happens to it is told by `poke`, which wakes whatever waits; that replaces FreeSWITCH's
 * 20 ms polling loops.
 */
export class Channel {
  uuid: string
  readonly direction: Direction
  readonly name: string
  readonly variables = new Variables()
  readonly handlers: StateHandlers[] = []
  readonly digits: Digit[] = []
  readonly privateCommands: PrivateCommand[] = []
  /** Events that were sent to this channel (switch_core_session_queue_event). */
  readonly events: SwitchEvent[] = []
  state: State = 'CS_NEW'
  runningState: State = 'CS_NEW'
  callState: CallState = 'DOWN'
  hangupCause: Cause | undefined
  profile: CallerProfile
  originator: CallerProfile | undefined
  originatee: CallerProfile | undefined
  lastProfile: 'originator' | 'originatee' | undefined
  extension: Extension | undefined
  /** CF_BREAK: 1 ends what plays, 2 (`all`) ends the list it plays from. */
  breakLevel: 0 | 1 | 2 = 0
  codecKnown = false
  reported = false
  /** How many others still need this channel before it may be destroyed (FreeSWITCH's session read locks). */
  holds = 0
  /** Digits taken so far, which FreeSWITCH tells when the call ends (`digits_dialed`). */
  dialled = ''
  /** Where a caller who is refused is told to call instead. */
  redirectedTo: string | undefined
  /** The application that runs now, for `show channels`. */
  application: Application | undefined
  leg: SipLeg | undefined
  readonly bus: EventBus
  private readonly globals: Variables
  private readonly flags = new Set<Flag>()
  private readonly flagsOfNextState = new Set<Flag>()
  private readonly waiters = new Set<() => void>()

  constructor(
    uuid: string,
    direction: Direction,
    name: string,
    profile: CallerProfile,
    shared: { readonly bus: EventBus; readonly globals: Variables },
  ) {
    this.uuid = uuid
    this.direction = direction
    this.name = name
    this.profile = profile
    this.bus = shared.bus
    this.globals = shared.globals
  }

  has(flag: Flag): boolean {
    return this.flags.has(flag)
  }

  raise(...flags: Flag[]): void {
    for (const flag of flags) this.flags.add(flag)
    this.poke()
  }

  clear(...flags: Flag[]): void {
    for (const flag of flags) {
      this.flags.delete(flag)
      this.flagsOfNextState.delete(flag)
    }
    this.poke()
  }

  /** Clears a flag that is raised now, and leaves one alone that is still to be raised. */
  lower(flag: Flag): void {
    this.flags.delete(flag)
    this.poke()
  }

  /** switch_channel_set_state_flag: raised when the next state is entered, so what runs now doesn't see it. */
  raiseInNextState(flag: Flag): void {
    this.flagsOfNextState.add(flag)
  }

  /** The other half of `raiseInNextState`. */
  enterState(state: State): void {
    for (const flag of this.flagsOfNextState) this.flags.add(flag)
    this.flagsOfNextState.clear()
    this.runningState = state
  }

  /** switch_channel_get_variable: the channel's own, a field of its caller profile, then the core's. */
  get(name: string): string | undefined {
    return this.variables.get(name) ?? (profileField(this.profile, name) || this.globals.get(name))
  }

  set(name: string, value: string | number | undefined): void {
    this.variables.set(name, value === undefined ? undefined : String(value))
  }

  /** switch_channel_set_state: never backwards out of a hang-up. */
  setState(state: State): void {
    if (state === this.state) return
    if (isDown(this.state) && stateNumber(state) < stateNumber(this.state)) return
    this.state = state
    this.poke()
  }

  setCallState(next: CallState): void {
    const before = this.callState
    if (before === next || before === 'HANGUP') return
    this.callState = next
    this.fire('CHANNEL_CALLSTATE', undefined, (event) => {
      event
        .add('Original-Channel-Call-State', before)
        .add('Channel-Call-State-Number', String(callStateNumber(next)))
    })
  }

  /** Not hung up (switch_channel_up_nosig). */
  get up(): boolean {
    return !isDown(this.state)
  }

  get codec(): string {
    return this.leg?.media.codec ?? 'PCMU'
  }

  get mediaUp(): boolean {
    return this.has('ANSWERED') || this.has('EARLY_MEDIA')
  }

  /** switch_channel_ready as another thread sees it. */
  get ready(): boolean {
    const n = stateNumber(this.state)
    return (
      this.hangupCause === undefined &&
      n > stateNumber('CS_ROUTING') &&
      n < stateNumber('CS_HANGUP') &&
      this.state !== 'CS_RESET' &&
      !this.has('TRANSFER')
    )
  }

  /** switch_channel_ready in the channel's own thread: a state change that waits makes it unready. */
  get readyHere(): boolean {
    return this.ready && this.state === this.runningState
  }

  /** False when the channel has so many commands waiting that it must be stuck. */
  queue(command: PrivateCommand): boolean {
    if (this.privateCommands.length >= MAX_PRIVATE_COMMANDS) return false
    this.privateCommands.push(command)
    this.poke()
    return true
  }

  /** False when too many wait: then the event is everybody's. */
  queueEvent(event: SwitchEvent): boolean {
    if (this.events.length >= MAX_EVENTS) return false
    this.events.push(event)
    this.poke()
    return true
  }

  queueDigit(digit: Digit): void {
    if (this.digits.length >= MAX_DIGITS) this.digits.shift()
    this.digits.push(digit)
    this.poke()
  }

  /** Wakes everyone who waits for this channel. */
  poke(): void {
    for (const wake of [...this.waiters]) wake()
  }

  /** Resolves at the next `poke`, or after `ms`. */
  wait(ms?: number): Promise<void> {
    return waitAny([this], ms)
  }

  addWaiter(wake: () => void): void {
    this.waiters.add(wake)
  }

  removeWaiter(wake: () => void): void {
    this.waiters.delete(wake)
  }

  removeHandlers(name?: string): void {
    for (let i = this.handlers.length - 1; i >= 0; i--) {
      if (name === undefined || this.handlers[i]?.name === name) this.handlers.splice(i, 1)
    }
  }

  /** An event about this channel: `before` adds headers ahead of the channel's own, as some events have it. */
  fire(
    name: EventName,
    after?: (event: SwitchEvent) => void,
    before?: (event: SwitchEvent) => void,
    subclass?: string,
  ): void {
    const fill = (event: SwitchEvent) => {
      before?.(event)
      addChannelData(event, this)
      after?.(event)
    }
    this.bus.fire(name, fill, subclass)
  }
}

/** Resolves when one of the channels is poked, or after `ms`; leaves no waiter and no timer behind. */
export function waitAny(channels: readonly Channel[], ms?: number): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined
    const wake = (): void => {
      clearTimeout(timer)
      for (const channel of channels) channel.removeWaiter(wake)
      resolve()
    }
    for (const channel of channels) channel.addWaiter(wake)
    if (ms !== undefined) timer = setTimeout(wake, Math.max(0, ms))
  })
}
