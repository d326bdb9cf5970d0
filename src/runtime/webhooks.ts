/**
 * Webhooks in ports. The journal is the outbox: a **dispatcher** notes, for each endpoint and each subject (a call, an
 * agent, …), up to which fact there is something to deliver; a **drain** delivers one such pair's facts in order. What
 * was noted and what was delivered is kept by `WebhookOutbox`; what people say of endpoints, by `WebhookRegistry`.
 */
import type { JournalRow } from '../domain/fact.ts'
import type { Parsed } from '../domain/ids.ts'

const WEBHOOK_ID = /^webhook_[0-7][0-9A-HJKMNP-TV-Z]{25}$/

export function parseWebhookId(text: string): Parsed<string> {
  return WEBHOOK_ID.test(text) ? { ok: true, id: text } : { ok: false, expected: 'webhook_ULID' }
}

/** Endpoints of one site at most; events are matched against each. */
export const MOST_WEBHOOKS = 100
/** Facts that one replay may go back over. */
export const LONGEST_REPLAY = 100_000
/** Secrets that may be valid at the same time. */
export const MOST_SECRETS = 5

/** What whoever sets up an endpoint decides. */
export interface WebhookTerms {
  readonly url: string
  /** CloudEvents types, or families of them as `cti.call.*`; null: all. */
  readonly types: readonly string[] | null
  /** Only events of these queues and of calls that are, or were last, in one of them; null: all. */
  readonly queueIds: readonly string[] | null
  /** For people; empty for none. */
  readonly description: string
}

/** Whether events of a type are wanted; undefined is a fact that isn't for the outside. */
export function wantsType({ types }: Pick<WebhookTerms, 'types'>, type: string | undefined): boolean {
  if (type === undefined) return false
  return (
    types?.some((each) => each === type || (each.endsWith('.*') && type.startsWith(each.slice(0, -1)))) ??
    true
  )
}

export interface WebhookEndpoint extends WebhookTerms {
  readonly webhookId: string
  readonly siteId: string
  readonly state: 'enabled' | 'disabled'
  /** `gone`: it answered 410. */
  readonly disabledWhy: 'gone' | 'asked' | null
  /** Milliseconds since the epoch, as all moments here. */
  readonly stateSince: number
  readonly createdAt: number
  /** Rises with every change. */
  readonly version: number
}

/** `whsec_` and base64, newest first. */
export interface WebhookSecret {
  readonly secret: string
  /** Null: until another follows it. */
  readonly validUntil: number | null
}

/** How far an endpoint is behind. */
export interface WebhookStanding {
  readonly webhookId: string
  /** Subjects with something to deliver. */
  readonly waiting: number
  /** The oldest undelivered event isn't older than this. Null: nothing waits. */
  readonly behindSince: number | null
  /** Given up, and not replayed since. */
  readonly deadLetters: number
}

export interface DeadLetter {
  readonly siteId: string
  readonly pos: number
  readonly subject: string
  readonly subjectSeq: number
  readonly type: string
  /** When the last try failed. */
  readonly failedAt: number
  readonly attempts: number
  readonly failure: DeliveryFailure
  readonly status: number | null
  readonly replayedAt: number | null
}

/** Why a try failed; a closed list, shared by metrics, dead letters and the API. */
export type DeliveryFailure =
  /** 3xx: never followed, since it would lead past the allow-list. */
  | 'redirected'
  /** 4xx other than 410. */
  | 'clientError'
  | 'serverError'
  | 'timedOut'
  | 'unreachable'
  /** The receiver's certificate, or the TLS handshake. */
  | 'tlsFailed'
  /** Not on the allow-list, or no more. */
  | 'targetRefused'
  | 'nameUnknown'
  /** What came back isn't HTTP. */
  | 'notHttp'
  /** None of its secrets opens under this master key, and nothing is sent unsigned. */
  | 'secretLost'
  /** 410. */
  | 'gone'

export const DELIVERY_FAILURES: readonly DeliveryFailure[] = [
  'redirected',
  'clientError',
  'serverError',
  'timedOut',
  'unreachable',
  'tlsFailed',
  'targetRefused',
  'nameUnknown',
  'notHttp',
  'secretLost',
  'gone',
]

export type DeliveryOutcome =
  | { readonly type: 'delivered'; readonly status: number; readonly durationMs: number }
  | {
      readonly type: 'failed'
      readonly why: DeliveryFailure
      readonly status: number | null
      readonly durationMs: number
    }

export type ChangeOutcome =
  | { readonly type: 'changed'; readonly endpoint: WebhookEndpoint }
  | { readonly type: 'unknown' }
  /** Its version is another one. */
  | { readonly type: 'conflict'; readonly version: number }

/** Endpoints as kept; secrets are sealed on their way in. All reject with `PortUnavailable`. */
/** Filters that are undefined don't filter. */
export interface DeadLetterFilter {
  /** Whether it has been delivered by a replay since. */
  readonly replayed?: boolean | undefined
  readonly subject?: string | undefined
}

export interface WebhookRegistry {
  /** By id, at most `limit`. */
  list(siteId: string, limit: number, afterId?: string): Promise<readonly WebhookEndpoint[]>
  get(siteId: string, webhookId: string): Promise<WebhookEndpoint | undefined>
  /** What happens from now on is delivered. */
  create(
    siteId: string,
    webhookId: string,
    terms: WebhookTerms,
    secret: string,
  ): Promise<WebhookEndpoint | 'full'>
  replace(siteId: string, webhookId: string, terms: WebhookTerms, version: number): Promise<ChangeOutcome>
  /** Disabled, it misses nothing: what happens meanwhile is delivered once it is enabled. */
  setState(
    siteId: string,
    webhookId: string,
    state: 'enabled' | 'disabled',
    why: 'asked' | 'gone',
    /** Only while this is its address. */
    onlyUrl?: string,
  ): Promise<WebhookEndpoint | undefined>
  remove(siteId: string, webhookId: string): Promise<boolean>
  secrets(siteId: string, webhookId: string): Promise<readonly WebhookSecret[] | undefined>
  /** Puts a new secret first; those before stay valid for `oldValidForMs` at most. */
  addSecret(
    siteId: string,
    webhookId: string,
    secret: string,
    oldValidForMs: number,
  ): Promise<'added' | 'full' | 'unknown'>
  standings(siteId: string): Promise<readonly WebhookStanding[]>
  /** Newest first. */
  deadLetters(
    siteId: string,
    webhookId: string,
    limit: number,
    beforePos?: number,
    filter?: DeadLetterFilter,
  ): Promise<readonly DeadLetter[]>
  deadLetter(siteId: string, webhookId: string, pos: number): Promise<DeadLetter | undefined>
  deadLetterReplayed(siteId: string, webhookId: string, pos: number): Promise<void>
  /** The journal's row at a position. */
  row(siteId: string, pos: number): Promise<JournalRow | undefined>
  /** Everything after `afterPos` is to be delivered again. `tooLong`: more than `LONGEST_REPLAY` facts. */
  replayFrom(
    endpoint: WebhookEndpoint,
    afterPos: number,
  ): Promise<{ readonly type: 'noted'; readonly subjects: number } | { readonly type: 'tooLong' }>
}

/** An endpoint and a subject whose facts it gets. */
export interface WebhookPair {
  readonly webhookId: string
  readonly subject: string
}

/** There is something to deliver to a pair: facts of its subject from `firstSeq` to `lastSeq`. */
export interface WantedPair extends WebhookPair {
  readonly firstSeq: number
  readonly lastSeq: number
  /** When the first of them happened. */
  readonly at: number
}

/** A pair that is one's own for a while. */
export interface ClaimedPair extends WebhookPair {
  readonly endpoint: WebhookEndpoint
  /** Those that are valid now. */
  readonly secrets: readonly string[]
  readonly doneSeq: number
  readonly wantedSeq: number
  /** Failed tries of the fact after `doneSeq`. */
  readonly attempts: number
}

/** What `passed` came to. */
export type Passed =
  | { readonly type: 'more'; readonly wantedSeq: number }
  /** Nothing is left; the pair is let go of. */
  | { readonly type: 'finished' }
  /** The claim has run out and another has the pair, or it was replayed, or removed: stop. */
  | { readonly type: 'lost' }

export interface OutboxState {
  /** All facts up to here have been dispatched. */
  readonly pos: number
  /** Rises whenever an endpoint changes. */
  readonly revision: number
  readonly endpoints: readonly WebhookEndpoint[]
}

/** What is to be delivered, and how far it has got. All reject with `PortUnavailable`. */
export interface WebhookOutbox {
  /** Begins at the journal's head where a site has no outbox yet. */
  state(siteId: string): Promise<OutboxState>
  /**
   * The dispatcher's cursor alone. It can be lower than it was: a crash of the database may take back the newest of what
   * `advance` and all below have written, in the order opposite to the one in which they wrote it.
   */
  pos(siteId: string): Promise<number>
  /**
   * Moves the dispatcher's cursor from `fromPos` to `toPos` and notes what is wanted, both or neither. `moved`: another
   * dispatcher was faster, or an endpoint has changed: read the state anew. Gives the pairs that wait for a drain.
   */
  advance(
    siteId: string,
    step: { readonly fromPos: number; readonly toPos: number; readonly revision: number },
    wanted: readonly WantedPair[],
  ): Promise<
    { readonly type: 'advanced'; readonly ready: readonly WebhookPair[] } | { readonly type: 'moved' }
  >
  /** Takes a pair for `holdMs`; undefined when it isn't due, is another's, or its endpoint is disabled. */
  claim(siteId: string, pair: WebhookPair, holder: string, holdMs: number): Promise<ClaimedPair | undefined>
  /** Facts of a subject, from after `afterSeq` up to `toSeq`, at most `limit`. */
  rows(
    siteId: string,
    subject: string,
    afterSeq: number,
    toSeq: number,
    limit: number,
  ): Promise<readonly JournalRow[]>
  /** The queue that a subject's facts up to `seq` have named last. */
  queueAt(siteId: string, subject: string, seq: number): Promise<string | undefined>
  /** The facts up to `seq` are dealt with; `at` is when the last of them happened. Keeps the claim for `holdMs` more. */
  passed(
    siteId: string,
    pair: WebhookPair,
    holder: string,
    done: { readonly seq: number; readonly at: number; readonly holdMs: number },
  ): Promise<Passed>
  /** The next fact has failed once more; lets go of the pair. */
  retryLater(siteId: string, pair: WebhookPair, holder: string, delayMs: number): Promise<void>
  /**
   * The receiver is back: pairs of its endpoint whose next try is further away than `withinMs` are tried within that
   * time, spread over it, at most `limit` of them.
   *
   * @returns how many; fewer than `limit`: there are no more
   */
  awaken(siteId: string, webhookId: string, withinMs: number, limit: number): Promise<number>
  /** Marks a fact as undeliverable. `passed` follows. */
  bury(
    row: JournalRow,
    pair: WebhookPair,
    last: { readonly attempts: number; readonly why: DeliveryFailure; readonly status: number | null },
  ): Promise<void>
  /** Lets go of a pair that has more to deliver; it is looked at again after `lookAfterMs`. */
  release(siteId: string, pair: WebhookPair, holder: string, lookAfterMs: number): Promise<void>
  /** Puts off a pair that nobody holds. */
  postpone(siteId: string, pair: WebhookPair, lookAfterMs: number): Promise<void>
  /** Pairs that should have been drained by now, at most `limit`; they aren't named again for `lookAfterMs`. */
  overdue(siteId: string, limit: number, lookAfterMs: number): Promise<readonly WebhookPair[]>
}

/** Told of deliveries, for metrics. Must return at once. */
export interface WebhookObserver {
  /** One try has ended. */
  tried(webhookId: string, outcome: 'delivered' | DeliveryFailure, durationMs: number): void
  /** `lagMs`: from the fact to the receiver's answer. */
  delivered(webhookId: string, lagMs: number): void
  deadLettered(webhookId: string): void
  /** All endpoints of the site, every few seconds; `now` in milliseconds since the epoch. */
  standings(standings: readonly WebhookStanding[], now: number): void
}

/** What the API needs beside the registry. */
export interface WebhookDesk {
  newWebhookId(): string
  newSecret(): string
  /** Why nothing would be sent there, in words for whoever gave the address; undefined when it would. */
  targetFault(url: string): Promise<string | undefined>
  /** Sends an event that stands for nothing: once, whether the endpoint is enabled or not. */
  test(endpoint: WebhookEndpoint): Promise<DeliveryOutcome>
  /** Sends one event, once, out of its order. Undefined when there is no such event. */
  redeliver(endpoint: WebhookEndpoint, pos: number): Promise<DeliveryOutcome | undefined>
}
