/** What every role of a process shares, and every site: the stores, time, the metrics. */
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { createCallSealing } from '../adapters/crypto/call-private.ts'
import { createMetrics, type Metrics } from '../adapters/metrics/metrics.ts'
import { createRedisStore, type RedisStore } from '../adapters/redis/create-redis.ts'
import { createStore, type Store } from '../adapters/store/create-store.ts'
import type { Config } from '../config.ts'
import type { Log } from '../lib/log.ts'
import { type LoopDelay, watchLoopDelay } from '../runtime/loop-delay.ts'
import type { CallSealing, SiteClock } from '../runtime/ports.ts'
import type { SiteOwner } from '../runtime/site-owner.ts'
import type { Inputs } from './inputs.ts'
import { openKeptClock } from './kept-clock.ts'

export interface Shared extends Pick<Inputs, 'secret'> {
  readonly config: Config
  readonly clock: SiteClock
  readonly metrics: Metrics
  readonly store: Store
  readonly redis: RedisStore
  /** Under the master key. */
  readonly sealing: CallSealing
  /** How late this process has come to what was due, at the worst in the last so many milliseconds. */
  readonly loopDelayMs: (withinMs: number) => number
  /** Keyed hash of a normalised number. */
  readonly hashNumber: (number: string) => string
  readonly log: Log
  /** By site, those that this process may own; whoever wires a site enters its owner here. */
  readonly owners: Map<string, SiteOwner>
  /** Begins to keep site time. */
  start(): void
  close(): Promise<void>
}

/** Opens nothing that needs waiting for. */
export function createShared(config: Config, inputs: Inputs, log: Log): Shared {
  const { secret, masterKey } = inputs
  const kept = openKeptClock(join(config.dataDir, 'site-clock.json'), log)
  const { clock } = kept
  const owners = new Map<string, SiteOwner>()
  let loopDelay: LoopDelay | undefined
  const metrics = createMetrics({ clockOffsetMs: () => clock.now() - clock.wall() })
  const { host, port, user, database } = config.database
  const sealing = createCallSealing([masterKey])
  const store = createStore({
    address: { host, port, user, database, password: secret('database') },
    sealing,
    log,
    appendTimeoutMs: config.database.appendTimeoutMs,
    maxReaders: config.database.poolSize,
  })
  const redis = createRedisStore({
    address: { host: config.redis.host, port: config.redis.port, password: secret('redis') },
    log,
  })
  return {
    config,
    secret,
    clock,
    metrics,
    store,
    redis,
    sealing,
    loopDelayMs: (withinMs) => loopDelay?.worstMs(withinMs) ?? 0,
    hashNumber: (number) =>
      createHmac('sha256', secret('hashKeyFile')).update(number).digest('hex').slice(0, 32),
    log,
    owners,
    start() {
      // Site time is a matter of whoever owns sites.
      if (config.roles.includes('controller')) kept.start()
      loopDelay ??= watchLoopDelay()
    },
    async close() {
      loopDelay?.close()
      await redis.close()
      await store.close()
      await kept.close()
    },
  }
}
