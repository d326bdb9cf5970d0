/**
 * How many requests a client may make: so many in each window, by principal, and by address where no token is asked
 * for. Reads and commands have budgets apart, and what ends a call or hides what is said has a third, so that it works
 * however much else was asked for. Tokens that are refused are counted elsewhere (`failed-logins.ts`).
 */
import type { RequestHandler } from 'express'
import { ipKeyGenerator, type Options, rateLimit, type Store } from 'express-rate-limit'
import type { RateLimits } from './deps.ts'
import { problem } from './reply.ts'
import { ANONYMOUS, contextOf, respond } from './request-context.ts'
import type { RouteDescription } from './route.ts'

export interface RateLimiting {
  of(route: RouteDescription): RequestHandler
}

/** Probes and scrapes are never limited: they would fail when they are needed most. */
export function isLimited({ tag, path }: Pick<RouteDescription, 'tag' | 'path'>): boolean {
  return tag !== 'operation' || /^\/(?:v1\/|docs|openapi\.json)/.test(path)
}

const FREE: RequestHandler = (_req, _res, next) => next()

export function createRateLimits(limits: RateLimits | undefined): RateLimiting {
  if (!limits) return { of: () => FREE }
  const budget = (limit: number) => limiter(limits.windowMs, limit)
  const anonymous = budget(limits.anonymous)
  const budgets = {
    reads: budget(limits.reads),
    commands: budget(limits.commands),
    urgent: budget(limits.urgent),
  }
  return {
    of(route) {
      if (!isLimited(route)) return FREE
      const own = route.urgent ? budgets.urgent : route.method === 'get' ? budgets.reads : budgets.commands
      return (req, res, next) => (contextOf(req).principal === ANONYMOUS ? anonymous : own)(req, res, next)
    },
  }
}

function limiter(windowMs: number, limit: number): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    store: new BoundedStore(),
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    // Its checks of the set-up write to the console; proxies in front are the operator's, and their headers not trusted.
    validate: false,
    keyGenerator(req) {
      const { principal } = contextOf(req)
      return !principal || principal === ANONYMOUS ? ipKeyGenerator(req.ip ?? '', 64) : principal.id
    },
    handler(req, res) {
      const seconds = Number(res.getHeader('RateLimit-Reset') ?? 1)
      respond(req, res, problem('rate-limited', { headers: { 'Retry-After': String(Math.max(1, seconds)) } }))
    },
  })
}

/** Clients counted at once; of more, those counted longest are forgotten first. */
const MOST_CLIENTS = 10_000

interface Count {
  totalHits: number
  readonly resetTime: Date
}

/** Counts in memory that is bounded however many addresses ask, and without a timer of its own. */
export class BoundedStore implements Store {
  readonly localKeys = true
  readonly #counts = new Map<string, Count>()
  #windowMs = 0

  get size(): number {
    return this.#counts.size
  }

  init({ windowMs }: Pick<Options, 'windowMs'>): void {
    this.#windowMs = windowMs
  }

  increment(key: string): Count {
    const now = Date.now()
    const known = this.#counts.get(key)
    if (known && known.resetTime.getTime() > now) {
      known.totalHits += 1
      return known
    }
    this.#counts.delete(key)
    const fresh = { totalHits: 1, resetTime: new Date(now + this.#windowMs) }
    this.#counts.set(key, fresh)
    const [oldest] = this.#counts.keys()
    if (this.#counts.size > MOST_CLIENTS && oldest !== undefined) this.#counts.delete(oldest)
    return fresh
  }

  decrement(key: string): void {
    const known = this.#counts.get(key)
    if (known) known.totalHits -= 1
  }

  resetKey(key: string): void {
    this.#counts.delete(key)
  }
}
