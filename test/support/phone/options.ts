import type { Peer } from './address.ts'

/** What the phone does by itself with an incoming call: `auto` and `afterMs` ring at once, `manual` only says 100. */
export type AnswerPolicy = 'auto' | 'manual' | { readonly afterMs: number } | { readonly refuse: number }

export interface PhoneOptions {
  /** The user part of its address; also the digest user name. */
  readonly extension?: string
  readonly password?: string
  /** Text goes out as UTF-8, bytes as they are. */
  readonly displayName?: string | Uint8Array
  readonly registrar?: Peer
  /** The host part of its address; the registrar's host unless told. */
  readonly domain?: string
  readonly answer?: AnswerPolicy
  /** False: no RTP goes out and none is listened to. */
  readonly rtp?: boolean
  /** A sine of so many hertz instead of silence. */
  readonly tone?: number
  readonly host?: string
  /** SIP port; the system chooses unless told. */
  readonly port?: number
  readonly userAgent?: string
  /** More calls than that are refused with 486. */
  readonly maxCalls?: number
  /** False refuses a REFER with 603. */
  readonly followsRefer?: boolean
  /** How much of each call is kept, in ms; a minute unless told. */
  readonly recordMs?: number
  /** RFC 3261's T1 in ms; 500 unless told. */
  readonly t1Ms?: number
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Another caller than the phone's own; a trunk needs it. */
  readonly from?: { readonly number: string; readonly displayName?: string | Uint8Array }
  /** False: don't listen before the callee answers. */
  readonly earlyMedia?: boolean
  /** INVITE without SDP. */
  readonly delayedOffer?: boolean
}
