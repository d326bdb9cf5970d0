/** Steps that ask the caller for keys. */
import { z } from 'zod'
import { rule } from '../../lib/zod-parts.ts'
import { dataName, menuKey, profileName, reportName, stepName, waitMs } from './parts.ts'
import { speeches, spoken } from './speech.ts'

/** What a flow may say once for all its asking steps. */
export const askingDefaults = z.strictObject({
  timeoutMs: waitMs(60_000).optional(),
  attempts: z.number().int().min(1).max(10).optional(),
  noInputPrompts: speeches.optional(),
  invalidPrompts: speeches.optional(),
})
export type AskingDefaults = z.output<typeof askingDefaults>

const asking = { prompts: spoken, ...askingDefaults.shape, otherwise: stepName }

const option = z.strictObject({ name: reportName, next: stepName })
/** A record's keys are texts always, so these need no help with numbers. */
const optionKey = z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'])
export const menuOptions = z
  .partialRecord(optionKey, option)
  .refine((options) => Object.keys(options).length > 0, 'at least one option')

export const menu = z.strictObject({
  kind: z.literal('menu'),
  ...asking,
  options: menuOptions,
  variants: z
    .record(profileName, z.strictObject({ prompts: spoken, options: menuOptions }))
    .refine((all) => Object.keys(all).length <= 10, 'at most 10 variants')
    .default({}),
})

/** How many keys a check wants, where the step doesn't say. */
export const CHECKED_LENGTHS = {
  idNumber: { minLength: 18, maxLength: 18 },
  date: { minLength: 8, maxLength: 8 },
  futureDate: { minLength: 8, maxLength: 8 },
  phoneNumber: { minLength: 10, maxLength: 12 },
  luhn: undefined,
} as const

const length = z.number().int().min(1).max(32)

export const collect = z
  .strictObject({
    kind: z.literal('collect'),
    ...asking,
    into: dataName,
    minLength: length.optional(),
    maxLength: length.optional(),
    // Not null: in YAML an unquoted # begins a comment, and what is left says null.
    terminator: z.enum(['#', '*', 'none']).default('#'),
    interDigitMs: waitMs(30_000).default(5000),
    check: z.enum(['idNumber', 'date', 'futureDate', 'phoneNumber', 'luhn']).optional(),
    next: stepName,
  })
  .refine(
    ({ check, terminator }) => check !== 'idNumber' || terminator !== '*',
    rule('the key * stands for X in an identity number, so it can’t end one: write terminator "#" or none'),
  )
  .refine(
    ({ minLength, maxLength, check }) => CHECKED_LENGTHS[check ?? 'luhn'] || (minLength && maxLength),
    rule('minLength and maxLength are missing: how many keys are expected'),
  )
  .refine(
    ({ minLength = 1, maxLength = 32 }) => !(minLength > maxLength),
    rule('minLength is greater than maxLength'),
  )
  .refine(({ minLength, maxLength, check }) => {
    const wanted = check && CHECKED_LENGTHS[check]
    return (
      !wanted || ((minLength ?? wanted.minLength) >= wanted.minLength && (maxLength ?? 0) <= wanted.maxLength)
    )
  }, rule('the check wants another length: leave minLength and maxLength out'))

const answers = { about: reportName, yes: menuKey.default('1'), no: menuKey.default('2') }
const twoKeys = rule('yes and no are the same key')

export const confirm = z
  .strictObject({
    kind: z.literal('confirm'),
    ...asking,
    ...answers,
    times: z.union([z.literal(1), z.literal(2)]).default(1),
    confirmed: stepName,
    refused: stepName,
  })
  .refine((step) => String(step.yes) !== String(step.no), twoKeys)

export const consent = z
  .strictObject({ kind: z.literal('consent'), ...asking, ...answers, given: stepName, refused: stepName })
  .refine((step) => String(step.yes) !== String(step.no), twoKeys)

const score = z.number().int().min(0).max(9)

export const survey = z
  .strictObject({
    kind: z.literal('survey'),
    name: reportName,
    dimensions: z
      .array(z.strictObject({ name: reportName, prompts: spoken }))
      .min(1)
      .max(10),
    lowest: score.default(1),
    highest: score.default(5),
    ...askingDefaults.shape,
    next: stepName,
  })
  .refine(({ lowest = 1, highest = 5 }) => !(lowest >= highest), rule('lowest is not lower than highest'))
