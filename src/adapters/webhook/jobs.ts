/**
 * BullMQ spreads drains over workers. A job says only that a pair waits; what is to be delivered, and who may, is in
 * PostgreSQL. So Redis may lose any job, and run any twice.
 */
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { backoffMs } from '../../lib/backoff.ts'
import { withDeadline } from '../../lib/deadline.ts'
import type { Log } from '../../lib/log.ts'
import type { WebhookPair } from '../../runtime/webhooks.ts'
import type { Drained } from './drain.ts'

export interface RedisPlace {
  readonly host: string
  readonly port: number
  readonly password?: string | undefined
}

export interface JobsOptions {
  readonly siteId: string
  readonly redis: RedisPlace
  readonly drain: (pair: WebhookPair) => Promise<Drained>
  readonly concurrency: number
  readonly log: Log
}

export interface Jobs {
  /**
   * Asks for drains. Never rejects: what Redis doesn't take is found by the sweep.
   *
   * @param series jobs of two series don't stand for each other: a sweep isn't held up by the job of a worker that died
   */
  add(pairs: readonly WebhookPair[], series: 'new' | 'sweep'): Promise<void>
  /** Lets drains under way finish. */
  close(): Promise<void>
}

const PREFIX = 'cti'
const ADD_TIMEOUT_MS = 2_000
const CLOSE_TIMEOUT_MS = 2_000
const MARK_MS = 60_000
const RECONNECTED_MS = 1_000
const LOCK_MS = 10_000

export function startJobs({ siteId, redis: place, drain, concurrency, log }: JobsOptions): Jobs {
  const name = `webhooks-${siteId}`
  const forAdding = connect(place, `${name}-add`, {
    enableOfflineQueue: false,
    commandTimeout: ADD_TIMEOUT_MS,
  })
  const forWorking = connect(place, `${name}-work`, {})
  const queue = new Queue<WebhookPair>(name, { connection: forAdding, prefix: PREFIX })
  const worker = new Worker<WebhookPair>(
    name,
    async ({ data: { webhookId, subject } }) => {
      const pair = { webhookId, subject }
      if ((await drain(pair)) === 'more') await add([pair], 'new')
    },
    {
      connection: forWorking,
      prefix: PREFIX,
      concurrency,
      // After a lost connection; BullMQ itself would wait for 15 s.
      runRetryDelay: RECONNECTED_MS,
      // A job that a dead worker holds stands in the way of its pair's next; one that runs twice harms nobody.
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS / 2,
      maxStalledCount: 100,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  )
  const closing = new AbortController()
  let away = false
  const lost = (error: Error) => {
    if (!away) log.warn({ reason: reasonOf(error) }, 'webhooks: Redis is away')
    away = true
  }
  // After Redis has forgotten everything, jobs under way can't be settled there. Nothing depends on it.
  const unsettled = (error: Error) =>
    log.debug({ reason: reasonOf(error) }, 'webhooks: a job could not be settled')
  forAdding.on('error', lost)
  forWorking.on('error', lost)
  queue.on('error', unsettled)
  worker.on('error', unsettled)
  forAdding.on('ready', () => {
    if (away) log.info({}, 'webhooks: Redis is back')
    away = false
  })

  // Once, at the start: what is found then needn't wait for the sweep.
  const connecting = withDeadline(new Promise((resolve) => forAdding.once('ready', resolve)), {
    timeoutMs: ADD_TIMEOUT_MS,
    signal: closing.signal,
  })

  async function add(pairs: readonly WebhookPair[], series: 'new' | 'sweep'): Promise<void> {
    if (pairs.length === 0) return
    await connecting
    if (forAdding.status !== 'ready') return
    // Should Redis ever keep a job's mark without the job, the pair is blocked for this long and no longer.
    const mark = series === 'new' ? series : `${series}-${Math.floor(Date.now() / MARK_MS)}`
    const jobs = pairs.map(({ webhookId, subject }) => ({
      name: 'drain',
      data: { webhookId, subject },
      opts: { deduplication: { id: `${mark}/${webhookId}/${subject}`, keepLastIfActive: true } },
    }))
    try {
      await withDeadline(queue.addBulk(jobs), { timeoutMs: ADD_TIMEOUT_MS })
    } catch (error) {
      lost(error instanceof Error ? error : new Error('unknown'))
    }
  }

  return {
    add,
    async close() {
      closing.abort()
      // Without Redis neither says goodbye in time.
      await withDeadline(worker.close(), { timeoutMs: CLOSE_TIMEOUT_MS }).catch(() => undefined)
      await withDeadline(queue.close(), { timeoutMs: CLOSE_TIMEOUT_MS }).catch(() => undefined)
      forAdding.disconnect()
      forWorking.disconnect()
    },
  }
}

function connect(place: RedisPlace, connectionName: string, more: object): Redis {
  return new Redis({
    host: place.host,
    port: place.port,
    ...(place.password === undefined ? {} : { password: place.password }),
    connectionName,
    connectTimeout: ADD_TIMEOUT_MS,
    // BullMQ waits in blocking commands for new jobs and brings its own deadlines.
    maxRetriesPerRequest: null,
    retryStrategy: (tries) => backoffMs(tries - 1, { firstMs: 50, capMs: 1_000 }, Math.random),
    ...more,
  })
}

function reasonOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name
}
