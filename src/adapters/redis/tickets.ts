/** One-time tickets on Redis: gone with their time, and with their use. */
import { createHash, randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import { PortUnavailable } from '../../runtime/ports.ts'
import type { TicketsPort } from '../../runtime/stream.ts'
import { redisReason } from './connection.ts'

export function createTickets(redis: Redis): TicketsPort {
  async function ask<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer
    } catch (error) {
      throw new PortUnavailable(redisReason(error))
    }
  }

  return {
    async issue(principalId, ttlMs) {
      const ticket = randomBytes(32).toString('base64url')
      await ask(redis.set(keyOf(ticket), principalId, 'PX', ttlMs))
      return ticket
    },
    redeem: async (ticket) => (await ask(redis.getdel(keyOf(ticket)))) ?? undefined,
  }
}

/** Redis holds the ticket's hash: whoever can look into it can't use what is there. */
function keyOf(ticket: string): string {
  return `cti:ticket:${createHash('sha256').update(ticket).digest('base64url')}`
}
