/** Checks input against a schema and says for each fault where it is and what is expected, never what was sent. */
import type { z } from 'zod'
import { type Problem, problem } from './reply.ts'

/** The part of a request in which a fault is. */
export type Part = 'body' | 'query' | 'header'

export interface InputError {
  readonly in: Part
  /** JSON Pointer as a URI fragment (RFC 6901): `#/agentId`; `#` is the whole part. */
  readonly pointer: string
  readonly detail: string
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem }

/** So many faults are reported at most. */
const MAX_ERRORS = 20

export function check<S extends z.ZodType>(schema: S, part: Part, input: unknown): Checked<z.output<S>> {
  const result = schema.safeParse(input)
  if (result.success) return { ok: true, value: result.data }
  return { ok: false, problem: invalid(result.error.issues.flatMap((issue) => errorsOf(issue, part))) }
}

export function invalid(errors: readonly InputError[]): Problem {
  return problem('invalid', { more: { errors: errors.slice(0, MAX_ERRORS) } })
}

function errorsOf(issue: z.core.$ZodIssue, part: Part): InputError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      in: part,
      pointer: pointerTo([...issue.path, key]),
      detail: 'unknown member: nothing of this name is expected here',
    }))
  return [{ in: part, pointer: pointerTo(issue.path), detail: issue.message }]
}

/**
 * A member's name comes from the client and is echoed only when it looks like one: a number sent as a key by
 * mistake must not travel on in an error.
 */
function pointerTo(path: readonly PropertyKey[]): string {
  const steps: string[] = []
  for (const step of path) {
    if (typeof step !== 'number' && !/^(?!.*\d{3})[A-Za-z_][A-Za-z0-9_-]{0,40}$/.test(String(step))) break
    steps.push(`/${String(step)}`)
  }
  return `#${steps.join('')}`
}
