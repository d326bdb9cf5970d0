/** What operators' tools read. */
import { z } from 'zod'

export const alive = z.strictObject({ status: z.literal('alive') }).meta({ id: 'Alive' })

const check = z.strictObject({
  ok: z.boolean(),
  detail: z.string().optional().meta({ description: 'What is wrong.' }),
})

/** Of a process without the API or a controller some are missing. */
export const checks = z.strictObject({
  owner: check.optional(),
  database: check,
  redis: check,
  switch: check.optional(),
})
export const ready = z.strictObject({ status: z.literal('ready'), checks }).meta({ id: 'Ready' })
