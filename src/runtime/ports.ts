/**
 * What the runtime needs of the outside, in the domain's words. Adapters implement these; tests run the same
 * conformance suite over each implementation.
 */
import type { Reach } from '../domain/access/reach.ts'
import type { JournalRow } from '../domain/fact.ts'
import type { Controller } from './spreading.ts'

/** Three readings that are never mixed, because the machine's wall clock may step. */
export interface Clock {
  /**
   * Site time, for facts and deadlines: milliseconds since the epoch, UTC. Never runs backwards and never jumps; after
   * a step of the wall clock it differs from that until it has been brought up to it (`clock.ts`).
   */
  now(): number
  /** The machine's wall clock, milliseconds since the epoch, UTC: for what others compare with theirs, and for expiries. */
  wall(): number
  /** Milliseconds that never run backwards; the origin means nothing. For leases, windows and durations. */
  monotonic(): number
}

/** The clock of a process that may own sites. */
export interface SiteClock extends Clock {
  /** Site time goes on from here, if it is behind: facts of a site that is being taken over reach up to this moment. */
  notBefore(at: number): void
}

/** What clients are shown lists of. */
export type ListedKind = 'call' | 'agent' | 'queue' | 'recording'

/** The present state of one subject as lists show it: written in the append's transaction, so never behind the journal. */
export interface View {
  /** `site`: who owns it; its id is the site's own. */
  readonly kind: ListedKind | 'site'
  readonly id: string
  /** Position of the newest fact folded into this view. */
  readonly pos: number
  /** Plain JSON, as the API returns it; no personal data. */
  readonly body: object
  /** A call's or recording's first moment in milliseconds; lists are ordered by it. Other kinds: 0. */
  readonly orderAt: number
  /** What lists filter by; closed vocabulary per kind, for calls the phase, the queue and the agent. */
  readonly state: string
  readonly queueId: string | null
  readonly agentId: string | null
  /**
   * Keyed hash of the number outside, who calls in or is called: for finding calls, never shown. Once written it stays,
   * so that it need come only with a call's first fact.
   */
  readonly partyHash?: string
}

/** The state of a view whose subject was removed: it is in no list, and can't be read. */
export const REMOVED = 'removed'

/** Something personal about a call, sealed under the call's own key before it is stored. */
export interface PrivateField {
  readonly callId: string
  /** `callingNumber`, `calledNumber`, `callerName`, … */
  readonly name: string
  readonly value: string
}

export interface AppendBatch {
  readonly siteId: string
  /** Consecutive positions. */
  readonly rows: readonly JournalRow[]
  readonly views: readonly View[]
  readonly privateFields: readonly PrivateField[]
}

export type AppendOutcome =
  | { readonly type: 'appended' }
  /**
   * One of these positions is taken, or the one before them is missing. By another controller, or by this very batch,
   * if an earlier append of it was of unknown outcome: the journal says which.
   */
  | { readonly type: 'conflict' }
  /**
   * The database didn't answer in time, refused, or kept the batch without its standby's word; whether the batch is
   * there is unknown until `head` is read, and whether it is durable until `confirm`.
   */
  | { readonly type: 'unavailable'; readonly reason: string }

export interface JournalPort {
  /** One transaction: rows, views and private fields become durable together, or none of them. */
  append(batch: AppendBatch): Promise<AppendOutcome>
  /** The newest position, 0 for an empty journal. What it counts may not be durable yet: see `confirm`. */
  head(siteId: string): Promise<number>
  /**
   * Resolves when what is in the journal is as durable as an append that succeeded, on synchronous standbys too.
   * Rejects with `PortUnavailable` while that isn't known. Needed only for what was read after an unknown outcome.
   */
  confirm(siteId: string): Promise<void>
  /** Rows after `afterPos` in order, at most `limit`. */
  read(siteId: string, afterPos: number, limit: number): Promise<readonly JournalRow[]>
  /** All rows of one subject in order. */
  readSubject(siteId: string, subject: string): Promise<readonly JournalRow[]>
}

/** Each site's newest frozen memory: a cache of the fold, so that taking a site doesn't take longer every year. */
export interface SnapshotPort {
  load(siteId: string): Promise<{ readonly pos: number; readonly body: string } | undefined>
  /** Replaces an older one; one that is older than what is there is dropped. */
  save(siteId: string, pos: number, body: string): Promise<void>
}

/** What lists are narrowed to. Filters that are undefined don't filter; those that a kind knows nothing of find nothing. */
export interface ViewFilter {
  readonly state?: string | undefined
  /** Of agents: those who serve it. */
  readonly queueId?: string | undefined
  /** Of queues: those that the agent serves. */
  readonly agentId?: string | undefined
  /** Of agents: those whose phone it is now. */
  readonly extension?: string | undefined
  /** What began at this moment or later; milliseconds since the epoch. */
  readonly from?: number | undefined
  /** What began before this moment. */
  readonly to?: number | undefined
  readonly direction?: 'inbound' | 'outbound' | undefined
  readonly serviceNumber?: string | undefined
  readonly flowId?: string | undefined
  /** The party outside has one of these: keyed hashes of one number in its several forms. */
  readonly partyHashes?: readonly string[] | undefined
  /** What the reader may see at all. */
  readonly reach?: Reach | undefined
}

/** What lists are read from. */
export interface ViewQuery extends ViewFilter {
  readonly siteId: string
  readonly kind: ListedKind
  readonly limit: number
  /** From the page before; undefined for the first. Calls and recordings come newest first, other kinds by id. */
  readonly after?: { readonly orderAt: number; readonly id: string } | undefined
}

export interface ViewsPort {
  list(query: ViewQuery): Promise<readonly View[]>
  get(siteId: string, kind: View['kind'], id: string): Promise<View | undefined>
}

/** Personal data of calls; reading is the caller's to authorise and audit. Writing happens with `append`. */
export interface PrivatePort {
  read(siteId: string, callId: string, name: string): Promise<string | undefined>
  /** Those of the call's fields whose names are wanted, by name. */
  readSome(
    siteId: string,
    callId: string,
    isWanted: (name: string) => boolean,
  ): Promise<ReadonlyMap<string, string>>
}

/** First answers to commands that carried an Idempotency-Key, kept for 24 hours. */
export interface IdempotencyPort {
  /**
   * Claims `key`. `new`: go on, then `finish`. `running`: another request holds it. `done`: the first answer.
   * `mismatch`: the key was used with another body.
   */
  begin(
    scope: string,
    key: string,
    bodyHash: string,
  ): Promise<
    | { readonly type: 'new' }
    | { readonly type: 'running' }
    | { readonly type: 'mismatch' }
    | { readonly type: 'done'; readonly status: number; readonly body: string }
  >
  finish(scope: string, key: string, status: number, body: string): Promise<void>
  /** Frees a key whose request came to nothing (the process failed before it was accepted). */
  abandon(scope: string, key: string): Promise<void>
}

/** One time of being given a lease: each renewal is another. `id` never comes again, not in another memory either. */
export interface LeaseGrant {
  readonly holder: string
  readonly id: string
}

export type LeaseOutcome =
  /** `before`: the newest grant of before, over or not; undefined when nothing is remembered of any. */
  | {
      readonly type: 'held'
      readonly ttlMs: number
      readonly grant: LeaseGrant
      readonly before: (LeaseGrant & { readonly released: boolean }) | undefined
    }
  | { readonly type: 'heldByOther'; readonly ttlMs: number; readonly grant: LeaseGrant }
  | { readonly type: 'unavailable'; readonly reason: string }

/** One lease per site. A holder's name is one controller's alone; taking one's own lease again renews it. */
export interface LeasePort {
  acquire(siteId: string, holder: string, ttlMs: number): Promise<LeaseOutcome>
  release(siteId: string, holder: string): Promise<void>
}

/** Tells readers in other processes that the journal has grown. Losing a ring costs a poll interval, nothing else. */
export interface DoorbellPort {
  ring(siteId: string, pos: number): void
  /** Returns how to stop listening. */
  listen(handler: (siteId: string, pos: number) => void): () => void
}

/** Which controllers live. Best effort: what it says may be seconds old, and nothing that must hold depends on it. */
export interface ControllersPort {
  /** Says that this one lives, for so many milliseconds. False when nobody heard it. */
  announce(controller: Controller, ttlMs: number): Promise<boolean>
  /** Undefined when nobody can say. */
  list(): Promise<readonly Controller[] | undefined>
  /** It takes no more sites. */
  leave(name: string): Promise<void>
  /** Who has the site's lease, and who had it last, as far as anybody remembers; undefined when nobody can say. */
  holderOf(siteId: string): Promise<{ readonly now?: string; readonly last?: string } | undefined>
}

/**
 * What reads (`head`, `read`, `list`, `begin`, …) reject with when the store behind a port can't be reached in time.
 * Anything else they throw is a bug.
 */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable'
  readonly type = 'unavailable'
}

/** Makes and opens the keys that seal a call's private fields. */
export interface CallSealing {
  /** A new random key for the call. */
  createKey(siteId: string, callId: string): CallKey
  /** The call's key out of its stored form; undefined when it was altered, moved or wrapped by another master key. */
  openKey(siteId: string, callId: string, wrapped: Uint8Array): CallKey | undefined
}

/** The key of one call. Without its wrapped form nothing that it sealed can be read again, by anyone. */
export interface CallKey {
  /** The key wrapped under the master key: what is stored. */
  readonly wrapped: Uint8Array
  seal(name: string, value: string): Uint8Array
  /** Undefined when the sealed bytes were altered, or belong to another field, call or site. */
  open(name: string, sealed: Uint8Array): string | undefined
}
