/** One message to all who wait. */
import { createHash } from 'node:crypto'
import { reachesAll } from '../../../domain/access/reach.ts'
import type { QueueId } from '../../../domain/ids.ts'
import { forbidden } from '../denials.ts'
import type { HttpDeps } from '../deps.ts'
import { once, parseKey } from '../idempotency.ts'
import { order } from '../order.ts'
import { askOwner } from '../owner.ts'
import { json, problem, type WholeReply } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { broadcastParam } from '../schemas/ids.ts'
import { broadcast, broadcastOrder } from '../schemas/plan.ts'
import { invalid } from '../validate.ts'
import { toWire } from '../wire.ts'

const sendBroadcast = route({
  method: 'post',
  path: '/v1/broadcasts',
  operationId: 'sendBroadcast',
  scope: 'broadcasts:send',
  summary: 'Have a message said to all who wait now (广播)',
  description:
    'Each caller hears it once, then the music goes on; places stay. Who is being offered to an agent hears it too, and ' +
    'the agent’s answer cuts it short: nobody is served later for it. The next announcement of the queue comes a whole ' +
    'interval after it. Who comes later doesn’t hear it: a plan’s `prompts` are for that.',
  tag: 'plans',
  params: {},
  query: nothing,
  body: broadcastOrder,
  idempotent: true,
  success: {
    status: 201,
    description: 'It is being said; `reached` says to how many.',
    schema: broadcast,
    headers: {
      Location: 'The broadcast.',
      'Idempotency-Replayed': '`true` when this is the first answer given again.',
    },
  },
  problems: ['queue-unknown', 'forbidden', 'not-owner', 'timed-out', 'store-unavailable'],
  async handle({ body, principal, idempotencyKey, requestId }, deps) {
    const key = parseKey(idempotencyKey)
    if (key === undefined) return problem('idempotency-key-missing')
    const { prompts } = body
    const queueIds = within(body.queueIds, principal.reach)
    if (queueIds === undefined) return forbidden('one of these queues is outside of what your key reaches')
    const missing = await askOwner(deps, () => deps.flows.missingPrompts(prompts))
    if (!missing.ok) return missing.problem
    const errors = missing.value.map((name) => ({
      in: 'body' as const,
      pointer: `#/prompts/${prompts.indexOf(name)}`,
      detail: `there is no prompt ${name}`,
    }))
    if (errors.length > 0) return invalid(errors)
    const bodyHash = createHash('sha256')
      .update(JSON.stringify([queueIds, prompts]))
      .digest('hex')
    const scope = `${principal.id} sendBroadcast`
    const answer = await once(deps, { scope, key, bodyHash, requestId }, async () => {
      const broadcastId = deps.ids.newBroadcastId()
      const command = { type: 'broadcast', broadcastId, queueIds, prompts, by: principal.id } as const
      return (await order(deps, command)) ?? broadcastReply(deps, broadcastId, 201)
    })
    return withLocation(answer)
  },
})

/** All queues are those of the reach; undefined: one that is named isn't among them. */
function within(
  asked: readonly QueueId[] | null,
  reach: Parameters<typeof reachesAll>[0],
): readonly QueueId[] | null | undefined {
  if (reachesAll(reach)) return asked
  const own = (reach.queueIds ?? []) as readonly QueueId[]
  if (asked === null) return own
  return asked.every((queueId) => own.includes(queueId)) ? asked : undefined
}

const readBroadcast = route({
  method: 'get',
  path: '/v1/broadcasts/{broadcastId}',
  operationId: 'readBroadcast',
  scope: 'plans:read',
  summary: 'A message to all who waited, and how many it reached',
  description:
    'The newest two hundred of a site are kept. Who heard it says so among its facts (`broadcastHeard`).',
  tag: 'plans',
  params: { broadcastId: broadcastParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The broadcast.', schema: broadcast },
  problems: ['broadcast-unknown', 'not-owner'],
  handle: async ({ params: { broadcastId } }, deps) => broadcastReply(deps, broadcastId, 200),
})

async function broadcastReply(
  deps: HttpDeps,
  broadcastId: Parameters<HttpDeps['gateway']['broadcast']>[1],
  status: number,
): Promise<WholeReply> {
  const found = await askOwner(deps, () => deps.gateway.broadcast(deps.config.siteId, broadcastId))
  if (!found.ok) return found.problem
  return found.value ? json(status, toWire(found.value)) : problem('broadcast-unknown')
}

/** First answers are kept as status and body; the address follows from the body. */
function withLocation(answer: WholeReply): WholeReply {
  if (answer.kind === 'problem' || answer.status !== 201) return answer
  const body: unknown = answer.kind === 'json' ? answer.body : JSON.parse(answer.body)
  const { broadcastId } = body as { broadcastId: string }
  return { ...answer, headers: { ...answer.headers, Location: `/v1/broadcasts/${broadcastId}` } }
}

export const broadcastRoutes: readonly Route[] = [sendBroadcast, readBroadcast]
