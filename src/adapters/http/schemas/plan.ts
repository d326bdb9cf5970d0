/** Plans, drills and messages to all who wait, as clients see and give them. */
import { z } from 'zod'
import type { Broadcast } from '../../../domain/broadcast/state.ts'
import type { DrillCall } from '../../../domain/plan/state.ts'
import type { DrillView, PlanView } from '../../../domain/plan/view.ts'
import { planChanges, promptNames, queueChanges } from '../../../runtime/plan-schema.ts'
import type { PathParam } from '../route.ts'
import { moment, orNull, pageOf, siteId } from './common.ts'
import { agentId, broadcastId, callId, flowId, planId, queueId, queueIdTaken } from './ids.ts'

const place = z.string().meta({
  description: 'Of the plan, as a JSON Pointer (RFC 6901).',
  examples: ['/numbers/8000'],
})
const who = z.string().meta({ description: 'The key’s id.', examples: ['key_01JD8Z4Q6W3V5T7R9P0N2M4K6H'] })
const number = z.string()
const names = z.record(z.string(), z.string()).meta({ examples: [{ zh: '台风预案', en: 'Typhoon' }] })
const n = z.int().meta({ description: 'Which drill of the plan, from 1.' })

const planOn = z
  .strictObject({
    since: moment,
    by: who,
    until: moment.nullable().meta({ description: 'When it switches itself off; null: it doesn’t.' }),
  } satisfies Record<keyof NonNullable<PlanView['on']>, z.ZodType>)
  .meta({ id: 'PlanOn' })

export const plan = z
  .strictObject({
    planId,
    siteId,
    names,
    numbers: z.record(number, flowId),
    flows: z.record(flowId, flowId),
    prompts: z.record(z.string(), z.array(z.string())),
    members: z.record(
      queueId,
      z.strictObject({ add: z.array(agentId).optional(), remove: z.array(agentId).optional() }),
    ),
    queues: z.record(queueId, queueChanges),
    hours: z.record(z.string(), z.enum(['open', 'closed', 'holiday'])),
    testNumbers: z.array(z.string()).meta({ description: 'Masked.', examples: [['138****5678']] }),
    version: z.int().meta({ description: 'Also its `ETag`.' }),
    on: orNull(planOn).meta({ description: 'Null: it is off.' }),
    conflicts: z
      .array(z.strictObject({ place, planId: planId.meta({ description: 'Whose change counts.' }) }))
      .meta({ description: 'What other plans that are on change otherwise. Later ones win.' }),
    missing: z
      .array(z.strictObject({ pointer: place, message: z.string() }))
      .meta({ description: 'What it names that isn’t there any more; that part of it has no effect.' }),
    drills: z.int().meta({ description: 'How many drills of it there have been.' }),
    drill: n.nullable().meta({ description: 'The drill that is under way.' }),
  } satisfies Record<keyof PlanView, z.ZodType>)
  .meta({ id: 'Plan' })
export const planPage = pageOf('PlanPage', plan)

const name = z.string().trim().min(1).max(60)
/** What an administrator gives. */
export const planDefinition = z
  .strictObject({
    names: z.strictObject({ zh: name, en: name }).meta({ examples: [{ zh: '台风预案', en: 'Typhoon' }] }),
    ...planChanges,
    testNumbers: z
      .array(z.string().regex(/^\+?[0-9]{3,20}$/, 'a telephone number'))
      .max(100)
      .optional()
      .meta({
        description:
          'Whose calls go the plan’s way in a drill, as the trunk sends them. Kept as keyed hashes only; left out: as ' +
          'they were.',
        examples: [['13800005678']],
      }),
  })
  .meta({ id: 'PlanDefinition' })

export const switchOn = z
  .strictObject({
    forMs: z
      .int()
      .min(60_000)
      .max(30 * 86_400_000)
      .nullable()
      .default(null)
      .meta({ description: 'It switches itself off after so long. Null: it doesn’t.' }),
  })
  .meta({ id: 'PlanSwitchOn' })
export const drillBegin = z
  .strictObject({
    forMs: z
      .int()
      .min(60_000)
      .max(4 * 3_600_000)
      .default(1_800_000)
      .meta({ description: 'It ends by itself after so long.' }),
  })
  .meta({ id: 'DrillBegin' })

const drillCall = z
  .strictObject({
    callId,
    at: moment,
    serviceNumber: z.string(),
    flowIds: z.array(flowId).meta({ description: 'Those that it was led through.' }),
    queueIds: z.array(queueId).meta({ description: 'Those that it waited in.' }),
    prompts: z.array(z.string()).meta({ description: 'What was said to it, each once.' }),
    answeredAfterMs: z.int().nullable().meta({ description: 'From its beginning to a person’s answer.' }),
    agentId: agentId.nullable(),
    ended: orNull(z.strictObject({ by: z.string(), why: z.string(), at: moment })),
  } satisfies Record<keyof DrillCall, z.ZodType>)
  .meta({ id: 'DrillCall' })

export const drill = z
  .strictObject({
    planId,
    n,
    by: who,
    since: moment,
    until: moment.meta({ description: 'When it ends by itself.' }),
    ended: orNull(
      z.strictObject({
        at: moment,
        why: z.enum(['asked', 'timedOut', 'switchedOn']),
        by: z.string().nullable(),
      }),
    ).meta({ description: 'Null: it is under way.' }),
    calls: z.array(drillCall).meta({ description: 'The first 200.' }),
    unnoted: z.int().meta({ description: 'Test calls beyond those.' }),
    met: z.array(place).meta({ description: 'What test calls have met of the plan.' }),
    neverMet: z
      .array(place)
      .meta({ description: 'What none has met: nobody knows yet whether it is right.' }),
  } satisfies Record<keyof DrillView, z.ZodType>)
  .meta({ id: 'Drill' })
export const drillPage = pageOf('DrillPage', drill)

export const drillParam: PathParam<number> = {
  parse: (text) =>
    /^[1-9]\d{0,8}$/.test(text)
      ? { ok: true, id: Number(text) }
      : { ok: false, expected: 'the number of a drill, from 1' },
  schema: n,
  unknown: 'drill-unknown',
}

export const broadcastOrder = z
  .strictObject({
    queueIds: z
      .array(queueIdTaken)
      .min(1)
      .max(1_000)
      .nullable()
      .default(null)
      .meta({ description: 'Whose waiting callers hear it. Null: all queues’ that you reach.' }),
    prompts: promptNames.meta({
      description: 'Said in this order, in each caller’s language.',
      examples: [['storm-notice']],
    }),
  })
  .meta({ id: 'BroadcastOrder' })

export const broadcast = z
  .strictObject({
    broadcastId,
    at: moment,
    by: who,
    queueIds: z.array(queueId).nullable().meta({ description: 'Null: all queues.' }),
    prompts: z.array(z.string()),
    reached: z.int().meta({ description: 'To how many callers it was said.' }),
    queues: z.record(queueId, z.int()).meta({ description: 'The same by queue.' }),
  } satisfies Record<keyof Broadcast, z.ZodType>)
  .meta({ id: 'Broadcast' })
