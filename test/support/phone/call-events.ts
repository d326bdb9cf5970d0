import type { Direction } from './sdp.ts'

/**
 * Outgoing:  calling → trying → ringing / earlyMedia → answered → ended
 * Incoming:  incoming → ringing / earlyMedia → answered → ended
 */
export type CallState = 'calling' | 'incoming' | 'trying' | 'ringing' | 'earlyMedia' | 'answered' | 'ended'

export interface Ending {
  readonly type: 'ended'
  /** Who ended it: this phone, the other side, or nobody (an answer or ACK that never came, a dead socket). */
  readonly by: 'local' | 'remote' | 'network'
  readonly reason: 'hungUp' | 'cancelled' | 'refused' | 'noResponse' | 'noAck' | 'unusableSdp' | 'killed'
  /** The final status that ended an INVITE or answered a BYE; undefined if there was none. */
  readonly sipStatus: number | undefined
  /** The Reason header that came with it, such as `SIP;cause=200;text="Call completed elsewhere"`. */
  readonly reasonHeader: string | undefined
  readonly at: number
}

export type CallEvent =
  | { readonly type: 'trying'; readonly at: number }
  | { readonly type: 'ringing'; readonly sipStatus: number; readonly at: number }
  | { readonly type: 'earlyMedia'; readonly sipStatus: number; readonly at: number }
  | { readonly type: 'answered'; readonly at: number }
  /** The callee's 200 was acknowledged. */
  | { readonly type: 'confirmed'; readonly at: number }
  /** The media was renegotiated, by either side; directions are seen from here. */
  | {
      readonly type: 'renegotiated'
      readonly by: 'local' | 'remote'
      readonly direction: Direction
      readonly at: number
    }
  | { readonly type: 'held'; readonly at: number }
  | { readonly type: 'resumed'; readonly at: number }
  /** A REFER came. */
  | { readonly type: 'referred'; readonly to: string; readonly at: number }
  /** A NOTIFY told how our REFER goes: the status of the other side's new call. */
  | { readonly type: 'referProgress'; readonly sipStatus: number; readonly at: number }
  /** A NOTIFY told this phone to answer by itself, or to hold. */
  | { readonly type: 'told'; readonly to: 'talk' | 'hold'; readonly at: number }
  | { readonly type: 'info'; readonly contentType: string; readonly body: string; readonly at: number }
  | Ending

export type CallEventType = CallEvent['type']
export type CallEventOf<T extends CallEventType> = Extract<CallEvent, { readonly type: T }>

/** A SIP request of ours was refused, or had no answer. */
export class SipFailure extends Error {
  override readonly name = 'SipFailure'
  /** The final status; 0 if none came. */
  readonly sipStatus: number

  constructor(what: string, sipStatus: number, seen: string) {
    super(`${what}: ${sipStatus === 0 ? 'no answer' : `answered ${sipStatus}`}\n${seen}`)
    this.sipStatus = sipStatus
  }
}
