/** Steps that need nothing from the caller: what is known decides, is asked for, or is written down. */
import { z } from 'zod'
import { rule } from '../../lib/zod-parts.ts'
import { bounded, configuredName, dataName, language, profileName, stepName, waitMs } from './parts.ts'
import { speeches } from './speech.ts'

/** As long as `lib/expression.ts` takes. */
const expression = z.string().min(1).max(500)

export const hours = z.strictObject({
  kind: z.literal('hours'),
  calendar: configuredName,
  open: stepName,
  closed: stepName,
  holiday: stepName.optional(),
})

export const branch = z.strictObject({
  kind: z.literal('branch'),
  cases: z
    .array(z.strictObject({ when: expression, next: stepName }))
    .min(1)
    .max(20),
  otherwise: stepName,
})

const fixed = z.union([z.string().max(2000), z.number(), z.boolean()])

export const set = z
  .strictObject({
    kind: z.literal('set'),
    values: bounded(
      z.record(dataName, z.union([fixed, z.strictObject({ value: fixed }), z.strictObject({ expression })])),
      20,
      'values',
    ).refine((values) => Object.keys(values).length > 0, 'at least one value'),
    next: stepName,
    otherwise: stepName.optional(),
  })
  .refine(
    ({ values, otherwise }) => otherwise !== undefined || !hasExpression(values),
    rule('otherwise is missing: where the call goes when an expression fails'),
  )

function hasExpression(values: unknown): boolean {
  if (typeof values !== 'object' || values === null) return false
  return Object.values(values).some((one) => typeof one === 'object' && one !== null && 'expression' in one)
}

const path = z
  .string()
  .max(500)
  .regex(/^\/(?!\/)[^\s?#\\]*$/, 'a path below the source that begins with one / and has no ?, # or space')
const pointer = z
  .string()
  .max(200)
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'a JSON Pointer (RFC 6901), as in /patient/0/name')
const asked = { source: configuredName, path, timeoutMs: waitMs(30_000).default(3000) }

export const lookUp = z
  .strictObject({
    kind: z.literal('lookUp'),
    ...asked,
    query: bounded(
      z.record(
        z.string().regex(/^[A-Za-z0-9_.:\-[\]]{1,60}$/, 'a name of a query parameter'),
        z.string().max(500),
      ),
      20,
      'parameters',
    ).default({}),
    into: bounded(z.record(dataName, pointer), 20, 'data names').default({}),
    candidates: pointer.nullable().default(null),
    waitPrompts: speeches.default([]),
    found: stepName,
    several: stepName.optional(),
    notFound: stepName,
    failed: stepName,
  })
  .refine(
    ({ several, candidates }) => several === undefined || typeof candidates === 'string',
    rule('several needs candidates: a pointer to the list in the answer that may hold several'),
  )

export const ask = z.strictObject({
  kind: z.literal('ask'),
  ...asked,
  send: z.array(dataName).max(20).default([]),
  attempts: z.number().int().min(1).max(5).default(2),
  waitPrompts: speeches.default([]),
  otherwise: stepName,
})

export const profile = z
  .strictObject({
    kind: z.literal('profile'),
    language: language.optional(),
    profile: profileName.optional(),
    next: stepName,
  })
  .refine(
    (step) => step.language !== undefined || step.profile !== undefined,
    rule('neither language nor profile stands here'),
  )
