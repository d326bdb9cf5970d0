/** What auditors read. */
import { z } from 'zod'
import { ACCESS_FACT_TYPES } from '../../../domain/access/facts.ts'
import { moment, pageOf } from './common.ts'
import { spanFilter } from './filters.ts'

const types = [...ACCESS_FACT_TYPES, 'recordingOpened'] as const
const type = z.enum(types as unknown as [string, ...string[]])

export const accessFilter = {
  principal: z
    .string()
    .regex(/^[A-Za-z0-9_.:@-]{1,128}$/, 'a principal, as facts name it')
    .optional()
    .meta({
      description: 'A key’s id, `api` for the service’s own token, `anonymous`.',
      examples: ['key_01JD8Z4Q6W3V5T7R9P0N2M4K6H'],
    }),
  type: type.optional().meta({ description: 'One kind of fact.' }),
  from: spanFilter.from,
  to: spanFilter.to,
}

export const accessEntry = z
  .strictObject({
    id: z.string().meta({ description: 'Of the fact’s subject: `access_…`, `opening_…`.' }),
    type,
    at: moment,
    data: z.looseObject({}).meta({
      description:
        'By type. `accessDenied`: principal, operation, reason, missing, times; `administered`: principal, operation, ' +
        'target; `keyCreated`, `keyRevoked`: principal, keyId, roles; `dataUnmasked`: principal, person, callId, names; ' +
        '`recordingOpened`: recordingId, person, segments, the key service’s log anchors. Members may be added.',
    }),
  })
  .meta({ id: 'AccessEntry' })
export const accessPage = pageOf('AccessPage', accessEntry)
