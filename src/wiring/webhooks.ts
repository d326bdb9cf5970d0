/** Webhooks of one site. Loaded when callers are looked after. */
import type { Store } from '../adapters/store/create-store.ts'
import type { AllowList } from '../adapters/webhook/allow-list.ts'
import { createWebhooks, type Webhooks } from '../adapters/webhook/create-webhooks.ts'
import type { Config } from '../config.ts'
import type { Log } from '../lib/log.ts'
import type { SiteGateway } from '../runtime/gateway.ts'
import type { Clock, DoorbellPort } from '../runtime/ports.ts'
import type { WebhookObserver } from '../runtime/webhooks.ts'
import { COMMAND_TIMEOUT_MS } from './timeouts.ts'

export interface WebhookWiring {
  readonly config: Config
  readonly redisPassword: string
  readonly allow: AllowList
  readonly gateway: SiteGateway
  readonly store: Pick<Store, 'journal' | 'webhooks' | 'webhookOutbox'>
  readonly doorbell: DoorbellPort
  readonly observer: WebhookObserver
  readonly clock: Clock
  readonly log: Log
}

export function wireWebhooks(wiring: WebhookWiring): Webhooks {
  const { config, redisPassword, allow, gateway, store, doorbell, observer, clock, log } = wiring
  const { siteId, redis, webhooks } = config
  return createWebhooks({
    siteId,
    journal: store.journal,
    doorbell,
    registry: store.webhooks,
    outbox: store.webhookOutbox,
    redis: {
      host: redis.host,
      port: redis.port,
      ...(redis.passwordFile === null ? {} : { password: redisPassword }),
    },
    allow,
    timeoutMs: webhooks.timeoutMs,
    concurrency: webhooks.concurrency,
    observer,
    async alarm(on, detail) {
      const about = { alarm: 'webhookDisabled', nodeId: null } as const
      const outcome = await gateway.dispatch(
        siteId,
        on ? { type: 'raiseAlarm', ...about, detail } : { type: 'clearAlarm', ...about },
        { timeoutMs: COMMAND_TIMEOUT_MS },
      )
      return outcome.type === 'accepted'
    },
    clock,
    log,
  })
}
