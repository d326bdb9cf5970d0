/** The switch, in the domain's words: what the runtime orders from a node and what it hears from it. */

import type { LegId, NodeId } from '../domain/ids.ts'
import type { Language, Pace } from '../domain/ivr/flow.ts'
import type { Command } from '../domain/site/commands.ts'
import type { LegSnapshot, SwitchInput } from '../domain/site/inputs.ts'
import type { NodeReport } from './node-report.ts'

/** An arrival before it has been made fit for the core: full numbers and names, never logged, never journaled. */
export interface RawArrival {
  readonly legId: LegId
  readonly nodeId: NodeId
  readonly callingNumber: string
  readonly callerName: string
  readonly calledNumber: string
  readonly answered: boolean
}

/** A leg of the snapshot, with a raw arrival in the arrival's place. */
export type RawLegSnapshot = Omit<LegSnapshot, 'arrival'> & { readonly arrival: RawArrival | undefined }

/** Inputs as the adapter gives them: those that carry numbers are raw and without a call id. */
export type RawSwitchInput =
  | Exclude<SwitchInput, { type: 'legParked' } | { type: 'switchConnected' }>
  | { readonly type: 'legParked'; readonly nodeId: NodeId; readonly at: number; readonly arrival: RawArrival }
  | {
      readonly type: 'switchConnected'
      readonly nodeId: NodeId
      readonly at: number
      readonly coreUuid: string
      readonly legs: readonly RawLegSnapshot[]
    }

/** Something to be heard, as the switch can play it: texts have become files by now. */
export type Playable =
  | { readonly kind: 'prompt'; readonly name: string; readonly language: Language; readonly pace: Pace }
  /** Absolute, under the same path for the switch; 8 kHz mono 16 bit WAV. */
  | { readonly kind: 'file'; readonly path: string }

/** Orders that say something. */
export type SpeakingCommand = Extract<Command, { type: 'play' | 'collect' | 'startMusic' }>

type WithPlayables<One> = One extends unknown
  ? Omit<One, 'prompts'> & { readonly prompts: readonly Playable[] }
  : never

/** Commands as the adapter takes them: a private number has been unsealed for the one that needs it. */
export type SwitchCommand =
  | Exclude<Command, SpeakingCommand | { type: 'originate' | 'runErrand' }>
  | WithPlayables<SpeakingCommand>
  | (Omit<Extract<Command, { type: 'originate' }>, 'to'> & {
      readonly to:
        | { readonly kind: 'extension'; readonly extension: string }
        | { readonly kind: 'number'; readonly number: string }
    })

export interface SwitchListener {
  /**
   * Called synchronously, in the order in which the switch reported. After each (re)connection the first input is
   * `switchConnected` with a verified snapshot (every leg of `show channels`, and every one of `legs`, confirmed by
   * `uuid_dump`); events that came while the snapshot was taken follow it. `switchLost` comes once per loss.
   */
  input(input: RawSwitchInput): void
  /** Legs that are held to be on this node: `show channels` lags behind, and may not name them yet. */
  legs?(nodeId: NodeId): Iterable<LegId>
  /** What a beat came to; once a beat, unless the connection is lost. */
  report?(report: NodeReport): void
}

/** One FreeSWITCH node (or the embedded switch). */
export interface SwitchPort {
  readonly nodeId: NodeId
  /** Connects and stays connected until `close`. */
  start(listener: SwitchListener): void
  /**
   * Sends an order. Nothing is returned: what comes of it arrives as inputs, a refusal or a missing answer as
   * `commandFailed`. Orders for one leg are carried out in the order given.
   */
  run(command: SwitchCommand): void
  /**
   * Tells the node that a controller is there: sets the global variable `cti_seen` to the node's own second. The
   * dialplan and the watchdog fall open when it is 3 s old. Called every second by the owner.
   */
  beat(): void
  /**
   * The directory of phones has been written anew: the node is to read it, and to forget the registrations of these
   * phones. False when it didn't.
   */
  phonesChanged(
    forgotten: readonly { readonly extension: string; readonly domain: string }[],
  ): Promise<boolean>
  readonly connected: boolean
  /** Connects anew, for a fresh snapshot. What was ordered and not yet answered stays unknown until it is there. */
  refresh(): void
  /**
   * The site is about to be let go of: what is held back for a moment, to know more of it, is told at once, and nothing
   * is held back from now on. What has ended would else be lost to the next owner, who finds it gone without a cause.
   */
  tellAll?(): void
  /** Stops reconnecting, lets go of the socket; calls on the switch go on. */
  close(): Promise<void>
}
