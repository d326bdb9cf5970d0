/** What a queue's definition says of those who wait there, as the seed and the API take it. */
import { z } from 'zod'
import type { OverflowRule } from '../domain/acd/overflow-rules.ts'
import { USUAL_CALLBACK } from '../domain/call/callback-policy.ts'
import { parseAgentId, parseFlowId, parseQueueId } from '../domain/ids.ts'
import type { QueueDefinition } from '../domain/site/inputs.ts'
import { id, rule } from '../lib/zod-parts.ts'

/** A day: longer waits are no waits. */
const LONGEST_MS = 86_400_000

const target = z
  .union([
    z.strictObject({ queueId: id(parseQueueId) }),
    z.strictObject({ number: z.string().regex(/^\+?\d{3,20}$/, 'a telephone number in quotes') }),
    z.strictObject({ flowId: id(parseFlowId) }),
  ])
  .meta({ examples: [{ queueId: 'queue_general' }] })

const rules = z
  .array(
    z
      .strictObject({
        afterMs: z.int().min(1_000).max(LONGEST_MS).optional(),
        when: z.literal('nobodyOn').optional(),
        to: target,
      })
      .refine(
        ({ afterMs, when }) => afterMs !== undefined || when !== undefined,
        rule('a rule that always counts: write afterMs, when, or both'),
      ),
  )
  .max(10)

/** Absent keys are absent, not undefined: it comes from YAML or JSON. The compiler can't know. */
export const overflowRules = rules as unknown as z.ZodType<readonly OverflowRule[]>

export const regainMs = z.int().min(1_000).max(LONGEST_MS)

/** Absent members are the usual ones. */
export const callback = z.strictObject({
  ringMs: z.int().min(5_000).max(120_000).default(USUAL_CALLBACK.ringMs),
  attempts: z.int().min(1).max(10).default(USUAL_CALLBACK.attempts),
  pauseMs: z.int().min(5_000).max(LONGEST_MS).default(USUAL_CALLBACK.pauseMs),
  keepMs: z.int().min(60_000).max(LONGEST_MS).default(USUAL_CALLBACK.keepMs),
  atOnce: z.int().min(1).max(50).default(USUAL_CALLBACK.atOnce),
  most: z.int().min(1).max(1_000).default(USUAL_CALLBACK.most),
})

const dutyTarget = z
  .union([
    z.strictObject({ agentId: id(parseAgentId) }),
    z.strictObject({ number: z.string().regex(/^\+?\d{3,20}$/, 'a telephone number in quotes') }),
  ])
  .meta({ examples: [{ number: '13800000001' }] })

/** Absent members are the usual ones. */
export const duty = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        afterMs: z.int().min(0).max(3_600_000).default(0),
        when: z.enum(['always', 'nobodyOn', 'noLicence']).default('always'),
        to: dutyTarget,
        ringMs: z.int().min(5_000).max(120_000).default(25_000),
      }),
    )
    .min(1)
    .max(20),
  pauseMs: z.int().min(5_000).max(600_000).default(15_000),
})

/** Nobody is told later than ten minutes after an emergency came. */
export const emergencyAlarmMs = z.int().min(0).max(600_000)

type Waiting = Pick<QueueDefinition, 'overflow' | 'regainMs' | 'callback' | 'duty' | 'emergencyAlarmMs'>

/** As definitions hold it: what isn't set isn't there. */
export function waitingOf(
  given: {
    readonly [K in keyof Waiting]: Waiting[K] | null | undefined
  },
): Waiting {
  const { overflow, regainMs, callback, duty, emergencyAlarmMs } = given
  return {
    ...(overflow && overflow.length > 0 ? { overflow } : {}),
    ...(typeof regainMs === 'number' ? { regainMs } : {}),
    ...(callback ? { callback } : {}),
    ...(duty ? { duty } : {}),
    ...(emergencyAlarmMs ? { emergencyAlarmMs } : {}),
  }
}
