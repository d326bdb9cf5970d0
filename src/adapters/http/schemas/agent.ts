/** Agents as clients see them, in CSTA's words (ECMA-269). */
import { z } from 'zod'
import type { NotReadyReason } from '../../../domain/acd/facts.ts'
import { AGENT_REASONS } from '../../../domain/site/inputs.ts'
import type { AgentView } from '../../../domain/site/view.ts'
import { agentMatching } from '../../../lib/zod-matching.ts'
import { moment, pageOf, siteId } from './common.ts'
import { agentId, callId, queueId, queueIdTaken } from './ids.ts'

const STATES: Readonly<Record<AgentView['state'], true>> = {
  agentNull: true,
  agentNotReady: true,
  agentReady: true,
  agentBusy: true,
  agentWorkingAfterCall: true,
}
const PHASES: Readonly<Record<AgentView['phase'], true>> = {
  loggedOff: true,
  notReady: true,
  ready: true,
  reserved: true,
  busy: true,
  wrapUp: true,
}
const REASONS: Readonly<Record<NotReadyReason, true>> = {
  break: true,
  meal: true,
  meeting: true,
  training: true,
  paperwork: true,
  other: true,
  loggedOn: true,
  noAnswer: true,
  rejected: true,
  phoneBusy: true,
  phoneUnreachable: true,
  phoneFailed: true,
  phoneGone: true,
}

function oneOf<K extends string>(names: Readonly<Record<K, true>>) {
  return z.enum(Object.keys(names) as K[])
}

export const agentState = oneOf(STATES).meta({ description: 'ECMA-269, 12.2.1.' })

/** Of a phone. */
export const extension = z
  .string()
  .regex(/^[0-9]{2,10}$/, 'an extension: 2 to 10 digits')
  .meta({ description: 'The phone to ring.', examples: ['1001'] })

export const agent = z
  .strictObject({
    agentId,
    siteId,
    name: z.string().meta({ examples: ['李娜'] }),
    extension: z.string().meta({ examples: ['1001'] }),
    queueIds: z.array(queueId).meta({ description: 'Of the definition.' }),
    servedQueueIds: z
      .array(queueId)
      .meta({ description: 'Of these, the ones that the agent is on for now; none while logged off.' }),
    ...agentMatching,
    state: agentState,
    phase: oneOf(PHASES).meta({ description: 'The same, finer.' }),
    reasonCode: oneOf(REASONS).nullable().meta({ description: 'Why not ready.' }),
    since: moment.nullable(),
    callId: callId.nullable(),
    wrapUpUntil: moment.nullable(),
    wrapUpMostUntil: moment.nullable().meta({
      description: 'Until when the agent may draw it out; null: not at all, or not any further.',
    }),
    wrapUpRequired: z.boolean().meta({ description: 'The wrap-up isn’t to be cut short.' }),
    notReadyUntil: moment.optional().meta({
      description: 'Not ready until then, and ready again of itself; absent where it doesn’t end by itself.',
    }),
    autoAnswer: z
      .literal(true)
      .optional()
      .meta({ description: 'Of the definition. Absent: the phone rings.' }),
    pending: z
      .enum(['notReady', 'loggedOff', 'ready'])
      .nullable()
      .meta({ description: 'Asked for during a call; takes effect after it.' }),
    forcedBy: z
      .string()
      .nullable()
      .meta({
        description: 'The key of the supervisor who has made the agent ready, not ready or logged off.',
        examples: ['key_01JZ8Q0V6X2M4N7P9R1T3V5W7Y'],
      }),
    version: z.int().meta({ description: 'Of the definition; also its `ETag`.' }),
  } satisfies Record<keyof AgentView, z.ZodType>)
  .meta({ id: 'Agent' })
export const agentPage = pageOf('AgentPage', agent)

const queueIds = z
  .array(queueIdTaken)
  .max(100)
  .refine((all) => new Set(all).size === all.length, 'each queue once')

/** What an administrator gives. */
export const agentDefinition = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .meta({ examples: ['李娜'] }),
    extension: extension.meta({
      description: 'The agent’s usual phone; a logged-on agent keeps the one of the log-on until the next.',
    }),
    queueIds: queueIds.meta({ description: 'Queues that the agent serves, from the next offer on.' }),
    ...agentMatching,
    autoAnswer: z
      .boolean()
      .default(false)
      .meta({
        description:
          'The agent wears a headset: the phone is asked to answer by itself (`Call-Info: …;answer-after=0`, an ' +
          'Alert-Info with `info=alert-autoanswer`, and a NOTIFY with `Event: talk`). It must be set to heed one of them.',
      }),
  })
  .meta({ id: 'AgentDefinition' })

export const logOn = z
  .strictObject({
    extension: extension.optional(),
    queueIds: queueIds
      .optional()
      .meta({ description: 'The queues to serve; without them all that are the agent’s.' }),
  })
  .meta({ id: 'LogOn', description: 'Without an extension the agent’s usual one is taken.' })
export const chosenQueues = z
  .strictObject({
    queueIds: queueIds
      .nullable()
      .meta({ description: 'The queues to serve from the next offer on; null: all that are the agent’s.' }),
  })
  .meta({ id: 'ChosenQueues' })
export const rejection = z
  .strictObject({
    reasonCode: z
      .enum(AGENT_REASONS)
      .optional()
      .meta({ description: 'Not ready with this reason from now on; without it, as the queue says.' }),
  })
  .meta({ id: 'Rejection' })
export const notReady = z.strictObject({ reasonCode: z.enum(AGENT_REASONS) }).meta({ id: 'NotReady' })
export const agentAccepted = z.strictObject({ agentId }).meta({ id: 'AgentAccepted' })
