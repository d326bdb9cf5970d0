/** What else can be asked of a webhook: a new secret, a test, on and off, what was sent once more. */

import { z } from 'zod'
import { eventIdOf, positionOf } from '../../../runtime/cloud-event.ts'
import type { DeadLetter, DeliveryOutcome } from '../../../runtime/webhooks.ts'
import type { HttpDeps } from '../deps.ts'
import { DEFAULT_LIMIT, pageOfItems, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { json, problem } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import {
  deadLetterPage,
  delivery,
  eventParam,
  replay,
  replayed,
  rotated,
  rotation,
  webhook,
  webhookParam,
} from '../schemas/webhook.ts'
import { invalid } from '../validate.ts'
import { toWire } from '../wire.ts'
import { findWebhook, webhookReply } from './webhooks.ts'

const common = {
  tag: 'webhooks',
  scope: 'webhooks:admin',
  params: { webhookId: webhookParam },
  query: nothing,
} as const

const rotateSecret = route({
  ...common,
  method: 'post',
  path: '/v1/webhooks/{webhookId}/rotate-secret',
  operationId: 'rotateWebhookSecret',
  summary: 'Sign with a new secret',
  description: 'Until the secrets before have run out, everything carries a signature by each.',
  body: rotation,
  success: { status: 200, description: 'The new secret.', schema: rotated },
  problems: ['webhook-unknown', 'webhook-secrets-full', 'store-unavailable'],
  async handle({ params: { webhookId }, body: { oldValidForMs } }, deps) {
    const secret = deps.webhooks.desk.newSecret()
    const added = await reach(deps, 'webhook', () =>
      deps.webhooks.registry.addSecret(deps.config.siteId, webhookId, secret, oldValidForMs),
    )
    if (!added.ok) return added.problem
    if (added.value === 'unknown') return problem('webhook-unknown')
    if (added.value === 'full') return problem('webhook-secrets-full')
    return json(200, toWire({ webhookId, secret, oldValidUntil: Date.now() + oldValidForMs }))
  },
})

const testWebhook = route({
  ...common,
  method: 'post',
  path: '/v1/webhooks/{webhookId}/test',
  operationId: 'testWebhook',
  summary: 'Send a test event, once',
  description: 'An event of type `cti.webhook.test.v1`, now, whether the webhook is enabled or not.',
  body: nothing,
  success: { status: 200, description: 'What came of it.', schema: delivery },
  problems: ['webhook-unknown', 'store-unavailable'],
  async handle({ params: { webhookId } }, deps) {
    const found = await findWebhook(deps, webhookId)
    if ('kind' in found) return found
    const tested = await reach(patient(deps), 'webhook test', () => deps.webhooks.desk.test(found))
    return tested.ok ? json(200, deliveryBody(null, tested.value)) : tested.problem
  },
})

function stateRoute(verb: 'enable' | 'disable', summary: string, description: string): Route {
  return route({
    ...common,
    method: 'post',
    path: `/v1/webhooks/{webhookId}/${verb}`,
    operationId: `${verb}Webhook`,
    summary,
    description,
    body: nothing,
    success: { status: 200, description: 'The webhook as it is now.', schema: webhook },
    problems: ['webhook-unknown', 'store-unavailable'],
    async handle({ params: { webhookId } }, deps) {
      const state = verb === 'enable' ? 'enabled' : 'disabled'
      const found = await findWebhook(deps, webhookId)
      if ('kind' in found) return found
      // Said twice it stays as it is; only somebody's word turns a receiver's farewell into a wish.
      if (found.state === state) return webhookReply(deps, found)
      const changed = await reach(deps, 'webhook', () =>
        deps.webhooks.registry.setState(deps.config.siteId, webhookId, state, 'asked'),
      )
      if (!changed.ok) return changed.problem
      return changed.value ? webhookReply(deps, changed.value) : problem('webhook-unknown')
    },
  })
}

const replayWebhook = route({
  ...common,
  method: 'post',
  path: '/v1/webhooks/{webhookId}/replay',
  operationId: 'replayWebhook',
  summary: 'Send everything after an event again',
  description: 'In order per subject, under the same ids, by the present filter.',
  body: replay,
  success: { status: 202, description: 'It is being sent.', schema: replayed },
  problems: ['webhook-unknown', 'replay-too-long', 'store-unavailable'],
  async handle({ params: { webhookId }, body: { afterEventId } }, deps) {
    const afterPos = positionOf(deps.config.siteId, afterEventId)
    if (afterPos === undefined)
      return invalid([{ in: 'body', pointer: '#/afterEventId', detail: 'an event of this site' }])
    const found = await findWebhook(deps, webhookId)
    if ('kind' in found) return found
    const noted = await reach(deps, 'replay', () => deps.webhooks.registry.replayFrom(found, afterPos))
    if (!noted.ok) return noted.problem
    if (noted.value.type === 'tooLong') return problem('replay-too-long')
    return json(202, { webhookId, subjects: noted.value.subjects })
  },
})

const listDeadLetters = route({
  ...common,
  method: 'get',
  path: '/v1/webhooks/{webhookId}/dead-letters',
  operationId: 'listDeadLetters',
  summary: 'Events that could not be delivered, newest first',
  query: z.strictObject({
    replayed: z.enum(['true', 'false']).optional().meta({
      description: 'Only what has been delivered by a replay since, or only what has not.',
    }),
    subject: z.string().max(100).optional().meta({ description: 'Only events of this call, agent, …' }),
    ...pageQuery,
  }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page.',
    schema: deadLetterPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['webhook-unknown', 'store-unavailable'],
  async handle({ params: { webhookId }, query: { limit = DEFAULT_LIMIT, cursor, ...filters } }, deps) {
    const { replayed, subject } = filters
    const filter = { subject, replayed: replayed === undefined ? undefined : replayed === 'true' }
    const found = await findWebhook(deps, webhookId)
    if ('kind' in found) return found
    const letters = await reach(deps, 'dead letters', () =>
      deps.webhooks.registry.deadLetters(deps.config.siteId, webhookId, limit + 1, cursor?.orderAt, filter),
    )
    if (!letters.ok) return letters.problem
    const path = `/v1/webhooks/${webhookId}/dead-letters`
    const items = letters.value.map((letter) => ({ orderAt: letter.pos, id: webhookId, letter }))
    return pageOfItems(items, { path, limit, filters }, ({ letter }) => deadLetterBody(letter))
  },
})

const replayDeadLetter = route({
  ...common,
  method: 'post',
  path: '/v1/webhooks/{webhookId}/dead-letters/{eventId}/replay',
  operationId: 'replayDeadLetter',
  summary: 'Send one dead letter again, once',
  params: { webhookId: webhookParam, eventId: eventParam },
  body: nothing,
  success: { status: 200, description: 'What came of it.', schema: delivery },
  problems: ['webhook-unknown', 'dead-letter-unknown', 'store-unavailable'],
  async handle({ params: { webhookId, eventId } }, deps) {
    const { siteId } = deps.config
    const { registry, desk } = deps.webhooks
    const found = await findWebhook(deps, webhookId)
    if ('kind' in found) return found
    const pos = positionOf(siteId, eventId)
    const sent = await reach(patient(deps), 'dead letter', async () => {
      if (pos === undefined || !(await registry.deadLetter(siteId, webhookId, pos))) return undefined
      const outcome = await desk.redeliver(found, pos)
      if (outcome?.type === 'delivered') await registry.deadLetterReplayed(siteId, webhookId, pos)
      return outcome
    })
    if (!sent.ok) return sent.problem
    return sent.value ? json(200, deliveryBody(eventId, sent.value)) : problem('dead-letter-unknown')
  },
})

export const webhookActions: readonly Route[] = [
  rotateSecret,
  testWebhook,
  stateRoute('enable', 'Send events again', 'With everything that has happened since it was disabled.'),
  stateRoute('disable', 'Send nothing for the time being', 'What happens meanwhile is kept for it.'),
  replayWebhook,
  listDeadLetters,
  replayDeadLetter,
]

/** Longer than the desk waits for a receiver. */
const PATIENCE_MS = 15_000

/** A receiver may take its time, which isn't the database's fault. */
function patient(deps: HttpDeps): HttpDeps {
  return { ...deps, config: { ...deps.config, readTimeoutMs: PATIENCE_MS } }
}

function deliveryBody(eventId: string | null, outcome: DeliveryOutcome): object {
  const { status } = outcome
  const durationMs = Math.round(outcome.durationMs)
  const failure = outcome.type === 'failed' ? outcome.why : null
  return { eventId, delivered: outcome.type === 'delivered', failure, status, durationMs }
}

function deadLetterBody({ siteId, pos, subjectSeq, ...letter }: DeadLetter): object {
  const { subject, type, failedAt, attempts, failure, status, replayedAt } = letter
  const eventId = eventIdOf(siteId, pos)
  const sequence = subjectSeq
  return toWire({ eventId, subject, sequence, type, failedAt, attempts, failure, status, replayedAt })
}
