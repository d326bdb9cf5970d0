/** Steps that speak, hand the caller on, or end the call. */
import { z } from 'zod'
import { parseFlowId, parseQueueId } from '../../domain/ids.ts'
import { licenceNeed, needsFrom, preferFrom, rank, skillLevels } from '../../lib/zod-matching.ts'
import { id, music, rule } from '../../lib/zod-parts.ts'
import { menuOptions } from './asking-steps.ts'
import { menuKey, stepName, waitMs } from './parts.ts'
import { speeches, spoken, texts } from './speech.ts'

export const announce = z.strictObject({ kind: z.literal('announce'), prompts: spoken, next: stepName })

/** Short for an `announce` with one text. */
export const say = z.strictObject({ kind: z.literal('say'), text: texts, next: stepName })

export const voicemail = z.strictObject({
  kind: z.literal('voicemail'),
  prompts: spoken,
  maxMs: waitMs(600_000, 1000).default(120_000),
  endKey: menuKey.default('#'),
  next: stepName,
  otherwise: stepName,
})

const queueId = id(parseQueueId)

export const queue = z
  .strictObject({
    kind: z.literal('queue'),
    queueId,
    priority: z.enum(['emergency', 'routine']).optional(),
    skills: skillLevels.optional(),
    licence: licenceNeed.optional(),
    rank: rank.optional(),
    needsFrom: needsFrom.optional(),
    preferFrom: preferFrom.optional(),
    music: music.optional(),
    enterPrompts: speeches.default([]),
    maxWaitMs: waitMs(86_400_000).optional(),
    otherwise: stepName.optional(),
    announcements: z
      .strictObject({
        everyMs: waitMs(600_000, 10_000).default(30_000),
        prompts: speeches.default([]),
        position: z.boolean().default(false),
        // Absent, not false: flows that were published before there was such a thing keep their versions.
        expectedWait: z.boolean().optional(),
        comfort: z
          .array(z.strictObject({ prompts: spoken }))
          .min(1)
          .max(20)
          .optional(),
      })
      .refine(
        ({ prompts, position, expectedWait, comfort }) =>
          position ||
          expectedWait === true ||
          comfort !== undefined ||
          (Array.isArray(prompts) && prompts.length > 0),
        rule('nothing to announce: write prompts, comfort, position: true or expectedWait: true'),
      )
      .optional(),
    keys: menuOptions.optional(),
    afterTalk: stepName.optional(),
  })
  .refine(
    (step) => (step.maxWaitMs === undefined) === (step.otherwise === undefined),
    rule('maxWaitMs and otherwise belong together: after how long, and where to'),
  )

export const callback = z.strictObject({
  kind: z.literal('callback'),
  queueId,
  accepted: stepName,
  notYet: stepName,
})

const extension = z.string().regex(/^\d{2,10}$/, 'a phone of the house, 2 to 10 digits in quotes')
const number = z.string().regex(/^\+?\d{3,20}$/, 'a telephone number in quotes')

export const transfer = z.strictObject({
  kind: z.literal('transfer'),
  to: z.union([
    z.strictObject({ extension }),
    z.strictObject({ number }),
    z.strictObject({ flowId: id(parseFlowId) }),
  ]),
  prompts: speeches.default([]),
  ringMs: waitMs(120_000, 5000).default(30_000),
  otherwise: stepName,
})

export const fallback = z.strictObject({ kind: z.literal('fallback'), prompts: speeches.default([]) })

export const hangUp = z.strictObject({
  kind: z.literal('hangUp'),
  prompts: speeches.default([]),
  cause: z
    .enum(['NORMAL_CLEARING', 'USER_BUSY', 'CALL_REJECTED', 'NORMAL_TEMPORARY_FAILURE'])
    .default('NORMAL_CLEARING'),
})
