/** Webhooks as clients set them up and see them. */
import { z } from 'zod'
import { EVENT_TYPES } from '../../../runtime/event-types.ts'
import {
  DELIVERY_FAILURES,
  LONGEST_REPLAY,
  parseWebhookId,
  type WebhookEndpoint,
  type WebhookStanding,
} from '../../../runtime/webhooks.ts'
import type { PathParam } from '../route.ts'
import { moment, orNull, pageOf, siteId } from './common.ts'
import { queueId, queueIdTaken } from './ids.ts'

export const webhookId = z.string().meta({
  description: 'A webhook.',
  examples: ['webhook_01JD8Z4Q6W3V5T7R9P0N2M4K6H'],
  pattern: '^webhook_[0-7][0-9A-HJKMNP-TV-Z]{25}$',
})
const eventId = z.string().meta({
  description: 'An event: `SITE-POSITION`.',
  examples: ['site_main-4711'],
  pattern: '^site_[a-z0-9-]{1,59}-(0|[1-9][0-9]{0,15})$',
})

export const webhookParam: PathParam<string> = {
  parse: parseWebhookId,
  schema: webhookId,
  unknown: 'webhook-unknown',
}
export const eventParam: PathParam<string> = {
  parse: (text) =>
    /^site_[a-z0-9-]{1,59}-(?:0|[1-9]\d{0,15})$/.test(text)
      ? { ok: true, id: text }
      : { ok: false, expected: 'an event’s id, SITE-POSITION' },
  schema: eventId,
  unknown: 'dead-letter-unknown',
}

const FAMILIES = [...new Set(EVENT_TYPES.map((type) => `${type.split('.').slice(0, 2).join('.')}.*`))]
const eventType = z.enum([...EVENT_TYPES, ...FAMILIES]).meta({
  description: 'A CloudEvents type, or all of one family.',
  examples: ['cti.call.*'],
})
const url = z
  .string()
  .max(2_000)
  .meta({
    description: 'https, or http inside the hospital; the host must be on the list `webhooks.allow`.',
    examples: ['https://his.hospital.example/cti-events'],
  })
const TYPES = 'Only these types of events; null: all.'
const QUEUES =
  'Only events of these queues, and of the calls (with their recordings) that were queued last in one of them, from ' +
  'then on; null: all.'

/** What a client gives. */
export const webhookTerms = z
  .strictObject({
    url,
    types: z.array(eventType).min(1).max(200).nullable().default(null).meta({ description: TYPES }),
    queueIds: z.array(queueIdTaken).min(1).max(200).nullable().default(null).meta({ description: QUEUES }),
    description: z.string().max(200).default('').meta({ description: 'For people.' }),
  })
  .meta({ id: 'WebhookTerms' })

export const webhookState = z.enum(['enabled', 'disabled'])

const standing = z
  .strictObject({
    waiting: z.int().meta({ description: 'Calls, agents, … with events that are not delivered yet.' }),
    behindSince: moment
      .nullable()
      .meta({ description: 'None of these events is older; null: nothing waits.' }),
    deadLetters: z.int().meta({ description: 'Events given up and not replayed since.' }),
  } satisfies Record<Exclude<keyof WebhookStanding, 'webhookId'>, z.ZodType>)
  .meta({ id: 'WebhookStanding' })

export const webhook = z
  .strictObject({
    webhookId,
    siteId,
    url,
    types: z.array(z.string()).nullable().meta({ description: TYPES }),
    queueIds: z.array(queueId).nullable().meta({ description: QUEUES }),
    description: z.string(),
    state: webhookState,
    disabledWhy: z.enum(['gone', 'asked']).nullable().meta({ description: '`gone`: it answered 410.' }),
    stateSince: moment,
    createdAt: moment,
    version: z.int().meta({ description: 'Also its `ETag`.' }),
    standing: orNull(standing).meta({ description: 'How far it is behind.' }),
  } satisfies Record<keyof WebhookEndpoint | 'standing', z.ZodType>)
  .meta({ id: 'Webhook' })
export const webhookPage = pageOf('WebhookPage', webhook)

const secret = z.string().meta({
  description: 'Signs what is sent (Standard Webhooks). It is shown this once.',
  examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
})
export const webhookCreated = z.strictObject({ webhook, secret }).meta({ id: 'WebhookCreated' })

export const rotation = z
  .strictObject({
    oldValidForMs: z
      .int()
      .min(0)
      .max(30 * 24 * 3_600_000)
      .default(24 * 3_600_000)
      .meta({ description: 'For so long the secrets before sign as well.' }),
  })
  .meta({ id: 'SecretRotation' })
export const rotated = z
  .strictObject({ webhookId, secret, oldValidUntil: moment })
  .meta({ id: 'SecretRotated' })

const failure = z.enum(DELIVERY_FAILURES).meta({ description: 'Why it failed. New kinds may be added.' })
export const delivery = z
  .strictObject({
    eventId: z.string().nullable().meta({ description: 'Null for a test event.' }),
    delivered: z.boolean(),
    failure: failure.nullable(),
    status: z.int().nullable().meta({ description: 'What the receiver answered, if it did.' }),
    durationMs: z.int(),
  })
  .meta({ id: 'WebhookDelivery' })

export const deadLetter = z
  .strictObject({
    eventId,
    subject: z.string(),
    sequence: z.int(),
    type: z.string(),
    failedAt: moment.meta({ description: 'When the last try failed.' }),
    attempts: z.int(),
    failure,
    status: z.int().nullable(),
    replayedAt: moment.nullable().meta({ description: 'When it was delivered after all, by a replay.' }),
  })
  .meta({ id: 'DeadLetter' })
export const deadLetterPage = pageOf('DeadLetterPage', deadLetter)

export const replay = z
  .strictObject({
    afterEventId: eventId.regex(/^site_[a-z0-9-]{1,59}-(?:0|[1-9]\d{0,15})$/, 'an event’s id').meta({
      description: `Everything after this event is sent again, at most ${LONGEST_REPLAY} positions back.`,
    }),
  })
  .meta({ id: 'WebhookReplay' })
export const replayed = z
  .strictObject({
    webhookId,
    subjects: z.int().meta({ description: 'Calls, agents, … whose events are being sent again.' }),
  })
  .meta({ id: 'WebhookReplayed' })
