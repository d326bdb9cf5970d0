/** Redis behind the runtime's ports. */
import { once } from 'node:events'
import type { Redis } from 'ioredis'
import type { Log } from '../../lib/log.ts'
import type { ControllersPort, DoorbellPort, LeasePort } from '../../runtime/ports.ts'
import type { TicketsPort } from '../../runtime/stream.ts'
import { connectRedis, type RedisAddress, redisReason } from './connection.ts'
import { createControllers } from './controllers.ts'
import { createDoorbell } from './doorbell.ts'
import { createLease } from './lease.ts'
import { createTickets } from './tickets.ts'

export interface RedisStoreOptions {
  readonly address: RedisAddress
  readonly log: Log
  /** Milliseconds until a command that gets no answer fails. */
  readonly timeoutMs?: number
}

export interface RedisStore {
  readonly lease: LeasePort
  readonly controllers: ControllersPort
  readonly doorbell: DoorbellPort
  readonly tickets: TicketsPort
  /** Whether Redis answers; waits one time-out for a connection that is being made. */
  ready(): Promise<{ readonly type: 'ready' } | { readonly type: 'notReady'; readonly reason: string }>
  close(): Promise<void>
}

/** Connects in the background, for ever again; until it has, every operation says `unavailable`. */
export function createRedisStore({ address, log, timeoutMs = 500 }: RedisStoreOptions): RedisStore {
  const opened: Redis[] = []
  const open = (name: string) => {
    const redis = connectRedis(address, name, timeoutMs, log)
    opened.push(redis)
    return redis
  }
  const redis = open('cti-commands')
  return {
    lease: createLease(redis),
    controllers: createControllers(redis),
    doorbell: createDoorbell(redis, () => open('cti-doorbell'), log),
    tickets: createTickets(redis),
    async ready() {
      try {
        if (redis.status !== 'ready') await once(redis, 'ready', { signal: AbortSignal.timeout(timeoutMs) })
        await redis.ping()
        return { type: 'ready' }
      } catch (error) {
        return { type: 'notReady', reason: redisReason(error) }
      }
    },
    async close() {
      for (const connection of opened) connection.disconnect()
    },
  }
}
