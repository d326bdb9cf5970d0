/** Pieces of schemas that several subjects share. */
import { z } from 'zod'
import { PROBLEM_CODES, problemType } from '../problems.ts'

export const moment = z.iso
  .datetime({ precision: 3 })
  .meta({ description: 'RFC 3339, UTC, milliseconds.', examples: ['2026-03-02T08:15:30.250Z'] })

export const siteId = z.string().meta({ description: 'The site (院区).', examples: ['site_main'] })

/** No query, no body: unknown members are refused here too. */
export const nothing = z.strictObject({})

/** `.nullable()` of a named schema comes out as the bare reference. */
export function orNull<S extends z.ZodType>(schema: S) {
  return z.union([schema, z.null()])
}

/** A page of a list. */
export function pageOf(name: string, item: z.ZodType) {
  return z
    .strictObject({
      items: z.array(item),
      nextCursor: z
        .string()
        .nullable()
        .meta({ description: 'Give it as `cursor` for the next page; null on the last.' }),
    })
    .meta({ id: name })
}

const inputError = z.strictObject({
  in: z.enum(['body', 'query', 'header']).meta({ description: 'The part of the request.' }),
  pointer: z
    .string()
    .meta({ description: 'JSON Pointer as a URI fragment (RFC 6901).', examples: ['#/agentId'] }),
  detail: z.string().meta({ description: 'What is expected there.' }),
})

export const problemDocument = z
  .looseObject({
    type: z
      .enum(PROBLEM_CODES.map(problemType))
      .meta({ description: 'The kind of problem. Branch on this; new kinds may be added.' }),
    title: z.string().meta({ description: 'The same for every occurrence of the kind.' }),
    status: z.int().meta({ description: 'The HTTP status.' }),
    detail: z.string().optional().meta({ description: 'About this occurrence.' }),
    requestId: z.string().meta({ description: 'What to give the operator when asking about it.' }),
    errors: z
      .array(inputError)
      .optional()
      .meta({ description: 'With `invalid` and `plan-invalid`: each place and its fault.' }),
    callId: z.string().optional().meta({ description: 'The call that the command may have made.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457. config/PROBLEMS.md lists all kinds.' })
