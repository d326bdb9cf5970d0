import type { Peer } from './address.ts'
import type { Digest } from './digest.ts'
import type { Endpoint } from './endpoint.ts'
import type { Media } from './media/media.ts'
import type { Header } from './message.ts'
import type { Session } from './session.ts'
import type { Timers } from './timers.ts'
import type { Trace } from './trace.ts'
import type { Waits } from './waits.ts'

export interface Target {
  readonly uri: string
  readonly peer: Peer
}

/** What the calls of one phone share. */
export interface Core {
  readonly endpoint: Endpoint
  readonly timers: Timers
  readonly waits: Waits
  readonly trace: Trace
  readonly digest: Digest | undefined
  /** Our Contact URI. */
  readonly contact: string
  readonly host: string
  readonly headers: readonly Header[]
  readonly followsRefer: boolean
  readonly sessions: Map<string, Session>
  readonly makeMedia: (waits: Waits) => Media
  /** Where an extension or URI is reached from here. */
  readonly resolve: (target: string) => Target
  /** Places a call for a REFER. */
  readonly placeReferred: (target: string, headers: readonly Header[]) => Promise<Session>
}

export const ALLOW: Header = [
  'Allow',
  'INVITE, ACK, CANCEL, BYE, OPTIONS, REFER, NOTIFY, INFO, MESSAGE, UPDATE',
]

export const SDP_TYPE: Header = ['Content-Type', 'application/sdp']
