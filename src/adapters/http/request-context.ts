/** What is known about each request from its first byte: its id, its trace, when it began, what became of it. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { WHOLE_SITE } from '../../domain/access/reach.ts'
import type { Log } from '../../lib/log.ts'
import type { ProblemCode } from './problems.ts'
import { type LiveReply, render, send, type WholeReply } from './reply.ts'
import { endAnswer, sinkTo } from './sink.ts'
import type { Principal } from './tokens.ts'

export interface RequestContext {
  readonly requestId: string
  /** Monotonic, in milliseconds. */
  readonly began: number
  readonly traceparent: string
  /** The template of the route that took it. Raw addresses are neither logged nor counted: they hold what clients put there. */
  route: string
  /** Set once the request has shown a token, or where none is needed. */
  principal: Principal | undefined
  problem: ProblemCode | undefined
  /** Set once an answer without an end has begun: what that took. How long it goes on says nothing of us. */
  begunAfterMs: number | undefined
}

export interface FinishedRequest {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly durationMs: number
}

export interface HttpMetrics {
  request(finished: FinishedRequest): void
}

const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
/** W3C Trace Context, version 00; all-zero ids are invalid. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** Whoever asks where no token is needed. */
export const ANONYMOUS: Principal = {
  id: 'anonymous',
  scopes: new Set(),
  siteIds: null,
  reach: WHOLE_SITE,
  person: null,
}

const contexts = new WeakMap<Request, RequestContext>()

/** Throws when the middleware below hasn't seen the request: a bug. */
export function contextOf(req: Request): RequestContext {
  const context = contexts.get(req)
  if (!context) throw new Error('a request without context')
  return context
}

/** Accepts the client's request id and trace where they are well-formed, makes new ones otherwise, and returns both. */
export function requestContext(log: Log, metrics: HttpMetrics): RequestHandler {
  return (req, res, next) => {
    const context: RequestContext = {
      began: performance.now(),
      requestId: accepted(req.get('x-request-id'), REQUEST_ID) ?? randomUUID(),
      traceparent: accepted(req.get('traceparent'), TRACEPARENT) ?? newTrace(),
      route: 'unmatched',
      principal: undefined,
      problem: undefined,
      begunAfterMs: undefined,
    }
    contexts.set(req, context)
    res.set({ 'X-Request-Id': context.requestId, traceparent: context.traceparent })
    res.once('close', () => {
      const finished: FinishedRequest = {
        method: req.method,
        route: context.route,
        status: res.statusCode,
        durationMs: context.begunAfterMs ?? performance.now() - context.began,
      }
      metrics.request(finished)
      // Probes and scrapes come every few seconds; what they find is in their answers.
      const routine = context.principal === ANONYMOUS && finished.status < 400
      log[routine ? 'debug' : 'info']({ ...finished, ...outcome(res.writableFinished, context) }, 'request')
    })
    next()
  }
}

/** Sends the reply, with the request's id in it where it is a problem. */
export function respond(req: Request, res: Response, reply: WholeReply): void {
  const context = contextOf(req)
  if (reply.kind === 'problem') context.problem = reply.code
  const rendered = render(reply, context.requestId)
  send(res, { ...rendered, headers: within(req.baseUrl, rendered.headers) })
}

/** Addresses in an answer, where the site has its name in them: `baseUrl` is empty for the first site. */
function within(baseUrl: string, headers: Readonly<Record<string, string>>): Record<string, string> {
  const addressed = { ...headers }
  const { Location: location, Link: link } = addressed
  if (location?.startsWith('/')) addressed['Location'] = `${baseUrl}${location}`
  if (link?.startsWith('</')) addressed['Link'] = `<${baseUrl}${link.slice(1)}`
  return addressed
}

/** Sends what `reply` writes, as it writes it. Rejects when `reply` does: the answer can only be cut off then. */
export async function respondLive(req: Request, res: Response, reply: LiveReply): Promise<void> {
  const context = contextOf(req)
  res
    .status(reply.status)
    .set({ ...reply.headers })
    .set('Content-Type', reply.contentType)
  if (req.method === 'HEAD') {
    res.end()
    return
  }
  res.flushHeaders()
  context.begunAfterMs = performance.now() - context.began
  await reply.write(sinkTo(res, reply.stallMs))
  await endAnswer(res)
}

function outcome(whole: boolean, { requestId, traceparent, problem }: RequestContext): object {
  return { requestId, traceparent, ...(problem && { problem }), ...(!whole && { aborted: true }) }
}

function accepted(value: string | undefined, shape: RegExp): string | undefined {
  return value !== undefined && shape.test(value) ? value : undefined
}

function newTrace(): string {
  // Not sampled: whoever samples says so in the trace it sends.
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`
}
