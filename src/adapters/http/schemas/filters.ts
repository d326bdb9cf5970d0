/** What lists are narrowed by, as a query says it. */
import { z } from 'zod'
import { parseFlowId } from '../../../domain/ids.ts'
import { agentIdTaken, queueIdTaken } from './ids.ts'

export const direction = z.enum(['inbound', 'outbound'])

const momentTaken = (description: string) =>
  z.iso
    .datetime({ offset: true, error: 'a moment, RFC 3339, with an offset or Z' })
    .transform((text) => Date.parse(text))
    .meta({ type: 'string', format: 'date-time', description, examples: ['2026-03-02T00:00:00+08:00'] })

/** From one moment on, and up to another. */
export const spanFilter = {
  from: momentTaken('What began at this moment or later.').optional(),
  to: momentTaken('What began before this moment.').optional(),
}

const number = (description: string) =>
  z
    .string()
    .max(40)
    .regex(/^\+?[0-9][0-9 ()-]{1,30}$/, 'a telephone number, in full')
    .optional()
    .meta({ description, examples: ['13800005678'] })

/** What calls are narrowed by, whether they live or have ended. */
export const callFilter = {
  ...spanFilter,
  queueId: queueIdTaken.optional(),
  agentId: agentIdTaken.optional(),
  direction: direction.optional(),
  serviceNumber: z
    .string()
    .regex(/^\+?[0-9*#]{1,20}$/, 'a number of the hospital’s')
    .optional()
    .meta({ description: 'The hospital’s own number that was dialled.', examples: ['12320'] }),
  flowId: z
    .string()
    .refine((text) => parseFlowId(text).ok, 'an id of a flow: flow_ and a name')
    .optional()
    .meta({ description: 'The flow that the call went through.', examples: ['flow_hospital'] }),
  callingNumber: number(
    'Inbound calls from this number, given in full. It is compared as a keyed hash, in the forms in which carriers ' +
      'write it (with +86, 0 in front), and kept nowhere.',
  ),
  calledNumber: number('Outbound calls to this number, given in full; otherwise as `callingNumber`.'),
}
