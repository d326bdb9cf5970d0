/** API keys as administrators see them. */
import { z } from 'zod'
import { ROLES } from '../../../domain/access/roles.ts'
import { ALL_SCOPES } from '../../../domain/access/scopes.ts'
import type { KeyId, SiteId } from '../../../domain/ids.ts'
import { parseKeyId, parseSiteId } from '../../../domain/ids.ts'
import { permitClaims } from '../../../lib/pki/permit.ts'
import type { ApiKey } from '../../../runtime/access.ts'
import type { PathParam } from '../route.ts'
import { moment, pageOf } from './common.ts'
import { agentId, agentIdTaken, queueId, queueIdTaken } from './ids.ts'

const role = z.enum(ROLES)
const scope = z.enum(ALL_SCOPES as [(typeof ALL_SCOPES)[number], ...(typeof ALL_SCOPES)[number][]])
const keyId = z
  .string()
  .meta({ description: 'A key; not the secret.', examples: ['key_01JD8Z4Q6W3V5T7R9P0N2M4K6H'] })
const siteIdTaken = z.string().transform((text, context): SiteId => {
  const parsed = parseSiteId(text)
  if (parsed.ok) return parsed.id
  context.addIssue({ code: 'custom', message: `an id: ${parsed.expected}` })
  return z.NEVER
})

export const keyParam: PathParam<KeyId> = { parse: parseKeyId, schema: keyId, unknown: 'key-unknown' }

const WHAT = {
  roles: 'What it lets do: config/API.md has the table.',
  scopes: 'Narrows the roles to these of their scopes; null: all of them.',
  siteIds: 'Where it is good; null: at every site of this database.',
  queueIds: 'Narrows it to calls, agents, recordings and records of these queues; null: not narrowed.',
  agentId: 'Whose key it is; for the role `agent`, and only for that.',
  person: 'For whom it opens recordings and unmasks data; null: for whom the request names.',
} as const

export const apiKey = z
  .strictObject({
    keyId,
    name: z.string(),
    roles: z.array(role).meta({ description: WHAT.roles }),
    scopes: z.array(scope).nullable().meta({ description: WHAT.scopes }),
    siteIds: z.array(z.string()).nullable().meta({ description: WHAT.siteIds }),
    queueIds: z.array(queueId).nullable().meta({ description: WHAT.queueIds }),
    agentId: agentId.nullable().meta({ description: WHAT.agentId }),
    person: z.string().nullable().meta({ description: WHAT.person }),
    createdAt: moment,
    createdBy: z.string().meta({ description: 'The principal that made it.', examples: ['api'] }),
    expiresAt: moment,
    lastUsedAt: moment.nullable().meta({ description: 'To the minute.' }),
    revokedAt: moment.nullable(),
  } satisfies Record<keyof ApiKey, z.ZodType>)
  .meta({ id: 'ApiKey' })
export const keyPage = pageOf('ApiKeyPage', apiKey)

export const keyCreated = z
  .strictObject({
    key: apiKey,
    token: z.string().meta({
      description: 'The bearer token. It is shown this once and kept nowhere.',
      examples: ['ctik_01JD8Z4Q6W3V5T7R9P0N2M4K6H_3qVb0Y…'],
    }),
  })
  .meta({ id: 'ApiKeyCreated' })

const several = <S extends z.ZodType>(item: S, most: number) =>
  z
    .array(item)
    .min(1)
    .max(most)
    .transform((items) => [...new Set(items)])

export const keyWanted = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^[^\p{Cc}]*$/u, 'without control characters')
      .meta({ description: 'For people: which system or desk uses it.', examples: ['HIS'] }),
    roles: several(role, ROLES.length).meta({ description: WHAT.roles }),
    scopes: several(scope, ALL_SCOPES.length).nullable().optional().meta({ description: WHAT.scopes }),
    siteIds: several(siteIdTaken, 100)
      .nullable()
      .optional()
      .meta({
        description: `${WHAT.siteIds} This site, when it is left out.`,
        examples: [['site_main']],
      }),
    queueIds: several(queueIdTaken, 100).nullable().optional().meta({ description: WHAT.queueIds }),
    agentId: agentIdTaken.nullable().optional().meta({ description: WHAT.agentId }),
    person: permitClaims.shape.person.nullable().optional().meta({ description: WHAT.person }),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'a moment, RFC 3339, with an offset or Z' })
      .transform((text) => Date.parse(text))
      .optional()
      .meta({
        type: 'string',
        format: 'date-time',
        description: 'At most `access.maxKeyDays` from now, which is what it is when left out.',
      }),
  })
  .meta({ id: 'ApiKeyWanted' })
