/** What the live stream needs of the outside beside the journal. */
import type { Concerned } from './call-trail.ts'
import type { View } from './ports.ts'

/** One-time tickets, for clients that can't send a token in a header (a browser's EventSource). */
export interface TicketsPort {
  /**
   * A new ticket that lets `principalId` in once, within `ttlMs`. Both reject with `PortUnavailable` when the tickets'
   * store doesn't answer.
   */
  issue(principalId: string, ttlMs: number): Promise<string>
  /** Whom the ticket lets in; undefined when there is no such ticket, or no longer. It is used up by this. */
  redeem(ticket: string): Promise<string | undefined>
}

/** Everything that is live at a site, as it was at one position of the journal. */
export interface Present {
  /** The views hold the facts up to here, and none after it. */
  readonly pos: number
  /** Calls that have not ended, all agents, all queues; by kind, then id. */
  readonly views: readonly View[]
}

export interface PresentPort {
  /** Rejects with `PortUnavailable`. */
  read(siteId: string): Promise<Present>
}

/** A fact as readers get it: made once for all of them. */
export interface Told {
  readonly pos: number
  /** Undefined when it isn't for the outside. */
  readonly event: { readonly id: string; readonly type: string; readonly json: string } | undefined
  readonly concerned: Concerned
}

/** Why a reader of the stream was let go. */
export type ReaderEnd =
  /** It went away itself. */
  | 'left'
  /** It took too little for too long. */
  | 'slow'
  /** The service stops. */
  | 'shutdown'
  /** Its key was revoked, or has expired. */
  | 'revoked'
  /** A bug. */
  | 'failed'

/** What metrics are told of the stream. */
export interface StreamObserver {
  /** The process has read the journal up to `pos`, whose fact is `ageMs` old. */
  followed(pos: number, ageMs: number): void
  readerCame(): void
  readerWent(why: ReaderEnd): void
  /** One was turned away: there are as many as are allowed. */
  readerRefused(): void
}

export const unobservedStream: StreamObserver = {
  followed: () => undefined,
  readerCame: () => undefined,
  readerWent: () => undefined,
  readerRefused: () => undefined,
}
