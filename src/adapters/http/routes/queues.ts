import { z } from 'zod'
import type { QueueFigures, QueueView } from '../../../domain/site/view.ts'
import { withDeadline } from '../../../lib/deadline.ts'
import type { View } from '../../../runtime/ports.ts'
import type { HttpDeps } from '../deps.ts'
import { DEFAULT_LIMIT, page, pageQuery } from '../page.ts'
import { etag } from '../preconditions.ts'
import { reach } from '../reach.ts'
import { json, problem, type Reply } from '../reply.ts'
import { route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { agentIdTaken, queueParam } from '../schemas/ids.ts'
import { queue, queuePage } from '../schemas/queue.ts'
import { toWire } from '../wire.ts'
import { maySee } from '../within.ts'

export const listQueues = route({
  method: 'get',
  path: '/v1/queues',
  operationId: 'listQueues',
  scope: 'queues:read',
  summary: 'Queues, by id, with what goes on there now',
  tag: 'queues',
  params: {},
  query: z.strictObject({
    agentId: agentIdTaken.optional().meta({ description: 'Queues that this agent serves.' }),
    ...pageQuery,
  }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page.',
    schema: queuePage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['store-unavailable'],
  async handle({ query, principal }, deps) {
    const { limit = DEFAULT_LIMIT, cursor: after, ...filters } = query
    const [found, figures] = await Promise.all([
      reach(deps, 'queues', () =>
        deps.views.list({
          siteId: deps.config.siteId,
          kind: 'queue',
          ...filters,
          reach: principal.reach,
          limit: limit + 1,
          after,
        }),
      ),
      liveFigures(deps),
    ])
    if (!found.ok) return found.problem
    return page(found.value, { path: '/v1/queues', limit, filters }, (view) => withFigures(view, figures))
  },
})

export const readQueue = route({
  method: 'get',
  path: '/v1/queues/{queueId}',
  operationId: 'readQueue',
  scope: 'queues:read',
  summary: 'One queue, with what goes on there now',
  tag: 'queues',
  params: { queueId: queueParam },
  query: nothing,
  body: nothing,
  success: {
    status: 200,
    description: 'The queue.',
    schema: queue,
    headers: { ETag: 'The version of its definition, for `If-Match`.' },
  },
  problems: ['queue-unknown', 'store-unavailable'],
  async handle(request, deps) {
    const { queueId } = request.params
    const unseen = await maySee(deps, request, 'queue', queueId, 'queue-unknown')
    return unseen ?? queueReply(deps, queueId, 200)
  },
})

/** Answers with a queue as it is. Views are written with the facts, so what was just defined is there. */
export async function queueReply(deps: HttpDeps, queueId: string, status: number): Promise<Reply> {
  const [found, figures] = await Promise.all([
    reach(deps, 'queue', () => deps.views.get(deps.config.siteId, 'queue', queueId)),
    liveFigures(deps),
  ])
  if (!found.ok) return found.problem
  if (!found.value) return problem('queue-unknown')
  const { version } = found.value.body as QueueView
  return json(status, withFigures(found.value, figures), { ETag: etag(version) })
}

type Figures = ReadonlyMap<string, QueueFigures>

/** Empty when nobody owns the site, or when its owner can't be asked just now: the definition is worth showing alone. */
async function liveFigures(deps: HttpDeps): Promise<Figures> {
  try {
    const waited = await withDeadline(deps.gateway.figures(deps.config.siteId), {
      timeoutMs: deps.config.readTimeoutMs,
    })
    const figures = (waited.type === 'value' && waited.value) || []
    return new Map(figures.map((each) => [each.queueId, each]))
  } catch (err) {
    deps.log.warn({ err }, 'no live figures')
    return new Map()
  }
}

function withFigures(view: View, figures: Figures): object {
  const found = figures.get(view.id)
  if (!found) return { ...toWire(view.body), figures: null }
  const { queueId: _, ...live } = found
  return { ...toWire(view.body), figures: toWire(live) }
}
