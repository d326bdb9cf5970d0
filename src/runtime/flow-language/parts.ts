/** Names, keys and durations as flows write them. Messages say what is expected. */
import { z } from 'zod'
import { MENU_KEYS } from './keys.ts'

const HYPHENED = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const STEP = /^[a-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/
export const DATA_NAME = /^[a-z][A-Za-z0-9]{0,39}$/

export const promptName = z
  .string()
  .regex(HYPHENED, 'a prompt name (lower-case letters, digits, single hyphens)')
  .max(60)
export const stepName = z.string().regex(STEP, 'a step name (letters, digits, single hyphens)').max(60)
/** What facts, reports and metrics call a choice, a question or a survey. */
export const reportName = z
  .string()
  .regex(HYPHENED, 'a name for reports (lower-case letters, digits, single hyphens)')
  .max(40)
export const profileName = z
  .string()
  .regex(HYPHENED, 'a name of a profile (lower-case letters, digits, single hyphens)')
  .max(40)
/** Calendars and sources, as the configuration calls them. */
export const configuredName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_-]{0,59}$/, 'a name (a small letter, then letters, digits, _ and -)')
export const dataName = z.string().regex(DATA_NAME, 'a data name (letters and digits, as in patientId)')

/** YAML reads a bare `1` as a number. */
export const menuKey = z.preprocess((key) => (typeof key === 'number' ? String(key) : key), z.enum(MENU_KEYS))

export const waitMs = (max: number, min = 500) => z.number().int().min(min).max(max)

export const language = z.enum(['zh', 'en'])

/** At most `most` entries, said in a sentence. */
export const bounded = <T extends z.ZodRecord>(schema: T, most: number, what: string) =>
  schema.refine((value) => Object.keys(value as object).length <= most, `at most ${most} ${what}`)
