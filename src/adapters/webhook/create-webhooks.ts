/**
 * Webhooks: the dispatcher, the workers and the sweep of one site, and what the API needs to try endpoints out. All of
 * it may run in several processes at once.
 */
import { randomUUID } from 'node:crypto'
import { ulid } from 'ulid'
import type { Log } from '../../lib/log.ts'
import type { Clock, DoorbellPort, JournalPort } from '../../runtime/ports.ts'
import type {
  WebhookDesk,
  WebhookEndpoint,
  WebhookObserver,
  WebhookOutbox,
  WebhookRegistry,
} from '../../runtime/webhooks.ts'
import type { AllowList } from './allow-list.ts'
import { createComingBack } from './coming-back.ts'
import { startDispatcher } from './dispatcher.ts'
import { createDrain, type Drained } from './drain.ts'
import { createFairShare } from './fair-share.ts'
import { type RedisPlace, startJobs } from './jobs.ts'
import { messageOf, testMessage } from './message.ts'
import { createSender } from './sender.ts'
import { newSecret } from './sign.ts'
import { startSweep } from './sweep.ts'
import type { Resolve } from './target.ts'
import { STANDARD_DELAYS_MS } from './timetable.ts'

export interface WebhooksOptions {
  readonly siteId: string
  readonly journal: Pick<JournalPort, 'read'>
  readonly doorbell: Pick<DoorbellPort, 'listen'>
  readonly registry: WebhookRegistry
  readonly outbox: WebhookOutbox
  readonly redis: RedisPlace
  readonly allow: AllowList
  /** For a receiver's answer. */
  readonly timeoutMs: number
  /** Pairs that are drained at the same time. */
  readonly concurrency: number
  readonly observer: WebhookObserver
  /** Says whether an endpoint is disabled because its receiver is gone, and which; false: not heard, say it again. */
  readonly alarm: (on: boolean, webhookId: string) => Promise<boolean>
  readonly clock: Clock
  readonly log: Log
  /**
   * For tests: the timetable, within which time what waits is tried once a receiver is back, how often to sweep, how long
   * a claim lasts beyond a try, how names are resolved.
   */
  readonly delaysMs?: readonly number[]
  readonly awakenWithinMs?: number
  readonly sweepMs?: number
  readonly holdBeyondMs?: number
  readonly resolve?: Resolve
}

export interface Webhooks {
  readonly desk: WebhookDesk
  /** Begins to deliver; the database and Redis may come later. */
  start(): void
  /** Gives up tries under way: they count as not made, and are made again after the next start. */
  close(): Promise<void>
}

interface Closing {
  close(): Promise<void>
}

/** Somebody waits for the answer at the API, however patient the endpoint's own time-out is. */
const DESK_MS = 10_000

const AWAKEN_WITHIN_MS = 60_000
/** A failing endpoint that has its share of the places is looked at again after this. */
const POSTPONED_MS = 1_000

export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { siteId, registry, outbox, clock, log, allow, timeoutMs, concurrency, resolve } = options
  const stopping = new AbortController()
  const sender = createSender({ allow, timeoutMs, clock, ...(resolve && { resolve }) })
  const share = createFairShare(concurrency)
  const observer: WebhookObserver = {
    ...options.observer,
    tried(webhookId, outcome, durationMs) {
      share.tried(webhookId, outcome === 'delivered')
      options.observer.tried(webhookId, outcome, durationMs)
    },
  }
  const drain = createDrain({
    siteId,
    outbox,
    registry,
    sender,
    observer,
    log,
    clock,
    delaysMs: options.delaysMs ?? STANDARD_DELAYS_MS,
    random: Math.random,
    comingBack: createComingBack(),
    awakenWithinMs: options.awakenWithinMs ?? AWAKEN_WITHIN_MS,
    holdMs: timeoutMs + (options.holdBeyondMs ?? 10_000),
    newHolder: randomUUID,
    stopping: stopping.signal,
  })
  let running: { readonly noting: readonly Closing[]; readonly jobs: Closing } | undefined

  async function inTurn(pair: { webhookId: string; subject: string }): Promise<Drained> {
    if (!share.entered(pair.webhookId)) {
      await outbox.postpone(siteId, pair, POSTPONED_MS)
      return 'done'
    }
    try {
      return await drain(pair)
    } finally {
      share.left(pair.webhookId)
    }
  }

  async function validSecrets({ webhookId }: WebhookEndpoint): Promise<string[]> {
    const secrets = (await registry.secrets(siteId, webhookId)) ?? []
    return secrets
      .filter(({ validUntil }) => (validUntil ?? Infinity) > clock.wall())
      .map(({ secret }) => secret)
  }

  const desk: WebhookDesk = {
    newWebhookId: () => `webhook_${ulid()}`,
    newSecret,
    targetFault: (url) => sender.fault(url),
    async test(endpoint) {
      const message = testMessage(siteId, endpoint.webhookId, ulid(), clock.now())
      return sender.deliver(endpoint.url, await validSecrets(endpoint), message, AbortSignal.timeout(DESK_MS))
    },
    async redeliver(endpoint, pos) {
      const row = await registry.row(siteId, pos)
      const message = row && messageOf(row)
      if (!message) return undefined
      return sender.deliver(endpoint.url, await validSecrets(endpoint), message, AbortSignal.timeout(DESK_MS))
    },
  }

  return {
    desk,
    start() {
      const jobs = startJobs({ siteId, redis: options.redis, drain: inTurn, concurrency, log })
      const { journal, doorbell, alarm } = options
      const dispatcher = startDispatcher({
        siteId,
        journal,
        doorbell,
        outbox,
        ring: (pairs) => jobs.add(pairs, 'new'),
        log,
      })
      const sweep = startSweep({
        siteId,
        outbox,
        registry,
        ring: (pairs) => jobs.add(pairs, 'sweep'),
        observer,
        alarm,
        now: () => clock.now(),
        log,
        everyMs: options.sweepMs ?? 1_000,
      })
      running = { noting: [dispatcher, sweep], jobs }
    },
    async close() {
      // First whoever asks for drains: what is let go of below is for the next start.
      await Promise.all(running?.noting.map((each) => each.close()) ?? [])
      stopping.abort()
      await running?.jobs.close()
      running = undefined
      sender.close()
    },
  }
}
