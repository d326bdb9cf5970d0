/** Webhooks: who is told of events, by REST. */
import { z } from 'zod'
import type { WebhookEndpoint, WebhookStanding } from '../../../runtime/webhooks.ts'
import type { HttpDeps } from '../deps.ts'
import { DEFAULT_LIMIT, pageOfItems, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { json, type Problem, problem, type Reply } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import {
  webhook,
  webhookCreated,
  webhookPage,
  webhookParam,
  webhookState,
  webhookTerms,
} from '../schemas/webhook.ts'
import { toWire } from '../wire.ts'

const TAGGED = { ETag: 'Its version, for `If-Match`.' }

const listWebhooks = route({
  method: 'get',
  path: '/v1/webhooks',
  operationId: 'listWebhooks',
  scope: 'webhooks:admin',
  summary: 'Webhooks, by id',
  tag: 'webhooks',
  params: {},
  query: z.strictObject({ state: webhookState.optional(), ...pageQuery }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page.',
    schema: webhookPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['store-unavailable'],
  async handle({ query: { limit = DEFAULT_LIMIT, cursor, ...filters } }, deps) {
    const { siteId } = deps.config
    const { registry } = deps.webhooks
    const found = await reach(deps, 'webhooks', () =>
      Promise.all([registry.list(siteId, 1_000), registry.standings(siteId)]),
    )
    if (!found.ok) return found.problem
    const [endpoints, standings] = found.value
    // A site has a hundred at most, so that all are read.
    const wanted = endpoints
      .filter(({ state }) => filters.state === undefined || state === filters.state)
      .filter(({ webhookId }) => cursor === undefined || webhookId > cursor.id)
      .map((endpoint) => ({ orderAt: 0, id: endpoint.webhookId, endpoint }))
    return pageOfItems(wanted, { path: '/v1/webhooks', limit, filters }, ({ endpoint }) =>
      shown(endpoint, standings),
    )
  },
})

const createWebhook = route({
  method: 'post',
  path: '/v1/webhooks',
  operationId: 'createWebhook',
  scope: 'webhooks:admin',
  summary: 'Have events sent to an address',
  description:
    'Events are CloudEvents 1.0 in JSON, signed as Standard Webhooks 1.0.0 asks; what happens from now on is sent. ' +
    'The events of one call (agent, queue, recording) come in order, each again until it is answered with 2xx. An ' +
    'event may come twice, under the same `webhook-id`. `sequence` counts within the subject.',
  tag: 'webhooks',
  params: {},
  query: nothing,
  body: webhookTerms,
  success: {
    status: 201,
    description: 'It is enabled.',
    schema: webhookCreated,
    headers: { Location: 'The webhook.', ...TAGGED },
  },
  problems: ['webhook-target-refused', 'webhooks-full', 'store-unavailable'],
  async handle({ body }, deps) {
    const refused = await targetRefused(deps, body.url)
    if (refused) return refused
    const { registry, desk } = deps.webhooks
    const secret = desk.newSecret()
    const created = await reach(deps, 'webhook', () =>
      registry.create(deps.config.siteId, desk.newWebhookId(), body, secret),
    )
    if (!created.ok) return created.problem
    if (created.value === 'full') return problem('webhooks-full')
    const { webhookId, version } = created.value
    return json(
      201,
      { webhook: shown(created.value, []), secret },
      { Location: `/v1/webhooks/${webhookId}`, ETag: etag(version) },
    )
  },
})

const readWebhook = route({
  method: 'get',
  path: '/v1/webhooks/{webhookId}',
  operationId: 'readWebhook',
  scope: 'webhooks:admin',
  summary: 'One webhook, and how far it is behind',
  tag: 'webhooks',
  params: { webhookId: webhookParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The webhook.', schema: webhook, headers: TAGGED },
  problems: ['webhook-unknown', 'store-unavailable'],
  async handle({ params: { webhookId } }, deps) {
    const found = await findWebhook(deps, webhookId)
    return 'kind' in found ? found : webhookReply(deps, found)
  },
})

const replaceWebhook = route({
  method: 'put',
  path: '/v1/webhooks/{webhookId}',
  operationId: 'replaceWebhook',
  scope: 'webhooks:admin',
  summary: 'Change a webhook’s address and what it is told',
  description: 'Takes effect with the next event that is sent. Secret and state stay as they are.',
  tag: 'webhooks',
  params: { webhookId: webhookParam },
  query: nothing,
  body: webhookTerms,
  conditional: true,
  success: { status: 200, description: 'The webhook as it is now.', schema: webhook, headers: TAGGED },
  problems: [
    'webhook-unknown',
    'webhook-target-refused',
    'if-match-missing',
    'version-changed',
    'store-unavailable',
  ],
  async handle({ params: { webhookId }, body, header }, deps) {
    const ifMatch = header('if-match')
    if (ifMatch === undefined) return problem('if-match-missing')
    const version = versionOf(ifMatch)
    if (version === undefined) return problem('version-changed')
    const refused = await targetRefused(deps, body.url)
    if (refused) return refused
    const changed = await reach(deps, 'webhook', () =>
      deps.webhooks.registry.replace(deps.config.siteId, webhookId, body, version),
    )
    if (!changed.ok) return changed.problem
    if (changed.value.type === 'unknown') return problem('webhook-unknown')
    if (changed.value.type === 'conflict') return problem('version-changed')
    return webhookReply(deps, changed.value.endpoint)
  },
})

const deleteWebhook = route({
  method: 'delete',
  path: '/v1/webhooks/{webhookId}',
  operationId: 'deleteWebhook',
  scope: 'webhooks:admin',
  summary: 'Delete a webhook, with its dead letters and what waits for it',
  tag: 'webhooks',
  params: { webhookId: webhookParam },
  query: nothing,
  body: nothing,
  success: { status: 204, description: 'It is gone.' },
  problems: ['webhook-unknown', 'store-unavailable'],
  async handle({ params: { webhookId } }, deps) {
    const removed = await reach(deps, 'webhook', () =>
      deps.webhooks.registry.remove(deps.config.siteId, webhookId),
    )
    if (!removed.ok) return removed.problem
    return removed.value
      ? { kind: 'text', status: 204, body: '', contentType: 'text/plain' }
      : problem('webhook-unknown')
  },
})

export const webhookRoutes: readonly Route[] = [
  listWebhooks,
  createWebhook,
  readWebhook,
  replaceWebhook,
  deleteWebhook,
]

/** The endpoint, or the problem to answer with. */
export async function findWebhook(deps: HttpDeps, webhookId: string): Promise<WebhookEndpoint | Problem> {
  const found = await reach(deps, 'webhook', () => deps.webhooks.registry.get(deps.config.siteId, webhookId))
  if (!found.ok) return found.problem
  return found.value ?? problem('webhook-unknown')
}

/** Answers with a webhook as it is. */
export async function webhookReply(deps: HttpDeps, endpoint: WebhookEndpoint): Promise<Reply> {
  const standings = await reach(deps, 'webhook', () => deps.webhooks.registry.standings(deps.config.siteId))
  if (!standings.ok) return standings.problem
  return json(200, shown(endpoint, standings.value), { ETag: etag(endpoint.version) })
}

function shown(endpoint: WebhookEndpoint, standings: readonly WebhookStanding[]): object {
  const own = standings.find(({ webhookId }) => webhookId === endpoint.webhookId)
  const { webhookId: _, ...standing } = own ?? {
    webhookId: '',
    waiting: 0,
    behindSince: null,
    deadLetters: 0,
  }
  return toWire({ ...endpoint, standing })
}

function etag(version: number): string {
  return `"${version}"`
}

/** Undefined for what can't be a version of ours. */
function versionOf(ifMatch: string): number | undefined {
  const [, digits] = /^"([1-9]\d{0,15})"$/.exec(ifMatch.trim()) ?? []
  return digits === undefined ? undefined : Number(digits)
}

async function targetRefused(deps: HttpDeps, url: string): Promise<Problem | undefined> {
  const detail = await deps.webhooks.desk.targetFault(url)
  return detail === undefined ? undefined : problem('webhook-target-refused', { detail })
}
