/** Orders to the outside. They are released once the facts that explain them are durable. */

import type { HangUpCause } from '../call/causes.ts'
import type { CallId, LegId, NodeId, RecordingId } from '../ids.ts'

/** A prompt by name; the shell finds the file for the language. */
export interface PromptRef {
  readonly name: string
  readonly language: string
}

/** Where a leg is to be originated to. */
export type Destination =
  | { readonly kind: 'extension'; readonly extension: string }
  /** A number of the call's own, kept sealed: the shell unseals it for this one command. */
  | { readonly kind: 'privateNumber'; readonly field: 'calledNumber' }

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
  /** Plays in order; `promptFinished` with the token follows, unless the leg ends. */
  | (On & {
      readonly type: 'play'
      readonly legId: LegId
      readonly token: string
      readonly prompts: readonly PromptRef[]
    })
  /** Plays and takes one digit of `digits`; `digitsCollected` with the token follows, unless the leg ends. */
  | (On & {
      readonly type: 'collect'
      readonly legId: LegId
      readonly token: string
      readonly prompts: readonly PromptRef[]
      readonly digits: readonly string[]
      readonly timeoutMs: number
    })
  /** Endless music after the prompts, until `stopPlayback` or a bridge. */
  | (On & {
      readonly type: 'startMusic'
      readonly legId: LegId
      readonly prompts: readonly PromptRef[]
      readonly music: string
    })
  | (On & { readonly type: 'stopPlayback'; readonly legId: LegId })
  /** `ringMs` bounds the ringing on the switch too, should the controller die. */
  | (On & {
      readonly type: 'originate'
      readonly legId: LegId
      readonly role: 'agent' | 'party'
      readonly to: Destination
      readonly ringMs: number
      /** Shown to the called phone; masked. */
      readonly shownNumber: string
      readonly earlyMedia: 'ignore' | 'accept'
    })
  | (On & { readonly type: 'bridge'; readonly legId: LegId; readonly withLegId: LegId })
  | (On & { readonly type: 'hangUp'; readonly legId: LegId; readonly cause: HangUpCause })
  /** Hands the leg to the switch's fallback group; the controller lets go of it. */
  | (On & { readonly type: 'sendToFallback'; readonly legId: LegId })
  /** Records what the leg says (left) and hears (right) into the take's own file. */
  | (OnTake & { readonly type: 'startRecording' })
  | (OnTake & { readonly type: 'stopRecording' })
  /** Silence in the place of what is said, or no longer. */
  | (OnTake & { readonly type: 'maskRecording'; readonly masked: boolean })
  /** A leg that no call expects: an agent's phone rung for a caller who has gone. */
  | { readonly type: 'hangUpStray'; readonly nodeId: NodeId; readonly legId: LegId }

export type CommandType = Command['type']
