/** Agents' phones as administrators see and define them. */
import { z } from 'zod'
import type { Endpoint, InDirectory } from '../../../runtime/endpoints.ts'
import type { PathParam } from '../route.ts'
import { moment, pageOf } from './common.ts'

const EXTENSION = /^[0-9]{2,10}$/
const extension = z.string().meta({
  description: 'What is rung, and what the phone registers as.',
  examples: ['1001'],
  pattern: EXTENSION.source,
})

export const extensionParam: PathParam<string> = {
  parse: (text) =>
    EXTENSION.test(text) ? { ok: true, id: text } : { ok: false, expected: 'an extension: 2 to 10 digits' },
  schema: extension,
  unknown: 'endpoint-unknown',
}

const kind = z.enum(['phone'])

export const endpoint = z
  .strictObject({
    extension,
    kind,
    label: z.string().meta({ description: 'For people.', examples: ['护士站 3 楼'] }),
    domain: z.string().meta({ description: 'What the phone registers with.', examples: ['cti.local'] }),
    version: z.int().meta({ description: 'Also its `ETag`.' }),
    createdAt: moment,
    passwordChangedAt: moment,
  } satisfies Record<keyof Endpoint, z.ZodType>)
  .meta({ id: 'Endpoint' })
export const endpointPage = pageOf('EndpointPage', endpoint)

const IN_DIRECTORY: Readonly<Record<InDirectory, true>> = { written: true, pending: true, none: true }
export const endpointStored = z
  .strictObject({
    endpoint,
    password: z.string().nullable().meta({
      description: 'For the phone. Shown this once, and kept nowhere; null: it was not changed.',
    }),
    inDirectory: z.enum(Object.keys(IN_DIRECTORY) as InDirectory[]).meta({
      description:
        '`written`: the switch takes the password now. `pending`: it will soon; an alarm tells while it takes long. ' +
        '`none`: no directory is configured, so nobody was told.',
    }),
  })
  .meta({ id: 'EndpointStored' })

const password = z
  .string()
  .regex(/^[!-~]{12,64}$/, '12 to 64 printable ASCII characters without spaces')
  .nullable()
  .default(null)
  .meta({ description: 'Null: one is made.' })

export const endpointDefinition = z
  .strictObject({
    kind: kind.default('phone'),
    label: z.string().trim().max(100).default(''),
    password: password.meta({
      description: 'Null: one is made for a phone that is created, and a phone that is there keeps its own.',
    }),
  })
  .meta({ id: 'EndpointDefinition' })
export const passwordRotation = z.strictObject({ password }).meta({ id: 'PasswordRotation' })
