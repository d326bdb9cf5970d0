/** Orders to the outside. They are released once the facts that explain them are durable. */

import type { HangUpCause } from '../call/causes.ts'
import type { AgentId, CallId, LegId, NodeId, RecordingId } from '../ids.ts'
import type { DataName, Language, MenuKey, Pace } from '../ivr/flow.ts'
import type { Errand } from './errands.ts'

interface Spoken {
  readonly language: Language
  readonly pace: Pace
}

/** Something to be heard, in one language; the shell finds or makes the file, and unseals what data it needs. */
export type PromptRef =
  /** `instead`: the prompt in whose place a plan has it said. */
  | (Spoken & { readonly kind: 'prompt'; readonly name: string; readonly instead?: string })
  /** `{{name}}` in it stands for attached data of the call. */
  | (Spoken & { readonly kind: 'text'; readonly text: string })
  /** Attached data, key by key. */
  | (Spoken & { readonly kind: 'digits'; readonly data: DataName })
  /** Attached data that is itself a text. */
  | (Spoken & { readonly kind: 'dataText'; readonly data: DataName })
  | (Spoken & { readonly kind: 'number'; readonly number: number })

/** Where a leg is to be originated to. */
export type Destination =
  | { readonly kind: 'extension'; readonly extension: string }
  /** A number that the hospital has written into a flow. */
  | { readonly kind: 'number'; readonly number: string }
  /** A number of the call's own, kept sealed: the shell unseals it for this one command. */
  | { readonly kind: 'privateNumber'; readonly field: 'calledNumber' | 'callingNumber' }

/** What an errand may know of the call without unsealing anything; expressions find it under `call`. */
export interface Known {
  readonly language: Language | null
  readonly profile: string | null
  readonly serviceNumber: string | null
  readonly startedAt: number
  readonly queueId: string | null
}

interface On {
  readonly nodeId: NodeId
  readonly callId: CallId
}

interface OnTake extends On {
  readonly legId: LegId
  readonly recordingId: RecordingId
  readonly take: number
}

export type Command =
  /** Disarms the fallback that the dialplan armed, marks the leg as waiting, sets where it returns after a bridge. */
  | (On & { readonly type: 'claimLeg'; readonly legId: LegId })
  | (On & { readonly type: 'answer'; readonly legId: LegId })
  /** Plays in order; `promptFinished` with the token follows, unless the leg ends. One of `keys` ends it at once. */
  | (On & {
      readonly type: 'play'
      readonly legId: LegId
      readonly token: string
      readonly prompts: readonly PromptRef[]
      readonly keys: readonly MenuKey[]
    })
  /**
   * Plays and takes `min` to `max` keys, the first within `timeoutMs` of the prompts' end, each further one within
   * `interDigitMs`; `digitsCollected` with the token follows, unless the leg ends. The first key ends the prompts.
   */
  | (On & {
      readonly type: 'collect'
      readonly legId: LegId
      readonly token: string
      readonly prompts: readonly PromptRef[]
      readonly min: number
      readonly max: number
      /** Ends it, and isn't part of what was collected. */
      readonly terminator: '#' | '*' | null
      /** With `max` 1: keys that count; another one is `invalid`. Empty: all of 0 to 9, and `*` as a last place. */
      readonly digits: readonly MenuKey[]
      /**
       * Each of these as the only key ends it at once, as `interrupted`. Where `max` is more than 1, a digit among
       * them does so when no key has followed it within `interDigitMs`: it may be the first place of a number.
       */
      readonly keys: readonly MenuKey[]
      readonly timeoutMs: number
      readonly interDigitMs: number
    })
  /**
   * Endless music after the prompts, until `stopPlayback` or a bridge. One of `keys` is told as `keyPressed` and ends
   * the prompts; the music goes on. A `play` or `collect` meant to take the music's place comes after a `stopPlayback`.
   */
  | (On & {
      readonly type: 'startMusic'
      readonly legId: LegId
      readonly prompts: readonly PromptRef[]
      readonly music: string
      readonly keys: readonly MenuKey[]
    })
  /** Something for the shell beside the switch; `errandDone` with the token follows, always. */
  | (On & {
      readonly type: 'runErrand'
      readonly token: string
      readonly errand: Errand
      /** Of the whole errand, all its attempts together. */
      readonly timeoutMs: number
      readonly known: Known
    })
  | (On & { readonly type: 'stopPlayback'; readonly legId: LegId })
  /** `ringMs` bounds the ringing on the switch too, should the controller die. */
  | (On & {
      readonly type: 'originate'
      readonly legId: LegId
      readonly role: 'agent' | 'party'
      /** Whose phone is rung for a caller who waits; the leg carries it, so that a talk can be known again by the switch. */
      readonly agentId?: AgentId
      readonly to: Destination
      readonly ringMs: number
      /** Shown to the called phone; masked. */
      readonly shownNumber: string
      readonly earlyMedia: 'ignore' | 'accept'
      /** The phone is asked to answer by itself, with its headset; absent: it rings. */
      readonly autoAnswer?: true
    })
  /** Asks a phone that rings to answer by itself; not every phone can, and none has to. */
  | (On & { readonly type: 'answerPhone'; readonly legId: LegId })
  | (On & { readonly type: 'bridge'; readonly legId: LegId; readonly withLegId: LegId })
  | (On & { readonly type: 'hangUp'; readonly legId: LegId; readonly cause: HangUpCause })
  /** Hands the leg to the switch's fallback group; the controller lets go of it. */
  | (On & { readonly type: 'sendToFallback'; readonly legId: LegId })
  /** Records what the leg says (left) and hears (right) into the take's own file. */
  | (OnTake & { readonly type: 'startRecording' })
  | (OnTake & { readonly type: 'stopRecording' })
  /** Silence in the place of what is said, or no longer. */
  | (OnTake & { readonly type: 'maskRecording'; readonly masked: boolean })
  /** Whether the node has registrations of these phones: `phoneGone` or `phoneRegistered` follows for each. */
  | { readonly type: 'lookAtPhones'; readonly nodeId: NodeId; readonly extensions: readonly string[] }
  /** The node is to take no new calls, or to take them again; calls that it has go on either way. */
  | { readonly type: 'pauseInbound'; readonly nodeId: NodeId; readonly paused: boolean }
  /** A leg that no call expects: an agent's phone rung for a caller who has gone. */
  | { readonly type: 'hangUpStray'; readonly nodeId: NodeId; readonly legId: LegId }

export type CommandType = Command['type']
