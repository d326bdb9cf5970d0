/** What a handler answers, as a value; how it is written onto the wire is here too. */
import type { Response } from 'express'
import { PROBLEMS, type ProblemCode, problemType } from './problems.ts'

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

export type Reply =
  | { readonly kind: 'json'; readonly status: number; readonly body: object; readonly headers?: Headers }
  | {
      readonly kind: 'text'
      readonly status: number
      readonly body: string
      readonly contentType: string
      readonly headers?: Headers
    }
  | Problem

export function problem(code: ProblemCode, occurrence: Omit<Problem, 'kind' | 'code'> = {}): Problem {
  return { kind: 'problem', code, ...occurrence }
}

export function json(status: number, body: object, headers: Headers = {}): Reply {
  return { kind: 'json', status, body, headers }
}

/** A reply in the form in which it is sent, and in which first answers are kept. */
export interface Rendered {
  readonly status: number
  readonly contentType: string
  readonly headers: Headers
  readonly body: string
}

export function render(reply: Reply, requestId: string): Rendered {
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
