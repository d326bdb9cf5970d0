/** A plan as the API, the seed and other processes write it. */
import { z } from 'zod'
import { parseAgentId, parseFlowId } from '../domain/ids.ts'
import type { Announcements, MemberChanges, PlanDefinition, QueueChanges } from '../domain/plan/definition.ts'
import { queueMatching } from '../lib/zod-matching.ts'
import { id } from '../lib/zod-parts.ts'
import { bounded, configuredName, promptName, waitMs } from './flow-language/parts.ts'
import { callback, duty, emergencyAlarmMs, overflowRules, regainMs } from './queue-waiting-schema.ts'

/** Things of one kind that a plan may change. */
const MOST = 200
const HOURS = ['open', 'closed', 'holiday'] as const

const flowId = id(parseFlowId)
const agentIds = z.array(id(parseAgentId)).max(1_000).optional()
const flowKey = z.string().regex(/^flow_[a-z0-9-]{1,58}$/, 'a flow: flow_NAME')
const queueKey = z.string().regex(/^queue_[a-z0-9-]{1,58}$/, 'a queue: queue_NAME')
const number = z.string().regex(/^\+?[0-9*#]{1,20}$/, 'a called number: 1 to 20 of 0-9, * and #')

export const promptNames = z.array(promptName).min(1).max(10)

const announcements = z.strictObject({
  everyMs: waitMs(600_000, 10_000).default(30_000),
  prompts: z.array(promptName).max(10).default([]),
  position: z.boolean().default(false),
  expectedWait: z.boolean().optional(),
})

/** What figures are measured by isn't changed with a plan. */
const { serviceLevel: _, ...matching } = queueMatching

const settings = z.strictObject({
  ringMs: z.int().min(1_000).max(120_000).optional(),
  wrapUpMs: z.int().min(0).max(3_600_000).optional(),
  wrapUp: z
    .strictObject({
      required: z.boolean().default(false),
      extendMs: z.int().min(0).max(3_600_000).default(0),
      mostMs: z.int().min(0).max(3_600_000).default(0),
    })
    .optional(),
  record: z.boolean().optional(),
  overflow: overflowRules.optional(),
  regainMs: regainMs.optional(),
  callback: callback.optional(),
  duty: duty.optional(),
  emergencyAlarmMs: emergencyAlarmMs.optional(),
  rejectPauseMs: z.int().min(1_000).max(3_600_000).optional(),
  ...matching,
  announcements: announcements.optional().meta({
    description: 'In the place of what the flow says to those who wait; without texts, prompts only.',
  }),
})

/** As answers show them. */
export const queueChanges = settings

/** Absent keys are absent, not undefined: it comes from YAML or JSON. The compiler can't know. */
const as = <T>(schema: z.ZodType) => schema as unknown as z.ZodType<T | undefined>
const by = (key: z.ZodString, value: z.ZodType, what: string) =>
  bounded(z.record(key, value), MOST, what).optional()

/** What a plan changes: members of its definition, all of which may be left out. */
export const planChanges = {
  numbers: as<PlanDefinition['numbers']>(
    by(number, flowId, 'numbers').meta({
      description: 'Calls to this number begin in this flow.',
      examples: [{ '8000': 'flow_typhoon' }],
    }),
  ),
  flows: as<PlanDefinition['flows']>(
    by(flowKey, flowId, 'flows').meta({
      description:
        'Calls that would begin in the one flow begin in the other; a number of its own above counts before this. Where ' +
        'flows lead to one another nothing changes, so the other one may say a notice and lead on to the first.',
      examples: [{ flow_hospital: 'flow_typhoon' }],
    }),
  ),
  prompts: as<PlanDefinition['prompts']>(
    by(promptName, promptNames, 'prompts').meta({
      description:
        'What is heard in the place of a prompt: others, in this order. With the prompt itself at the end, a notice in ' +
        'front of it. What is put there isn’t replaced in turn.',
      examples: [{ welcome: ['typhoon-notice', 'welcome'] }],
    }),
  ),
  members: as<Record<string, MemberChanges>>(
    by(queueKey, z.strictObject({ add: agentIds, remove: agentIds }), 'queues').meta({
      description:
        'By queue: agents who serve it too, and agents who don’t serve it. Who is added and logged on is on for it at ' +
        'once, whatever was chosen before.',
      examples: [{ queue_general: { add: ['agent_li-na'] } }],
    }),
  ),
  queues: as<Record<string, QueueChanges & { announcements?: Announcements }>>(
    by(queueKey, settings, 'queues').meta({
      description:
        'By queue: settings in the place of its own. `overflow` and `announcements` count for those who wait already; ' +
        'the others from the next caller, offer or talk on.',
      examples: [{ queue_general: { overflow: [{ afterMs: 30_000, to: { queueId: 'queue_general' } }] } }],
    }),
  ),
  hours: as<PlanDefinition['hours']>(
    by(configuredName, z.enum(HOURS), 'calendars').meta({
      description: 'By calendar: what flows find when they look at it.',
      examples: [{ outpatients: 'closed' }],
    }),
  ),
}

type Changing<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without parts that change nothing. */
export function changesOnly<T extends object>(all: T): Changing<T> {
  const isThere = (value: unknown) =>
    typeof value === 'object' && value !== null && Object.keys(value).length > 0
  return Object.fromEntries(Object.entries(all).filter(([, value]) => isThere(value))) as Changing<T>
}
