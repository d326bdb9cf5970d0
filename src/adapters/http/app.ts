/** The Express application: what every request passes, in order. */
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import { administered, isNoted, nobodyNotes } from './administered.ts'
import { createDoorkeeper, type Doorkeeper } from './bearer.ts'
import { scopeMissing } from './denials.ts'
import type { HttpDeps } from './deps.ts'
import { bodyReaders, clientFault } from './json-body.ts'
import { createRateLimits, type RateLimiting } from './rate-limits.ts'
import { problem, sendStream } from './reply.ts'
import { ANONYMOUS, contextOf, requestContext, respond, respondLive } from './request-context.ts'
import type { RawRequest, Route } from './route.ts'
import { allRoutes } from './routes/index.ts'

/** Below these everything needs a token, so that without one nobody learns what is there and what isn't. */
const GUARDED = ['/v1', '/sites']

export function createApp(deps: HttpDeps, routes = allRoutes(deps.config.version)): Express {
  const app = express()
  const door = createDoorkeeper(deps)
  app.disable('x-powered-by')
  app.enable('case sensitive routing')
  app.enable('strict routing')
  // Answers are never stored, so there is nothing to revalidate.
  app.disable('etag')
  app.use(requestContext(deps.log, deps.metrics.http), helmet(), neverStored, hostRequired, queryDecodable)
  const limits = createRateLimits(deps.config.rateLimits)
  for (const [path, ofPath] of byPath(routes)) mount(app, path, ofPath, deps, door, limits)
  app.use(GUARDED, tokenRequired(door))
  app.use((req, res) => respond(req, res, problem('not-found')))
  app.use(lastResort(deps))
  return app
}

function byPath(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
  const paths = new Map<string, Route[]>()
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route])
  return paths
}

function mount(
  app: Express,
  template: string,
  routes: readonly Route[],
  deps: HttpDeps,
  door: Doorkeeper,
  limits: RateLimiting,
): void {
  const path = template.replaceAll(/\{(\w+)\}/g, ':$1')
  app.all(path, named(template), guard(routes[0]?.access, door))
  for (const route of routes) {
    app[route.method](path, limits.of(route), scoped(route, deps), ...bodyReaders(route), serve(route, deps))
  }
  app.all(path, otherMethod(routes))
}

const neverStored: RequestHandler = (_, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}

/** RFC 9112, section 3.2. Node would answer this itself, but not with a problem document. */
const hostRequired: RequestHandler = (req, res, next) => {
  if (req.httpVersion !== '1.1' || req.headers.host !== undefined) return next()
  respond(req, res, problem('malformed-request', { detail: 'HTTP/1.1 needs a Host' }))
}

/** Node's own reader would take a broken escape for the text itself. */
const queryDecodable: RequestHandler = (req, res, next) => {
  const at = req.url.indexOf('?')
  try {
    if (at >= 0) for (const part of req.url.slice(at + 1).split('&')) decodeURIComponent(part)
  } catch {
    respond(req, res, problem('malformed-request', { detail: 'the query is not percent-encoded UTF-8' }))
    return
  }
  next()
}

function named(template: string): RequestHandler {
  return (req, _, next) => {
    contextOf(req).route = template
    next()
  }
}

function guard(access: Route['access'], door: Doorkeeper): RequestHandler {
  const required = tokenRequired(door)
  if (access === 'ticket') return ticketOr(required, door)
  return (req, res, next) => {
    const free = access === 'open' || (access === 'loopback' && isLoopback(req.socket.remoteAddress))
    if (free) contextOf(req).principal = ANONYMOUS
    if (free) next()
    else required(req, res, next)
  }
}

/** Without a ticket in the query, a token is needed as everywhere. */
function ticketOr(required: RequestHandler, door: Doorkeeper): RequestHandler {
  return async (req, res, next) => {
    const { ticket } = req.query
    if (ticket === undefined || req.headers.authorization !== undefined) {
      required(req, res, next)
      return
    }
    const redeemed = await door.byTicket(req, ticket)
    if (redeemed.type === 'refused') {
      respond(req, res, redeemed.problem)
      return
    }
    contextOf(req).principal = redeemed.principal
    next()
  }
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address ?? '')
}

function tokenRequired(door: Doorkeeper): RequestHandler {
  return async (req, res, next) => {
    const authenticated = await door.byToken(req)
    if (authenticated.type === 'refused') return respond(req, res, authenticated.problem)
    contextOf(req).principal = authenticated.principal
    next()
  }
}

/** Before anything of the request is looked at. Whoever needs no token here needs no scope. */
function scoped(route: Route, deps: HttpDeps): RequestHandler {
  const { scope, operationId } = route
  return (req, res, next) => {
    const { principal } = contextOf(req)
    if (!principal) throw new Error('a route reached without a principal')
    if (scope === null || principal === ANONYMOUS || principal.scopes.has(scope)) return next()
    respond(req, res, scopeMissing(deps, { principal, operationId }, scope))
  }
}

function serve(route: Route, deps: HttpDeps): RequestHandler {
  return async (req, res) => {
    const { requestId, principal } = contextOf(req)
    if (!principal) throw new Error('a route reached without a principal')
    const { params, query, body } = req as { params: Record<string, unknown>; query: unknown; body: unknown }
    const idempotencyKey = req.get('idempotency-key')
    const header = (name: string) => req.get(name)
    const raw = { params, query, body, principal, idempotencyKey, requestId, method: req.method, header }
    const reply = await answer(route, raw, deps)
    if (reply.kind === 'live') await respondLive(req, res, reply)
    else if (reply.kind === 'stream') sendStream(res, reply)
    else respond(req, res, reply)
  }
}

async function answer(route: Route, raw: RawRequest, deps: HttpDeps) {
  if (!isNoted(route)) return route.answer(raw, deps)
  return (await nobodyNotes(deps)) ?? administered(deps, route, raw, await route.answer(raw, deps))
}

function otherMethod(routes: readonly Route[]): RequestHandler {
  const methods = routes.flatMap(({ method }) =>
    method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
  )
  const headers = { Allow: [...methods, 'OPTIONS'].join(', ') }
  return (req, res) => {
    if (req.method === 'OPTIONS') res.status(204).set(headers).end()
    else respond(req, res, problem('method-not-allowed', { headers }))
  }
}

/** What was thrown: the client's malformed input, or a bug, of which the client learns nothing but that there is one. */
function lastResort({ log }: HttpDeps): ErrorRequestHandler {
  return (err: unknown, req, res, _next) => {
    const code = clientFault(err)
    const { requestId, route } = contextOf(req)
    if (code === undefined) log.error({ err, requestId, route }, 'a request failed inside')
    if (res.headersSent) res.destroy()
    else respond(req, res, problem(code ?? 'internal'))
  }
}
