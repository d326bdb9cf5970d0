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
  hits: number
  /** Monotonic. */
  readonly until: number
}

/**
 * Counts in memory that is bounded however many addresses ask, and without a timer of its own. Windows go by the
 * monotonic clock: a wall clock that is set back would make them last.
 */
export class BoundedStore implements Store {
  readonly localKeys = true
  readonly #counts = new Map<string, Count>()
  readonly #monotonic: () => number
  #windowMs = 0

  constructor(monotonic: () => number = () => performance.now()) {
    this.#monotonic = monotonic
  }

  get size(): number {
    return this.#counts.size
  }

  init({ windowMs }: Pick<Options, 'windowMs'>): void {
    this.#windowMs = windowMs
  }

  increment(key: string): { totalHits: number; resetTime: Date } {
    const now = this.#monotonic()
    const { hits, until } = this.#hit(key, now)
    // The package tells clients how many seconds it is until then, by the wall clock.
    return { totalHits: hits, resetTime: new Date(Date.now() + until - now) }
  }

  #hit(key: string, now: number): Count {
    const known = this.#counts.get(key)
    if (known && known.until > now) {
      known.hits += 1
      return known
    }
    this.#counts.delete(key)
    const fresh = { hits: 1, until: now + this.#windowMs }
    this.#counts.set(key, fresh)
    const [oldest] = this.#counts.keys()
    if (this.#counts.size > MOST_CLIENTS && oldest !== undefined) this.#counts.delete(oldest)
    return fresh
  }

  decrement(key: string): void {
    const known = this.#counts.get(key)
    if (known) known.hits -= 1
  }

  resetKey(key: string): void {
    this.#counts.delete(key)
  }
}
