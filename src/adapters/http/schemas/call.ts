/** Calls as clients see them. */
import { z } from 'zod'
import { ENDED_BY, ENDED_WHY } from '../../../domain/call/ending.ts'
import type { LegVoice } from '../../../domain/call/quality.ts'
import type { Phase } from '../../../domain/call/state.ts'
import type { CallView, OfferView } from '../../../domain/site/view.ts'
import { CALL_FACT_TYPES } from '../../../runtime/event-types.ts'
import { moment, orNull, pageOf, siteId } from './common.ts'
import { agentId, agentIdTaken, callId, queueId, recordingId } from './ids.ts'

/** A record, so that a phase added to the domain and forgotten here doesn't compile. */
const STATES: Readonly<Record<Phase['name'] | 'ended', string>> = {
  walking: 'in the menu',
  queued: 'waiting in a queue',
  offered: 'an agent’s phone rings',
  connecting: 'the agent has answered; the two are being connected',
  connected: 'talking',
  callingAgent: 'outbound: the agent’s phone rings',
  callingParty: 'outbound: the called number rings',
  telling: 'outbound: the agent hears why the number could not be reached',
  voicemail: 'the caller leaves a message',
  transferring: 'the phone to which the flow hands the caller rings',
  handedOn: 'talking with whom the flow has handed the caller to',
  awaitingCallback: 'the caller has hung up, and will be called back when it is the place’s turn',
  callingBack: 'the caller is being called back: rung, or asked for the key that says it is the caller',
  fallback: 'the switch’s fallback group has the caller',
  ending: 'being hung up',
  ended: 'over',
}

export const callState = z.enum(Object.keys(STATES) as (keyof typeof STATES)[]).meta({
  description: Object.entries(STATES)
    .map(([state, meaning]) => `\`${state}\`: ${meaning}`)
    .join('; '),
})

export const masked = z.string().meta({ description: 'Masked.', examples: ['138****5678'] })

const ending = z
  .strictObject({
    by: z.enum(ENDED_BY).meta({ description: 'Whose doing it was.' }),
    why: z.enum(ENDED_WHY).meta({ description: 'What happened.' }),
  })
  .meta({ id: 'Ending' })

const legVoice = z
  .strictObject({
    role: z.enum(['caller', 'agent', 'party']).meta({ description: 'Who is on the leg.' }),
    agentId: agentId.nullable(),
    receivedPackets: z.int().meta({ description: 'RTP packets of every kind that came from there.' }),
    sentPackets: z.int().meta({ description: 'What was sent there.' }),
    lostPackets: z.int().meta({
      description: 'An estimate: the switch rounds its loss rate to hundredths and reckons it every 5 s.',
    }),
    jitterMs: z.number().nullable().meta({
      description:
        'Standard deviation of the distances between packets, at its worst. Null: too few to tell.',
    }),
    mos: z
      .number()
      .nullable()
      .meta({
        description: 'Mean opinion score, 1 to 4.5, as FreeSWITCH reckons it. Null: too few packets to tell.',
        examples: [4.5],
      }),
    heard: z.boolean().nullable().meta({
      description:
        'False: nothing, or nearly nothing, came from there in a talk. Null: it cannot be told, as there was no talk of 5 s, or the phone held.',
    }),
  } satisfies Record<keyof LegVoice, z.ZodType>)
  .meta({ id: 'LegVoice' })

export const voiceQuality = z.array(legVoice).meta({
  description:
    'How its legs sounded, as the switch measured what came from each. Legs that have ended and had sound, in the order of their ends; the last 20.',
})

const offer = z
  .strictObject({
    agentId,
    since: moment,
    until: moment.meta({ description: 'The phone rings no longer than until then.' }),
  } satisfies Record<keyof OfferView, z.ZodType>)
  .meta({ id: 'Offer' })

const callMembers = {
  callId,
  siteId,
  nodeId: z.string().meta({ description: 'The switch node that carries it.', examples: ['node_a'] }),
  direction: z.enum(['inbound', 'outbound']),
  state: callState,
  callingNumber: masked,
  calledNumber: masked,
  serviceNumber: z
    .string()
    .nullable()
    .meta({ description: 'The hospital’s own number that was dialled; null on outbound calls.' }),
  flowId: z.string().nullable(),
  flowVersion: z.string().nullable(),
  step: z.string().nullable().meta({ description: 'The flow’s step, while the call is in the flow.' }),
  language: z.enum(['zh', 'en']).nullable().meta({
    description: 'The caller’s language. Null: everything is said in each of the flow’s languages.',
  }),
  profile: z
    .string()
    .nullable()
    .meta({ description: 'How the caller is treated: one of the flow’s profiles.', examples: ['elderly'] }),
  attachedData: z.array(z.string()).meta({
    description: 'Names of the data that is attached to the call, sorted. Values are read apart.',
    examples: [['patientId']],
  }),
  queueId: queueId.nullable(),
  agentId: agentId.nullable(),
  offers: z
    .array(offer)
    .optional()
    .meta({ description: 'Whose phones ring for the caller now. Absent: nobody’s.' }),
  startedAt: moment,
  answeredAt: moment.nullable(),
  connectedAt: moment
    .nullable()
    .meta({ description: 'When it was first connected to an agent, or to whom the flow handed it.' }),
  endedAt: moment.nullable(),
  ending: orNull(ending),
  recordingId: recordingId.nullable().meta({ description: 'Null: it is not recorded.' }),
  waitedMs: z.int().nullable().meta({
    description:
      'In the queue, until the first agent was connected or the waiting came to nothing. Null: it has not yet, or it did not wait.',
  }),
  talkedMs: z.int().nullable().meta({
    description:
      'In all talks, without the waits between them. Null while the call goes on, and where there was no talk.',
  }),
  voiceQuality,
  drill: z.literal(true).optional().meta({
    description: 'It was a test call of a drill of a plan. Absent: it was not.',
  }),
} satisfies Record<keyof CallView, z.ZodType>

export const call = z.strictObject(callMembers).meta({ id: 'Call' })
export const callPage = pageOf('CallPage', call)

const callFact = z
  .strictObject({
    pos: z.int().meta({ description: 'Position in the site’s journal.' }),
    seq: z.int().meta({ description: 'Number within the call, from 1 without gaps.' }),
    at: moment,
    type: z.enum(CALL_FACT_TYPES).meta({ description: 'What happened. New types may be added.' }),
    data: z.looseObject({}).meta({ description: 'By type. Members may be added.' }),
  })
  .meta({ id: 'CallFact' })

export const callWithFacts = z
  .strictObject({
    ...callMembers,
    facts: z.array(callFact).meta({ description: 'All that has happened to it, in order.' }),
  })
  .meta({ id: 'CallWithFacts' })

export const makeCall = z
  .strictObject({
    agentId: agentIdTaken,
    calledNumber: z
      .string()
      .regex(/^\+?[0-9]{3,20}$/, 'a telephone number: 3 to 20 digits, with + in front or without')
      .meta({
        description: 'The number to call. It is kept sealed, and shown masked ever after.',
        examples: ['+8613800005678'],
      }),
  })
  .meta({ id: 'MakeCall' })

export const callAccepted = z.strictObject({ callId }).meta({ id: 'CallAccepted' })
