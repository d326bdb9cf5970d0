/**
 * What can wait until callers are looked after: the API, recordings, webhooks, as far as the process's roles ask for them.
 * They are loaded together, since Node takes longer to read their packages than a takeover may last.
 */
import { createHttp } from '../adapters/http/http.ts'
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

export interface ServingOptions {
  readonly config: Config
  readonly secret: (name: 'redis' | 'keyService') => string
  /** Where webhooks may go. */
  readonly allow: AllowList
  readonly gateway: SiteGateway
  readonly store: Store
  readonly redis: RedisStore
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
  readonly http: ApiDeps
  readonly ask: AskSite
  readonly roles: ReadonlySet<Role>
  /** Nodes whose recorder doesn't run; kept up to date here. */
  readonly unrecorded: Set<NodeId>
}

export interface Serving {
  /** Resolves when the API listens; rejects when its address can't be had. */
  start(): Promise<Listening>
  /** Lets requests, tries and segments under way finish; needs the site's owner still. */
  close(): Promise<void>
}

export function createServing(options: ServingOptions): Serving {
  const { config, secret, allow, gateway, store, redis, metrics, clock, log, roles } = options
  const measured = metrics.site(config.siteId)
  const recordings = createRecordings({
    config,
    passphrase: secret('keyService'),
    gateway,
    store,
    clock,
    meter: measured.recordings,
    log,
    unrecorded: options.unrecorded,
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
  const http = roles.has('api')
    ? createHttp({
        ...options.http,
        playback: recordings.playback,
        prompts: {
          library: createPromptLibrary({ ...config.prompts, log }),
          usedBy: (prompt) => options.ask(config.siteId, { what: 'promptUses', prompt }),
          changed: () => options.http.flows.readAgain(),
        },
        webhooks: { registry: store.webhooks, desk: webhooks.desk },
      })
    : createOperations(options.http)
  measured.watch({ recordings: () => recordings.gauges() })
  return {
    async start() {
      if (roles.has('worker')) webhooks.start()
      const [listening] = await Promise.all([http.listen(), recordings.start()])
      return listening
    },
    async close() {
      await Promise.all([http.close(), recordings.close(), webhooks.close()])
    },
  }
}
