/** API keys: made, shown, revoked. A key is replaced by making a second one, giving it out, and revoking the first. */
import { z } from 'zod'
import { beyond, type GrantFault, grantFault, type KeyGrant } from '../../../domain/access/grant.ts'
import type { ApiKey } from '../../../runtime/access.ts'
import { nobodyNotes, noteAct } from '../administered.ts'
import { newToken } from '../api-key.ts'
import { forbidden } from '../denials.ts'
import type { HttpDeps } from '../deps.ts'
import { DEFAULT_LIMIT, pageOfItems, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { gone, json, type Problem, problem } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { apiKey, keyCreated, keyPage, keyParam, keyWanted } from '../schemas/key.ts'
import type { Principal } from '../tokens.ts'
import { invalid } from '../validate.ts'
import { toWire } from '../wire.ts'

const PATH = '/v1/keys'
const DAY_MS = 86_400_000
const common = { tag: 'access', scope: 'keys:admin' } as const

const createKey = route({
  ...common,
  method: 'post',
  path: PATH,
  operationId: 'createKey',
  summary: 'Make an API key',
  description:
    'The token is in this answer and nowhere else. Nobody can give what she doesn’t have: a scope, a site or a queue ' +
    'beyond your own key’s is refused.',
  notesItself: true,
  params: {},
  query: nothing,
  body: keyWanted,
  success: {
    status: 201,
    description: 'It is good from now on.',
    schema: keyCreated,
    headers: { Location: 'The key.' },
  },
  problems: ['agent-unknown', 'queue-unknown', 'keys-full', 'not-owner', 'store-unavailable'],
  async handle({ body, principal }, deps) {
    const { siteId, maxKeyDays } = deps.config
    const now = Date.now()
    const latest = now + maxKeyDays * DAY_MS
    const {
      name,
      roles,
      scopes = null,
      siteIds = [siteId],
      queueIds = null,
      agentId = null,
      person = null,
    } = body
    const { expiresAt = latest } = body
    if (expiresAt <= now || expiresAt > latest)
      return fault({ member: 'expiresAt', message: `a moment within the next ${maxKeyDays} days` })
    const grant: KeyGrant = { roles, scopes, siteIds, queueIds, agentId }
    const refused =
      refusalOf(grant, principal) ?? (await whoIsMissing(deps, grant)) ?? (await nobodyNotes(deps))
    if (refused) return refused
    const keyId = deps.ids.newKeyId()
    const { token, digest } = newToken(keyId)
    const key: ApiKey = {
      ...grant,
      keyId,
      name,
      person,
      createdAt: now,
      createdBy: principal.id,
      expiresAt,
      lastUsedAt: null,
      revokedAt: null,
    }
    const created = await reach(deps, 'key', () => deps.keys.create({ key, digest }))
    if (!created.ok) return created.problem
    if (created.value === 'full') return problem('keys-full')
    const data = { principal: principal.id, keyId, roles }
    const noted = await deps.access.note({ type: 'keyCreated', data })
    if (noted.type !== 'accepted') {
      // Nobody has the token, so it opens nothing; it is revoked for order's sake.
      await reach(deps, 'key', () => deps.keys.revoke(keyId, Date.now()))
      return problem('not-owner')
    }
    return json(201, { key: toWire(key), token }, { Location: `${PATH}/${keyId}` })
  },
})

const listKeys = route({
  ...common,
  method: 'get',
  path: PATH,
  operationId: 'listKeys',
  summary: 'API keys that are good at this site, or were, newest first',
  params: {},
  query: z.strictObject(pageQuery),
  body: nothing,
  success: {
    status: 200,
    description: 'One page. No secrets: these are nowhere.',
    schema: keyPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['store-unavailable'],
  async handle({ query: { limit = DEFAULT_LIMIT, cursor: after } }, deps) {
    const { siteId } = deps.config
    const found = await reach(deps, 'keys', () => deps.keys.list({ siteId, limit: limit + 1, after }))
    if (!found.ok) return found.problem
    const items = found.value.map((key) => ({ orderAt: key.createdAt, id: key.keyId, key }))
    return pageOfItems(items, { path: PATH, limit, filters: {} }, ({ key }) => toWire(key))
  },
})

const readKey = route({
  ...common,
  method: 'get',
  path: `${PATH}/{keyId}`,
  operationId: 'readKey',
  summary: 'One API key',
  params: { keyId: keyParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The key, without its secret.', schema: apiKey },
  problems: ['key-unknown', 'store-unavailable'],
  async handle({ params: { keyId } }, deps) {
    const found = await find(deps, keyId)
    return 'kind' in found ? found : json(200, toWire(found))
  },
})

const revokeKey = route({
  ...common,
  method: 'delete',
  path: `${PATH}/{keyId}`,
  operationId: 'revokeKey',
  summary: 'Revoke an API key',
  description:
    'It holds in this process at once, in others within five seconds; streams that it opened are closed. The key stays ' +
    'in the list for auditors.',
  notesItself: true,
  params: { keyId: keyParam },
  query: nothing,
  body: nothing,
  success: { status: 204, description: 'It is revoked.' },
  problems: ['key-unknown', 'store-unavailable', 'act-not-noted'],
  async handle({ params: { keyId }, principal }, deps) {
    const found = await find(deps, keyId)
    if ('kind' in found) return found
    if (found.revokedAt !== null) return gone()
    // First of all it is revoked, whether anybody can note that just now or not: somebody may be abusing it.
    const revoked = await reach(deps, 'key', () => deps.keys.revoke(keyId, Date.now()))
    if (!revoked.ok) return revoked.problem
    deps.tokens.forget(keyId)
    const data = { principal: principal.id, keyId, roles: found.roles }
    return (await noteAct(deps, { type: 'keyRevoked', data })) ?? gone()
  },
})

export const keyRoutes: readonly Route[] = [createKey, listKeys, readKey, revokeKey]

/** What is wrong with the grant, or more than this one may give. */
function refusalOf(grant: KeyGrant, { scopes, siteIds, reach: own }: Principal): Problem | undefined {
  const wrong = grantFault(grant)
  if (wrong) return fault(wrong)
  const tooMuch = beyond({ scopes: [...scopes], siteIds, reach: own }, grant)
  return tooMuch && forbidden(`${tooMuch.member}: ${tooMuch.message}`)
}

/** The problem, where the grant names an agent or a queue that isn't there. */
async function whoIsMissing(deps: HttpDeps, grant: KeyGrant): Promise<Problem | undefined> {
  const { siteId } = deps.config
  // Other sites' agents and queues aren't known here.
  if (grant.siteIds !== null && !grant.siteIds.includes(siteId)) return undefined
  const named = [
    ...(grant.agentId === null ? [] : [['agent', grant.agentId] as const]),
    ...(grant.queueIds ?? []).map((queueId) => ['queue', queueId] as const),
  ]
  for (const [kind, id] of named) {
    const found = await reach(deps, kind, () => deps.views.get(siteId, kind, id))
    if (!found.ok) return found.problem
    if (!found.value) return problem(`${kind}-unknown`, { detail: `there is no ${id}` })
  }
  return undefined
}

/** The key, or the problem to answer with. */
async function find(deps: HttpDeps, keyId: string): Promise<ApiKey | Problem> {
  const found = await reach(deps, 'key', () => deps.keys.get(keyId))
  if (!found.ok) return found.problem
  const key = found.value?.key
  const isHere = key && (key.siteIds === null || key.siteIds.includes(deps.config.siteId))
  return isHere ? key : problem('key-unknown')
}

function fault({
  member,
  message,
}: {
  member: GrantFault['member'] | 'expiresAt'
  message: string
}): Problem {
  return invalid([{ in: 'body', pointer: `#/${member}`, detail: message }])
}
