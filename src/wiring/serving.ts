/**
 * What can wait until callers are looked after: the API, recordings, webhooks, as far as the process's roles ask for them.
 * They are loaded together, since Node takes longer to read their packages than a takeover may last.
 */
import type { HttpDeps, Readiness } from '../adapters/http/deps.ts'
import { createHttp } from '../adapters/http/http.ts'
import { forgetTogether } from '../adapters/http/key-verifier.ts'
import type { Listening } from '../adapters/http/listener.ts'
import { createOperations } from '../adapters/http/operations.ts'
import type { Metrics } from '../adapters/metrics/metrics.ts'
import { createPromptLibrary } from '../adapters/prompts/library.ts'
import type { RedisStore } from '../adapters/redis/create-redis.ts'
import type { Store } from '../adapters/store/create-store.ts'
import type { AllowList } from '../adapters/webhook/allow-list.ts'
import type { Config } from '../config.ts'
import type { Role } from '../configuration/schema.ts'
import type { NodeId } from '../domain/ids.ts'
import type { Log } from '../lib/log.ts'
import type { SiteGateway } from '../runtime/gateway.ts'
import type { Clock } from '../runtime/ports.ts'
import type { AskSite } from '../runtime/site-questions.ts'
import type { ApiDeps } from './api-deps.ts'
import { createRecordings } from './recordings.ts'
import { wireWebhooks } from './webhooks.ts'

export interface SiteServing {
  /** Of the site. */
  readonly config: Config
  readonly http: ApiDeps
  /** Nodes whose recorder doesn't run; kept up to date here. */
  readonly unrecorded: Set<NodeId>
}

export interface ServingOptions {
  /** The first is served without its name too. */
  readonly sites: readonly [SiteServing, ...SiteServing[]]
  readonly secret: (name: 'redis' | 'keyService') => string
  /** Where webhooks may go. */
  readonly allow: AllowList
  readonly gateway: SiteGateway
  readonly store: Store
  readonly redis: RedisStore
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
  readonly ask: AskSite
  readonly roles: ReadonlySet<Role>
  /** Of the whole process. */
  readonly readiness: () => Promise<Readiness>
}

export interface Serving {
  /** Resolves when the API listens; rejects when its address can't be had. */
  start(): Promise<Listening>
  /** Takes no more, lets requests, tries and segments under way finish; needs the sites' owners, here or elsewhere. */
  close(): Promise<void>
}

export function createServing(options: ServingOptions): Serving {
  const { roles, readiness } = options
  const [first, ...others] = options.sites
  const parts = [serveSite(first, options), ...others.map((site) => serveSite(site, options))]
  const http = roles.has('api')
    ? httpOf(
        parts.map(({ deps }) => deps),
        readiness,
      )
    : createOperations({ ...first.http, readiness })
  return {
    async start() {
      if (roles.has('worker')) for (const { webhooks } of parts) webhooks.start()
      const starting = parts.map(({ recordings }) => recordings.start())
      const [listening] = await Promise.all([http.listen(), ...starting])
      return listening
    },
    async close() {
      const closing = parts.flatMap(({ recordings, webhooks }) => [recordings.close(), webhooks.close()])
      await Promise.all([http.close(), ...closing])
    },
  }
}

/** A key that is revoked at one site is so at all of them, at once. */
function httpOf(sites: readonly HttpDeps[], readiness: () => Promise<Readiness>) {
  const tokens = forgetTogether(sites.map((site) => site.tokens))
  const [first, ...others] = sites.map((site, n) => ({ ...site, tokens: tokens[n] ?? site.tokens }))
  if (!first) throw new Error('a process without a site')
  return createHttp(first, { others, readiness })
}

function serveSite({ config, http, unrecorded }: SiteServing, options: ServingOptions) {
  const { secret, allow, gateway, store, redis, metrics, clock, log, ask, roles } = options
  const measured = metrics.site(config.siteId)
  const recordings = createRecordings({
    config,
    passphrase: secret('keyService'),
    gateway,
    store,
    clock,
    meter: measured.recordings,
    log,
    unrecorded,
    does: { records: roles.has('recorder'), plays: roles.has('api') },
  })
  const webhooks = wireWebhooks({
    config,
    redisPassword: secret('redis'),
    allow,
    gateway,
    store,
    doorbell: redis.doorbell,
    observer: measured.webhooks,
    clock,
    log,
  })
  measured.watch({ recordings: () => recordings.gauges() })
  const deps: HttpDeps = {
    ...http,
    playback: recordings.playback,
    prompts: {
      library: createPromptLibrary({ ...config.prompts, log }),
      usedBy: (prompt) => ask(config.siteId, { what: 'promptUses', prompt }),
      changed: () => http.flows.readAgain(),
    },
    webhooks: { registry: store.webhooks, desk: webhooks.desk },
  }
  return { deps, recordings, webhooks }
}
