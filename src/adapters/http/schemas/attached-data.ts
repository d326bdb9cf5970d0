/** Attached data, and what else of a call is sealed, as clients give and get it. */
import { z } from 'zod'
import { LONGEST_UNMASK_REASON } from '../../../domain/access/note.ts'
import { LONGEST_DATA_TEXT, MOST_DATA, parseDataName } from '../../../domain/ivr/data.ts'
import { permitClaims } from '../../../lib/pki/permit.ts'
import { callId } from './ids.ts'

/** Sealed fields of every call, beside its attached data. */
export const OWN_FIELDS = ['callingNumber', 'calledNumber', 'callerName'] as const

const NAME = 'a name: a small letter, then at most 39 letters and digits'
const MOST_NAMES = MOST_DATA + OWN_FIELDS.length

const name = z.string().refine((text) => parseDataName(text) !== undefined, NAME)
const value = z.union(
  [z.string().max(LONGEST_DATA_TEXT), z.number(), z.boolean()],
  `a text of at most ${LONGEST_DATA_TEXT} characters, a number, true or false`,
)

export const dataToAttach = z
  .strictObject({
    data: z
      .record(z.string(), value)
      .refine((data) => Object.keys(data).length > 0, 'at least one name')
      .refine((data) => Object.keys(data).length <= MOST_DATA, `at most ${MOST_DATA} names`)
      .refine((data) => Object.keys(data).every((key) => parseDataName(key) !== undefined), NAME)
      .refine(
        (data) => !OWN_FIELDS.some((field) => Object.hasOwn(data, field)),
        `other names than ${OWN_FIELDS.join(', ')}, which are the call’s own`,
      )
      .meta({
        description: 'By name. What is not named here stays as it is.',
        examples: [{ patientName: '张伟', insuranceNumber: '450121990' }],
      }),
  })
  .meta({ id: 'DataToAttach' })

export const attachedData = z
  .strictObject({
    callId,
    data: z.record(z.string(), z.string()).meta({
      description: 'Attached data by name, masked.',
      examples: [{ patientName: '张*', insuranceNumber: '45*****90' }],
    }),
    own: z.record(z.enum(OWN_FIELDS), z.string().nullable()).meta({
      description: 'The call’s own numbers and names, masked; null: there is none.',
    }),
  })
  .meta({ id: 'AttachedData' })

export const unmask = z
  .strictObject({
    names: z
      .array(name)
      .min(1)
      .max(MOST_NAMES)
      .transform((names) => [...new Set(names)])
      .meta({ description: `Names of attached data, or of ${OWN_FIELDS.join(', ')}.` }),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(LONGEST_UNMASK_REASON)
      .meta({ description: 'Why. It is kept sealed.', examples: ['appointment by telephone'] }),
    person: permitClaims.shape.person
      .optional()
      .meta({ description: 'Who reads it; for keys that stand for nobody.', examples: ['zhao'] }),
  })
  .meta({ id: 'Unmask' })

export const unmasked = z
  .strictObject({
    callId,
    values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).meta({
      description: 'In full, by name; null: there is none.',
    }),
  })
  .meta({ id: 'Unmasked' })
