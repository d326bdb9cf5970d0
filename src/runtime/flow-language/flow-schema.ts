/** The shape of a flow as it is written. What its names refer to is checked in `names-check.ts`. */
import { z } from 'zod'
import { parseFlowId } from '../../domain/ids.ts'
import { id } from '../../lib/zod-parts.ts'
import { askingDefaults } from './asking-steps.ts'
import { dataName, language, menuKey, profileName, stepName, waitMs } from './parts.ts'
import { stepSchema } from './step-schema.ts'

const profile = z.strictObject({
  pace: z.enum(['standard', 'slow']).default('standard'),
  timeoutFactor: z.number().min(1).max(5).default(1),
  extraAttempts: z.number().int().min(0).max(5).default(0),
})

export const flowSchema = z.strictObject({
  id: id(parseFlowId),
  languages: z
    .array(language)
    .min(1)
    .refine((all) => new Set(all).size === all.length, 'each language once'),
  start: stepName,
  record: z.boolean().optional(),
  urgent: z.boolean().optional(),
  /** Attached data that the flow reads and others set: an API client, the flow before it, an `ask` endpoint. */
  data: z.array(dataName).max(64).default([]),
  defaults: askingDefaults.prefault({}),
  profiles: z
    .record(profileName, profile)
    .refine((all) => Object.keys(all).length <= 20, 'at most 20 profiles')
    .default({}),
  emergency: z.strictObject({ key: menuKey, step: stepName }).optional(),
  silence: z.strictObject({ afterMs: waitMs(600_000, 5000), step: stepName }).optional(),
  steps: z
    .record(stepName, stepSchema)
    .refine((steps) => Object.keys(steps).length <= 500, 'at most 500 steps'),
})

export type FlowDocument = z.output<typeof flowSchema>
