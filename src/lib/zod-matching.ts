/** What callers need and agents have, as it is written: in the API, in the seed, in flows, between processes. */
import { z } from 'zod'

const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'a name: lower-case letters, digits, single hyphens')
  .max(60)
const level = z.int().min(1).max(10)

export const skillLevels = z
  .array(z.strictObject({ skill: name, level }))
  .max(20)
  .refine((all) => new Set(all.map(({ skill }) => skill)).size === all.length, 'each skill once')

export const licenceNeed = z.strictObject({ kind: name, jurisdiction: z.string().min(1).max(60).optional() })

export const rank = z.int().min(0).max(9)
export const ageingMs = z.int().min(1_000).max(3_600_000)
/** At most half an hour: then anybody's time is better than one agent's. */
export const preferAgentMs = z.int().min(1_000).max(1_800_000)
export const ringAtOnce = z.int().min(1).max(10)

/** Level 0: the skill isn't demanded any more. */
export const relaxations = z
  .array(
    z.strictObject({
      afterMs: z.int().min(1_000).max(86_400_000),
      skill: name,
      level: z.int().min(0).max(10),
    }),
  )
  .max(40)

const day = z.iso.date('a day: YYYY-MM-DD')
export const licences = z
  .array(
    z
      .strictObject({
        kind: name,
        number: z.string().min(1).max(60),
        jurisdiction: z.string().min(1).max(60),
        validFrom: day,
        validTo: day,
        suspended: z.boolean().default(false),
      })
      .refine(({ validFrom, validTo }) => validFrom <= validTo, 'validTo before validFrom'),
  )
  .max(20)

export const weight = z.int().min(1).max(100)
