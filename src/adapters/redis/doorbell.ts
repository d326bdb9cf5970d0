/** The doorbell port on Redis pub/sub. It needs a connection of its own to listen: a subscriber can't do else. */
import type { Redis } from 'ioredis'
import type { Log } from '../../lib/log.ts'
import type { DoorbellPort } from '../../runtime/ports.ts'
import { redisReason } from './connection.ts'

const CHANNEL = 'cti:doorbell'
/** Rings under way at once; more than that, and Redis isn't answering. */
const MOST_UNDER_WAY = 64

type Handler = (siteId: string, pos: number) => void

/** @param openListener called once, when the first listener comes */
export function createDoorbell(redis: Redis, openListener: () => Redis, log: Log): DoorbellPort {
  const handlers = new Set<Handler>()
  let listening: Redis | undefined
  let underWay = 0

  function open(): void {
    if (listening !== undefined) return
    const listener = openListener()
    listening = listener
    listener.on('message', (_channel: string, text: string) => {
      const ring = parseRing(text)
      if (ring === undefined) return log.warn({ length: text.length }, 'a ring that is not ours')
      for (const handler of handlers) handler(ring.siteId, ring.pos)
    })
    // Again at every return of the connection. No answer ends the connection, and so leads back here.
    listener.on('ready', () => {
      listener.subscribe(CHANNEL).catch((error: unknown) => {
        log.warn({ reason: redisReason(error) }, 'not listening to the doorbell')
      })
    })
  }

  return {
    ring(siteId, pos) {
      if (underWay >= MOST_UNDER_WAY || redis.status !== 'ready') return
      underWay += 1
      redis
        .publish(CHANNEL, JSON.stringify([siteId, pos]))
        .catch(() => {
          // Readers poll as well.
        })
        .finally(() => {
          underWay -= 1
        })
    },
    listen(handler) {
      // One function may be given twice, and each stop stops its own.
      const own: Handler = (siteId, pos) => handler(siteId, pos)
      handlers.add(own)
      open()
      return () => {
        handlers.delete(own)
      }
    },
  }
}

/** `["site_…", pos]`. Others may publish on this Redis, so it is checked. */
function parseRing(text: string): { siteId: string; pos: number } | undefined {
  if (text.length > 200) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (!Array.isArray(value)) return undefined
    const [siteId, pos] = value as unknown[]
    return typeof siteId === 'string' && Number.isSafeInteger(pos)
      ? { siteId, pos: pos as number }
      : undefined
  } catch {
    return undefined
  }
}
