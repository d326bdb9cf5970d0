/** The shape of a flow file. References between steps and to the outside are checked in `references.ts`. */
import { z } from 'zod'
import { parseFlowId, parseQueueId } from '../../domain/ids.ts'
import { id, music, rule } from '../../lib/zod-parts.ts'

const PROMPT = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const STEP = /^[a-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/
const promptName = z
  .string()
  .regex(PROMPT, 'a prompt name (lower-case letters, digits, single hyphens)')
  .max(60)
const stepName = z.string().regex(STEP, 'a step name (letters, digits, single hyphens)').max(60)
const prompts = z.array(promptName).max(20)
const spoken = prompts.min(1)
const waitMs = (max: number) => z.number().int().min(500).max(max)

const announce = z.strictObject({ kind: z.literal('announce'), prompts: spoken, next: stepName })

const option = z.strictObject({
  name: z.string().regex(PROMPT, 'a name for reports (lower-case letters, digits, single hyphens)').max(40),
  next: stepName,
})
const menuKey = z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'])

const menu = z.strictObject({
  kind: z.literal('menu'),
  prompts: spoken,
  options: z
    .partialRecord(menuKey, option)
    .refine((options) => Object.keys(options).length > 0, 'at least one option'),
  timeoutMs: waitMs(60_000).default(5000),
  attempts: z.number().int().min(1).max(10).default(3),
  noInputPrompts: prompts.default([]),
  invalidPrompts: prompts.default([]),
  otherwise: stepName,
})

const queue = z
  .strictObject({
    kind: z.literal('queue'),
    queueId: id(parseQueueId),
    priority: z.enum(['emergency', 'routine']).optional(),
    music: music.optional(),
    enterPrompts: prompts.default([]),
    maxWaitMs: waitMs(86_400_000).optional(),
    otherwise: stepName.optional(),
  })
  .refine(
    (step) => (step.maxWaitMs === undefined) === (step.otherwise === undefined),
    rule('maxWaitMs and otherwise belong together: after how long, and where to'),
  )

const fallback = z.strictObject({ kind: z.literal('fallback'), prompts: prompts.default([]) })

const hangUp = z.strictObject({
  kind: z.literal('hangUp'),
  prompts: prompts.default([]),
  cause: z
    .enum(['NORMAL_CLEARING', 'USER_BUSY', 'CALL_REJECTED', 'NORMAL_TEMPORARY_FAILURE'])
    .default('NORMAL_CLEARING'),
})

export const stepSchema = z.discriminatedUnion('kind', [announce, menu, queue, fallback, hangUp])

export const flowSchema = z.strictObject({
  id: id(parseFlowId),
  languages: z
    .array(z.enum(['zh', 'en']))
    .min(1)
    .refine((all) => new Set(all).size === all.length, 'each language once'),
  start: stepName,
  record: z.boolean().optional(),
  steps: z
    .record(stepName, stepSchema)
    .refine((steps) => Object.keys(steps).length <= 500, 'at most 500 steps'),
})

export type FlowDocument = z.output<typeof flowSchema>
export type StepDocument = FlowDocument['steps'][string]
