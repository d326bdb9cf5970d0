/** Events, tickets, and what is live at a site. */
import { z } from 'zod'
import type { CloudEvent } from '../../../runtime/cloud-event.ts'
import { EVENT_TYPES } from '../../../runtime/event-types.ts'
import { BOARD_FAMILY, BOARD_TYPE } from '../stream/board-frames.ts'
import { agent } from './agent.ts'
import { call } from './call.ts'
import { moment, siteId } from './common.ts'
import { queue } from './queue.ts'

export const eventId = z
  .string()
  .meta({ description: 'An event’s id, which is also the cursor after it.', examples: ['site_main-4711'] })

const subjects = [...new Set(EVENT_TYPES.map((type) => type.split('.')[1]))]
const families = subjects.map((subject) => `cti.${subject}.*`)
const wanted = new Set([...EVENT_TYPES, ...families, BOARD_TYPE, BOARD_FAMILY])
const MOST_TYPES = 100

export const eventTypesTaken = z
  .string()
  .transform((text, context) => {
    const types = text.split(',')
    if (types.length <= MOST_TYPES && types.every((type) => wanted.has(type))) return types
    context.addIssue({ code: 'custom', message: 'event types, or cti.SUBJECT.*, separated by commas' })
    return z.NEVER
  })
  .meta({
    type: 'string',
    description: `Event types, or \`cti.SUBJECT.*\`, separated by commas. Types: ${EVENT_TYPES.join(', ')}. The wallboard, for which must be asked by its type: ${BOARD_TYPE}.`,
    examples: ['cti.call.*,cti.agent.ready.v1'],
  })

export const cloudEvent = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: eventId,
    source: z.string().meta({ examples: ['/sites/site_main'] }),
    type: z.enum(EVENT_TYPES).meta({ description: 'What happened. New types may be added.' }),
    subject: z.string().meta({ description: 'The id of what it happened to.' }),
    time: moment,
    sequence: z
      .string()
      .regex(/^\d{10,16}$/)
      .meta({
        description: 'Number within the subject, from 1; without gaps but for the site’s own events.',
        examples: ['0000000003'],
      }),
    datacontenttype: z.literal('application/json'),
    data: z.looseObject({}).meta({ description: 'By type. Members may be added.' }),
  } satisfies Record<keyof CloudEvent, z.ZodType>)
  .meta({ id: 'CloudEvent', description: 'CloudEvents 1.0, as the live stream and webhooks carry it.' })

export const ticket = z
  .strictObject({
    ticket: z.string().meta({ description: 'Lets one reader in, once.' }),
    expiresAt: moment,
  })
  .meta({ id: 'Ticket' })

export const snapshot = z
  .strictObject({
    siteId,
    cursor: eventId.meta({
      description: 'Everything up to this event is in here, and nothing after it: go on with `after=CURSOR`.',
    }),
    calls: z.array(call).meta({ description: 'Those that have not ended.' }),
    agents: z.array(agent),
    queues: z.array(queue.omit({ figures: true }).meta({ id: 'QueueInSnapshot' })),
  })
  .meta({ id: 'Snapshot' })
