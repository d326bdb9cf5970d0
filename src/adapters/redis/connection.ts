/** How we talk to Redis: quickly or not at all, since nothing that it holds is worth waiting for. */
import { Redis } from 'ioredis'
import { backoffMs } from '../../lib/backoff.ts'
import type { Log } from '../../lib/log.ts'

export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly password?: string | undefined
  readonly database?: number | undefined
}

const RETRY = { firstMs: 50, capMs: 1_000 }

/**
 * A connection that comes back by itself after a loss. While it is away commands fail at once (no queue that grows);
 * an answer that doesn't come within `timeoutMs` fails the command, and silence that long ends the connection.
 */
export function connectRedis(address: RedisAddress, name: string, timeoutMs: number, log: Log): Redis {
  const redis = new Redis({
    host: address.host,
    port: address.port,
    db: address.database ?? 0,
    ...(address.password === undefined ? {} : { password: address.password }),
    connectionName: name,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    enableOfflineQueue: false,
    // A command whose connection broke is not sent again: its caller decides.
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (tries) => backoffMs(tries - 1, RETRY, Math.random),
  })
  let away = false
  redis.on('error', (error: Error) => {
    if (away) return
    away = true
    log.warn({ connection: name, reason: redisReason(error) }, 'redis is away')
  })
  redis.on('ready', () => {
    if (away) log.info({ connection: name }, 'redis is back')
    away = false
  })
  return redis
}

/** Why a command failed, in a word or two: a system code, or the first word of Redis' own error. */
export function redisReason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = (error as NodeJS.ErrnoException).code
  if (code !== undefined) return code
  if (error.name === 'ReplyError') return error.message.split(' ', 1)[0] ?? 'refused'
  return error.message.startsWith('Command timed out') ? 'no answer in time' : 'no connection'
}
