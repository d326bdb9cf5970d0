/** What a handler answers, as a value; how it is written onto the wire is here too. */
import { pipeline, Readable } from 'node:stream'
import type { Response } from 'express'
import { PROBLEMS, type ProblemCode, problemType } from './problems.ts'
import type { Sink } from './sink.ts'

type Headers = Readonly<Record<string, string>>

export interface Problem {
  readonly kind: 'problem'
  readonly code: ProblemCode
  /** About this occurrence; holds nothing personal and no secret. */
  readonly detail?: string | undefined
  /** Further members of the problem document. */
  readonly more?: object | undefined
  readonly headers?: Headers | undefined
}

/** An answer that is in memory as a whole. */
export type WholeReply =
  | { readonly kind: 'json'; readonly status: number; readonly body: object; readonly headers?: Headers }
  | {
      readonly kind: 'text'
      readonly status: number
      readonly body: string
      readonly contentType: string
      readonly headers?: Headers
    }
  | Problem

/** An answer that is made while it is sent, as fast as the client reads. */
export interface StreamReply {
  readonly kind: 'stream'
  readonly status: number
  readonly contentType: string
  readonly headers?: Headers
  /** When it is known before. */
  readonly byteLength?: number
  /**
   * Ended early when the client goes away; when it throws, the connection is cut, by which the client knows that
   * something is missing. Whoever made it logs why.
   */
  readonly body: AsyncIterable<Uint8Array | string>
}

/** An answer without an end of its own, written whenever there is something to say. */
export interface LiveReply {
  readonly kind: 'live'
  readonly status: number
  readonly contentType: string
  readonly headers?: Headers
  /** How long the client may take nothing before `send` says `stalled`. */
  readonly stallMs: number
  /** Resolves when there is nothing more to send; a rejection cuts the answer off. Not called for HEAD. */
  write(sink: Sink): Promise<void>
}

export type Reply = WholeReply | StreamReply | LiveReply

export function problem(code: ProblemCode, occurrence: Omit<Problem, 'kind' | 'code'> = {}): Problem {
  return { kind: 'problem', code, ...occurrence }
}

export function json(status: number, body: object, headers: Headers = {}): WholeReply {
  return { kind: 'json', status, body, headers }
}

/** Nothing to show: what was asked for is done. */
export function gone(): WholeReply {
  return { kind: 'text', status: 204, body: '', contentType: 'text/plain' }
}

/** A reply in the form in which it is sent, and in which first answers are kept. */
export interface Rendered {
  readonly status: number
  readonly contentType: string
  readonly headers: Headers
  readonly body: string
}

export function render(reply: WholeReply, requestId: string): Rendered {
  if (reply.kind === 'problem') return renderProblem(reply, requestId)
  const { status, headers = {} } = reply
  return reply.kind === 'json'
    ? { status, headers, contentType: 'application/json; charset=utf-8', body: JSON.stringify(reply.body) }
    : { status, headers, contentType: reply.contentType, body: reply.body }
}

function renderProblem({ code, detail, more, headers }: Problem, requestId: string): Rendered {
  const { status, title, retryAfterS } = PROBLEMS[code]
  const retry: Headers = retryAfterS === undefined ? {} : { 'Retry-After': String(retryAfterS) }
  return {
    status,
    contentType: 'application/problem+json; charset=utf-8',
    headers: { ...retry, ...headers },
    body: JSON.stringify({ ...more, type: problemType(code), title, status, detail, requestId }),
  }
}

export function send(res: Response, { status, contentType, headers, body }: Rendered): void {
  res.status(status).set(headers).set('Content-Type', contentType).send(body)
}

/** Writes a streamed answer; to HEAD its head alone. */
export function sendStream(res: Response, reply: StreamReply): void {
  res
    .status(reply.status)
    .set(reply.headers ?? {})
    .set('Content-Type', reply.contentType)
  if (reply.byteLength !== undefined) res.set('Content-Length', String(reply.byteLength))
  if (res.req.method === 'HEAD') res.end()
  // Both ends are destroyed by then.
  else pipeline(Readable.from(reply.body), res, () => undefined)
}
