/** What the REST API and the live stream work with, as far as it is there before they are loaded. */
import { ulid } from 'ulid'
import type { HttpDeps } from '../adapters/http/deps.ts'
import { createKeyVerifier } from '../adapters/http/key-verifier.ts'
import { DEFAULT_LIMITS } from '../adapters/http/listener.ts'
import { createTokens } from '../adapters/http/tokens.ts'
import type { Metrics } from '../adapters/metrics/metrics.ts'
import type { createRedisStore } from '../adapters/redis/create-redis.ts'
import type { Store } from '../adapters/store/create-store.ts'
import type { Config } from '../config.ts'
import { accessIdFrom, broadcastIdFrom, callIdFrom, keyIdFrom } from '../domain/ids.ts'
import type { Log } from '../lib/log.ts'
import { createAccessNotes } from '../runtime/access-notes.ts'
import type { BoardFeed } from '../runtime/figures/board-feed.ts'
import type { SiteGateway } from '../runtime/gateway.ts'
import type { LiveFeed } from '../runtime/live-feed.ts'
import type { Clock } from '../runtime/ports.ts'
import { COMMAND_TIMEOUT_MS } from './timeouts.ts'

const READ_TIMEOUT_MS = 5_000
const CLOSE_MS = 10_000

export interface ApiDepsOptions extends Pick<HttpDeps, 'flows' | 'endpoints' | 'hashNumber' | 'readiness'> {
  readonly config: Config
  readonly version: string
  readonly secret: (name: string) => string
  readonly gateway: SiteGateway
  readonly store: Store
  readonly redis: ReturnType<typeof createRedisStore>
  readonly feed: LiveFeed
  readonly board: BoardFeed
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
  /** How many sites share the listener. */
  readonly siteCount: number
}

export type ApiDeps = Omit<HttpDeps, 'playback' | 'webhooks' | 'prompts'>

export function apiDeps(options: ApiDepsOptions): ApiDeps {
  const { config, version, secret, gateway, store, redis, flows, endpoints, feed } = options
  const { metrics, clock, hashNumber, log } = options
  // Of other roles nobody asks more than how they do.
  const token = secret('apiTokenFile')
  return {
    config: {
      siteId: config.siteId,
      host: config.http.address,
      port: config.http.port,
      version,
      commandTimeoutMs: COMMAND_TIMEOUT_MS,
      readTimeoutMs: READ_TIMEOUT_MS,
      maxKeyDays: config.access.maxKeyDays,
      rateLimits: config.http.rateLimits,
      limits: {
        requestTimeoutMs: config.http.requestTimeoutMs,
        // Where sites move first, requests under way wait for their next owner.
        closeMs: CLOSE_MS,
        maxConnections: DEFAULT_LIMITS.maxConnections + config.stream.maxReaders * options.siteCount,
      },
    },
    gateway,
    views: store.views,
    journal: store.journal,
    idempotency: store.idempotency,
    flows,
    endpoints,
    stream: { feed, present: store.present, ticketTtlMs: config.stream.ticketTtlMs },
    tickets: redis.tickets,
    callRecords: store.callRecords,
    agentHistory: store.agentHistory,
    figures: store.figures,
    board: options.board,
    now: () => clock.now(),
    readiness: options.readiness,
    metrics,
    log,
    tokens: createKeyVerifier({
      siteId: config.siteId,
      keys: store.keys,
      fixed: createTokens(token === '' ? [] : [{ principalId: 'api', token }]),
      clock,
      log,
    }),
    keys: store.keys,
    access: createAccessNotes({
      gateway,
      siteId: config.siteId,
      timeoutMs: COMMAND_TIMEOUT_MS,
      newAccessId: () => accessIdFrom(ulid()),
      log,
    }),
    accessLog: store.accessLog,
    privateFields: store.privateFields,
    ids: {
      newCallId: () => callIdFrom(ulid()),
      newKeyId: () => keyIdFrom(ulid()),
      newBroadcastId: () => broadcastIdFrom(ulid()),
    },
    hashNumber,
  }
}
