/** Agents' phones: who may register at the switch. */
import { z } from 'zod'
import type { Endpoint, PutEndpoint } from '../../../runtime/endpoints.ts'
import { DEFAULT_LIMIT, pageQuery } from '../page.ts'
import { etag, toChange, toDefine } from '../preconditions.ts'
import { reach } from '../reach.ts'
import { gone, json, problem, type Reply } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import {
  endpoint,
  endpointDefinition,
  endpointPage,
  endpointStored,
  extensionParam,
  passwordRotation,
} from '../schemas/endpoint.ts'
import { toWire } from '../wire.ts'

const TAGGED = { ETag: 'Its version, for `If-Match`.' }

const listEndpoints = route({
  method: 'get',
  path: '/v1/endpoints',
  operationId: 'listEndpoints',
  scope: 'endpoints:read',
  summary: 'Phones, by extension',
  tag: 'endpoints',
  params: {},
  query: z.strictObject({
    limit: pageQuery.limit,
    cursor: z
      .string()
      .regex(/^[0-9]{2,10}$/, 'a cursor as `nextCursor` gave it')
      .optional()
      .meta({ description: '`nextCursor` of the page before. Opaque.' }),
  }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page.',
    schema: endpointPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['store-unavailable'],
  async handle({ query: { limit = DEFAULT_LIMIT, cursor } }, deps) {
    const found = await reach(deps, 'endpoints', () => deps.endpoints.list(limit + 1, cursor))
    if (!found.ok) return found.problem
    const items = found.value.slice(0, limit)
    const nextCursor = found.value.length > limit ? (items.at(-1)?.extension ?? null) : null
    const next = `</v1/endpoints?limit=${limit}&cursor=${nextCursor}>; rel="next"`
    return json(200, toWire({ items, nextCursor }), nextCursor === null ? {} : { Link: next })
  },
})

const readEndpoint = route({
  method: 'get',
  path: '/v1/endpoints/{extension}',
  operationId: 'readEndpoint',
  scope: 'endpoints:read',
  summary: 'One phone',
  tag: 'endpoints',
  params: { extension: extensionParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The phone.', schema: endpoint, headers: TAGGED },
  problems: ['endpoint-unknown', 'store-unavailable'],
  async handle({ params: { extension } }, deps) {
    const found = await reach(deps, 'endpoint', () => deps.endpoints.get(extension))
    if (!found.ok) return found.problem
    return found.value ? json(200, toWire(found.value), tagged(found.value)) : problem('endpoint-unknown')
  },
})

const defineEndpoint = route({
  method: 'put',
  path: '/v1/endpoints/{extension}',
  operationId: 'defineEndpoint',
  scope: 'endpoints:admin',
  summary: 'Create a phone, or change one',
  description:
    'With another password the phone must register anew; a call that it is in goes on. A phone that somebody wrote ' +
    'into the switch’s directory by hand is left alone.',
  tag: 'endpoints',
  params: { extension: extensionParam },
  query: nothing,
  body: endpointDefinition,
  conditional: 'define',
  success: {
    status: 200,
    orCreated: true,
    description: 'The phone as it is now.',
    schema: endpointStored,
    headers: TAGGED,
  },
  problems: [
    'endpoint-unknown',
    'endpoint-foreign',
    'endpoints-full',
    'version-changed',
    'if-match-missing',
    'store-unavailable',
  ],
  async handle({ params: { extension }, body: { kind, label, password }, header }, deps) {
    const condition = toDefine(header)
    if (!condition.ok) return condition.problem
    const stored = await reach(deps, 'endpoint', () =>
      deps.endpoints.put({ extension, kind, label }, password, condition.ifVersion),
    )
    return stored.ok ? storedReply(stored.value) : stored.problem
  },
})

const rotatePassword = route({
  method: 'post',
  path: '/v1/endpoints/{extension}/rotate',
  operationId: 'rotateEndpointPassword',
  scope: 'endpoints:admin',
  summary: 'Give a phone another password',
  description: 'The old one is refused from then on, and the phone’s registration is forgotten.',
  tag: 'endpoints',
  params: { extension: extensionParam },
  query: nothing,
  body: passwordRotation,
  conditional: 'optional',
  success: { status: 200, description: 'The password.', schema: endpointStored, headers: TAGGED },
  problems: ['endpoint-unknown', 'endpoint-foreign', 'version-changed', 'store-unavailable'],
  async handle({ params: { extension }, body: { password }, header }, deps) {
    const condition = toChange(header)
    if (!condition.ok) return condition.problem
    const stored = await reach(deps, 'endpoint', () =>
      deps.endpoints.rotate(extension, password, condition.ifVersion),
    )
    return stored.ok ? storedReply(stored.value) : stored.problem
  },
})

const removeEndpoint = route({
  method: 'delete',
  path: '/v1/endpoints/{extension}',
  operationId: 'removeEndpoint',
  scope: 'endpoints:admin',
  summary: 'Remove a phone',
  description: 'It can’t register any more, and is not rung any more; a call that it is in goes on.',
  tag: 'endpoints',
  params: { extension: extensionParam },
  query: nothing,
  body: nothing,
  conditional: 'optional',
  success: { status: 204, description: 'It is gone.' },
  problems: ['endpoint-unknown', 'version-changed', 'store-unavailable'],
  async handle({ params: { extension }, header }, deps) {
    const condition = toChange(header)
    if (!condition.ok) return condition.problem
    const removed = await reach(deps, 'endpoint', () => deps.endpoints.remove(extension, condition.ifVersion))
    if (!removed.ok) return removed.problem
    if (removed.value === 'removed') return gone()
    return problem(removed.value === 'unknown' ? 'endpoint-unknown' : 'version-changed')
  },
})

export const endpointRoutes: readonly Route[] = [
  listEndpoints,
  readEndpoint,
  defineEndpoint,
  rotatePassword,
  removeEndpoint,
]

const PROBLEM = {
  conflict: 'version-changed',
  full: 'endpoints-full',
  unknown: 'endpoint-unknown',
  foreign: 'endpoint-foreign',
} as const

function storedReply(outcome: PutEndpoint): Reply {
  if (outcome.type !== 'stored') return problem(PROBLEM[outcome.type])
  const { endpoint: own, isNew, password, inDirectory } = outcome
  return json(isNew ? 201 : 200, toWire({ endpoint: own, password, inDirectory }), tagged(own))
}

function tagged({ version }: Endpoint) {
  return { ETag: etag(version) }
}
