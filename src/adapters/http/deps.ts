/** All that the API needs of the rest of the service. */
import type { BroadcastId, CallId, KeyId, SiteId } from '../../domain/ids.ts'
import type { Log } from '../../lib/log.ts'
import type { AccessLogPort, KeysPort } from '../../runtime/access.ts'
import type { AccessNotes } from '../../runtime/access-notes.ts'
import type { AgentHistoryPort } from '../../runtime/agent-history.ts'
import type { CallRecordsPort } from '../../runtime/call-records.ts'
import type { EndpointDesk } from '../../runtime/endpoints.ts'
import type { BoardFeed } from '../../runtime/figures/board-feed.ts'
import type { FiguresPort } from '../../runtime/figures/port.ts'
import type { FlowDesk } from '../../runtime/flow-desk.ts'
import type { SiteGateway } from '../../runtime/gateway.ts'
import type { LiveFeed } from '../../runtime/live-feed.ts'
import type { Playback } from '../../runtime/playback.ts'
import type { IdempotencyPort, JournalPort, PrivatePort, ViewsPort } from '../../runtime/ports.ts'
import type { PromptLibrary } from '../../runtime/prompts.ts'
import type { PresentPort, TicketsPort } from '../../runtime/stream.ts'
import type { WebhookDesk, WebhookRegistry } from '../../runtime/webhooks.ts'
import type { KeyVerifier } from './key-verifier.ts'
import type { ListenerLimits } from './listener.ts'
import type { HttpMetrics } from './request-context.ts'

/** Requests in each window. */
export interface RateLimits {
  readonly windowMs: number
  readonly reads: number
  readonly commands: number
  /** Commands that end a call or hide what is said. */
  readonly urgent: number
  /** From one address, where no token is asked for. */
  readonly anonymous: number
}

export interface HttpConfig {
  readonly siteId: SiteId
  /** Interface to listen on. */
  readonly host: string
  /** 0: the system chooses. */
  readonly port: number
  /** The package's version, for the OpenAPI document. */
  readonly version: string
  /** How long a command may take until its facts are durable. */
  readonly commandTimeoutMs: number
  /** How long one read from the database may take. */
  readonly readTimeoutMs: number
  /** How long an API key may be good for. */
  readonly maxKeyDays: number
  readonly limits?: Partial<ListenerLimits>
  /** None unless told. */
  readonly rateLimits?: RateLimits
}

export interface ReadinessCheck {
  readonly ok: boolean
  /** What is wrong; shown to anyone who asks, so no addresses and no secrets. */
  readonly detail?: string
}

/**
 * Whether this process can do its work: what it needs answers, and, as far as its roles ask for that, it owns the site or
 * can reach whoever does.
 */
export type Readiness = Readonly<Record<'database' | 'redis', ReadinessCheck>> &
  Readonly<Partial<Record<'owner' | 'switch', ReadinessCheck>>>

export interface MetricsSource {
  readonly contentType: string
  /** Everything in the exposition format. */
  render(): Promise<string>
}

export interface StreamDeps {
  readonly feed: LiveFeed
  readonly present: PresentPort
  /** How long a ticket may be used. */
  readonly ticketTtlMs: number
  /** How long a reader that takes nothing is kept; 10 s unless told. */
  readonly stallMs?: number
  /** After so long without an event a reader is told that the line is up; 15 s unless told. */
  readonly heartbeatMs?: number
}

export interface PromptsDeps {
  readonly library: PromptLibrary
  /** Flows that say the prompt; undefined when the site's owner can't be asked. */
  usedBy(prompt: string): Promise<readonly string[] | undefined>
  /** Some prompt is there now that wasn't, or sounds otherwise. */
  changed(): void
}

export interface HttpDeps {
  readonly config: HttpConfig
  readonly gateway: SiteGateway
  readonly views: ViewsPort
  readonly journal: Pick<JournalPort, 'readSubject'>
  readonly idempotency: IdempotencyPort
  readonly flows: FlowDesk
  readonly endpoints: EndpointDesk
  readonly prompts: PromptsDeps
  readonly playback: Pick<Playback, 'find'>
  readonly stream: StreamDeps
  readonly tickets: TicketsPort
  readonly callRecords: CallRecordsPort
  readonly agentHistory: AgentHistoryPort
  readonly figures: Pick<FiguresPort, 'queues' | 'agents'>
  readonly board: Pick<BoardFeed, 'now' | 'open'>
  /** Site time, milliseconds since the epoch. */
  readonly now: () => number
  readonly webhooks: { readonly registry: WebhookRegistry; readonly desk: WebhookDesk }
  readonly readiness: () => Promise<Readiness>
  readonly metrics: MetricsSource & { readonly http: HttpMetrics }
  readonly log: Log
  readonly tokens: KeyVerifier
  readonly keys: KeysPort
  /** What is noted for auditors; closed with the API. */
  readonly access: AccessNotes
  readonly accessLog: AccessLogPort
  readonly privateFields: Pick<PrivatePort, 'readSome'>
  readonly ids: { newCallId(): CallId; newKeyId(): KeyId; newBroadcastId(): BroadcastId }
  /** Keyed hash of a normalised number. */
  readonly hashNumber: (number: string) => string
}
