/** Queues as clients see them: the definition, and what goes on there now. */
import { z } from 'zod'
import type { QueueFigures, QueueView } from '../../../domain/site/view.ts'
import { queueMatching } from '../../../lib/zod-matching.ts'
import { music } from '../../../lib/zod-parts.ts'
import { queueChanges } from '../../../runtime/plan-schema.ts'
import {
  callback,
  duty,
  emergencyAlarmMs,
  overflowRules,
  regainMs,
} from '../../../runtime/queue-waiting-schema.ts'
import { moment, orNull, pageOf, siteId } from './common.ts'
import { agentId, queueId } from './ids.ts'

const wrapUpTerms = z
  .strictObject({
    required: z
      .boolean()
      .default(false)
      .meta({ description: 'Agents can’t cut it short; a supervisor can.' }),
    extendMs: z
      .int()
      .min(0)
      .max(3_600_000)
      .default(0)
      .meta({ description: 'By how much an agent draws it out each time; 0: not at all.' }),
    mostMs: z
      .int()
      .min(0)
      .max(3_600_000)
      .default(0)
      .meta({ description: 'How long it lasts at most, from its beginning.' }),
  })
  .meta({ id: 'WrapUpTerms' })

const figures = z
  .strictObject({
    waiting: z.int().meta({ description: 'Callers waiting.' }),
    longestWaitSince: moment
      .nullable()
      .meta({ description: 'When the caller who has waited longest was queued.' }),
    agentsReady: z.int(),
    agentsLoggedOn: z.int(),
    callbacksWaiting: z
      .int()
      .meta({ description: 'Callers who are to be called back, those in a pause too.' }),
    oldestCallbackSince: moment
      .nullable()
      .meta({ description: 'When the one among them began to wait who has waited longest.' }),
    callbacksFailed: z.int().meta({
      description: 'Callers who were promised it and not reached, until somebody has seen to them.',
    }),
  } satisfies Record<Exclude<keyof QueueFigures, 'queueId'>, z.ZodType>)
  .meta({ id: 'QueueFigures' })

export const queue = z
  .strictObject({
    queueId,
    siteId,
    names: z.record(z.string(), z.string()).meta({
      description: 'By language.',
      examples: [{ zh: '预约挂号', en: 'Appointments' }],
    }),
    ringMs: z.int().meta({ description: 'How long an agent’s phone rings.' }),
    wrapUpMs: z.int().meta({ description: 'How long an agent is left alone after a call.' }),
    wrapUp: orNull(wrapUpTerms).meta({ description: 'Null: agents may cut it short, and not draw it out.' }),
    record: z.boolean().nullable().meta({
      description: 'Whether its calls are recorded. Null: as the flow says, else as the site does.',
    }),
    priority: z.enum(['emergency', 'routine']).nullable().meta({
      description:
        'For steps of flows that lead here and don’t say. `emergency` overtakes all who are `routine`.',
    }),
    musicStream: z
      .string()
      .nullable()
      .meta({
        description: 'The same for what is heard while waiting.',
        examples: ['local_stream://moh'],
      }),
    rejectPauseMs: z.int().optional().meta({
      description: 'How long who rejects one of its calls is left alone. Absent: until made ready.',
    }),
    overflow: overflowRules.meta({
      description:
        'Where callers go whom nobody serves in time, tried in this order. To a queue: the place is kept. To a number: ' +
        'where nobody answers, the caller is back at the place. To a flow: the place is given up.',
    }),
    regainMs: regainMs.nullable().meta({
      description:
        'For how long a caller who hung up while waiting is served as before when ringing again. Null: not at all.',
    }),
    callback: callback.nullable().meta({
      description:
        'How callers are called back who wish it (step `callback` of a flow): when it is the turn of the place where ' +
        'the caller stood, the number is rung for `ringMs`, up to `attempts` times with `pauseMs` between them, while ' +
        'the promise holds (`keepMs`); then an alarm is raised. `atOnce`: how many are rung at once; `most`: how many ' +
        'may wait for it. Null: not at all.',
    }),
    duty: duty.nullable().meta({
      description:
        'Who is rung on duty while a caller waits there: `steps` in the order of `afterMs` (from coming into the queue), those ' +
        'of one time together, and the next as soon as all before have failed; `nobodyOn`: only while no agent is logged ' +
        'on for the queue, `noLicence`: only while none has the licence that the caller needs. An agent is rung logged on ' +
        'or not, and must hold that licence; a number is rung as it stands. Whoever answers must press 1: a voicemail ' +
        'hasn’t answered. After the last step and `pauseMs` the round begins again. Null: nobody.',
    }),
    emergencyAlarmMs: emergencyAlarmMs.meta({
      description:
        'How long an emergency waits there before the alarm `emergencyWaiting` is raised; 0: not at all.',
    }),
    ...queueMatching,
    planned: queueChanges.optional().meta({
      description: 'Settings that plans that are on make otherwise. Absent: none.',
    }),
    agentIds: z.array(agentId).meta({ description: 'Who serves it now.' }),
    version: z.int().meta({ description: 'Of the definition; also its `ETag`.' }),
    figures: orNull(figures).meta({
      description: 'Live, from the site’s owner; null while nobody owns the site.',
    }),
  } satisfies Record<keyof QueueView | 'figures', z.ZodType>)
  .meta({ id: 'Queue' })
export const queuePage = pageOf('QueuePage', queue)

const name = z.string().trim().min(1).max(60)
/** What an administrator gives. */
export const queueDefinition = z
  .strictObject({
    names: z.strictObject({ zh: name, en: name }).meta({
      description: 'By language.',
      examples: [{ zh: '预约挂号', en: 'Appointments' }],
    }),
    ringMs: z
      .int()
      .min(1_000)
      .max(120_000)
      .default(20_000)
      .meta({ description: 'How long an agent’s phone rings; from the next offer on.' }),
    wrapUpMs: z
      .int()
      .min(0)
      .max(3_600_000)
      .default(15_000)
      .meta({ description: 'How long an agent is left alone after a call; from the next end of a talk on.' }),
    wrapUp: wrapUpTerms
      .optional()
      .meta({ description: 'Without it agents may cut it short, and not draw it out.' }),
    record: z.boolean().nullable().default(null).meta({
      description: 'Whether its calls are recorded. Null: as the flow says, else as the site does.',
    }),
    priority: z
      .enum(['emergency', 'routine'])
      .default('routine')
      .meta({
        description:
          'For steps of flows that lead here and don’t say. Taken when a flow is published; flows of files are read ' +
          'again at once.',
      }),
    musicStream: music.default('local_stream://moh').meta({
      description: 'The same for what is heard while waiting, as the switch names it.',
      examples: ['local_stream://moh'],
    }),
    rejectPauseMs: z
      .int()
      .min(1_000)
      .max(3_600_000)
      .optional()
      .meta({
        description:
          'How long an agent who rejects one of its calls, at the phone or at the desk without a reason, is left ' +
          'alone. Absent: not ready until made ready.',
      }),
    overflow: overflowRules.default([]).meta({
      description:
        'Where callers go whom nobody serves in time, tried in this order: `afterMs` counts from coming into the queue, ' +
        '`nobodyOn` while no agent is logged on for it. To a queue: the place is kept. To a number: where nobody ' +
        'answers, the caller is back at the place. To a flow: the place is given up. From the next caller on.',
      examples: [[{ afterMs: 120_000, to: { queueId: 'queue_general' } }]],
    }),
    regainMs: regainMs.nullable().default(null).meta({
      description:
        'For how long a caller who hung up while waiting is served as before when ringing again. Null: not at all.',
    }),
    callback: callback
      .nullable()
      .default(null)
      .meta({
        description:
          'How callers are called back who wish it (step `callback` of a flow): when it is the turn of the place where ' +
          'the caller stood, the number is rung for `ringMs`, up to `attempts` times with `pauseMs` between them, while ' +
          'the promise holds (`keepMs`); then an alarm is raised. `atOnce`: how many are rung at once; `most`: how many ' +
          'may wait for it. Null: not at all.',
      }),
    duty: duty
      .nullable()
      .default(null)
      .meta({
        description:
          'Who is rung on duty while a caller waits there: `steps` in the order of `afterMs` (from coming into the queue), those ' +
          'of one time together, and the next as soon as all before have failed; `nobodyOn`: only while no agent is logged ' +
          'on for the queue, `noLicence`: only while none has the licence that the caller needs. An agent is rung logged on ' +
          'or not, and must hold that licence; a number is rung as it stands. Whoever answers must press 1: a voicemail ' +
          'hasn’t answered. After the last step and `pauseMs` the round begins again. Null: nobody.',
        examples: [{ steps: [{ afterMs: 20_000, to: { number: '13800000001' } }] }],
      }),
    emergencyAlarmMs: emergencyAlarmMs.default(0).meta({
      description:
        'How long an emergency waits there before the alarm `emergencyWaiting` is raised; 0: not at all.',
    }),
    ...queueMatching,
  })
  .meta({ id: 'QueueDefinition' })
