/** What the REST API and the live stream work with, as far as it is there before they are loaded. */
import { ulid } from 'ulid'
import type { HttpDeps, Readiness } from '../adapters/http/deps.ts'
import { createKeyVerifier } from '../adapters/http/key-verifier.ts'
import { DEFAULT_LIMITS } from '../adapters/http/listener.ts'
import { createTokens } from '../adapters/http/tokens.ts'
import type { Metrics } from '../adapters/metrics/metrics.ts'
import type { createRedisStore } from '../adapters/redis/create-redis.ts'
import type { Store } from '../adapters/store/create-store.ts'
import type { Config } from '../config.ts'
import { accessIdFrom, callIdFrom, keyIdFrom } from '../domain/ids.ts'
import type { Log } from '../lib/log.ts'
import { createAccessNotes } from '../runtime/access-notes.ts'
import type { SiteGateway } from '../runtime/gateway.ts'
import type { LiveFeed } from '../runtime/live-feed.ts'
import type { Clock } from '../runtime/ports.ts'
import type { SiteOwner } from '../runtime/site-owner.ts'
import { COMMAND_TIMEOUT_MS } from './timeouts.ts'

const READ_TIMEOUT_MS = 5_000

export interface ApiDepsOptions extends Pick<HttpDeps, 'flows' | 'endpoints' | 'hashNumber'> {
  readonly config: Config
  readonly version: string
  readonly secret: (name: string) => string
  readonly gateway: SiteGateway
  readonly owner: SiteOwner
  readonly store: Store
  readonly redis: ReturnType<typeof createRedisStore>
  readonly feed: LiveFeed
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
}

export type ApiDeps = Omit<HttpDeps, 'playback' | 'webhooks' | 'prompts'>

export function apiDeps(options: ApiDepsOptions): ApiDeps {
  const { config, version, secret, gateway, owner, store, redis, flows, endpoints, feed } = options
  const { metrics, clock, hashNumber, log } = options
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
        maxConnections: DEFAULT_LIMITS.maxConnections + config.stream.maxReaders,
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
    readiness: () => readiness(owner, store, redis),
    metrics,
    log,
    tokens: createKeyVerifier({
      siteId: config.siteId,
      keys: store.keys,
      fixed: createTokens([{ principalId: 'api', token: secret('apiTokenFile') }]),
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
    ids: { newCallId: () => callIdFrom(ulid()), newKeyId: () => keyIdFrom(ulid()) },
    hashNumber,
  }
}

async function readiness(
  owner: SiteOwner,
  store: Store,
  redis: ReturnType<typeof createRedisStore>,
): Promise<Readiness> {
  const [database, lease] = await Promise.all([store.ready(), redis.ready()])
  const check = (ok: boolean, detail: string) => (ok ? { ok } : { ok, detail })
  return {
    owner: check(owner.owned, 'this process does not own the site at the moment'),
    database: check(database.type === 'ready', 'the database does not answer, or has another shape'),
    redis: check(lease.type === 'ready', 'Redis does not answer'),
    switch: check(owner.switchesReady, 'no switch is connected'),
  }
}
