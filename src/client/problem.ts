/** What the API answers when it doesn't do what was asked (RFC 9457). */
import type { components } from './schema.d.ts'

export type ProblemDocument = components['schemas']['Problem']
/** `call-unknown`, `rate-limited`, … New codes may come: treat one that you don't know by its status. */
export type ProblemCode = ProblemDocument['type'] extends `urn:cti-bridge:problem:${infer Code}`
  ? Code
  : never

/** Thrown by `unwrap`, and by what is built on it. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly problem: ProblemDocument
  /** How long to wait before asking again; undefined where asking again is of no use as it is. */
  readonly retryAfterMs: number | undefined

  constructor(problem: ProblemDocument, response: Response) {
    super(problem.detail === undefined ? problem.title : `${problem.title}: ${problem.detail}`)
    this.status = response.status
    this.problem = problem
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    this.retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined
  }

  /** The last part of the problem's `type`. */
  get code(): ProblemCode {
    return this.problem.type.replace('urn:cti-bridge:problem:', '') as ProblemCode
  }

  /** What to tell the operator. */
  get requestId(): string {
    return this.problem.requestId
  }
}

/** Whether an answer's body is a problem document: a proxy in between may answer otherwise. */
export function isProblem(body: unknown): body is ProblemDocument {
  const { type } = (typeof body === 'object' && body !== null ? body : {}) as { type?: unknown }
  return typeof type === 'string' && type.startsWith('urn:cti-bridge:problem:')
}
