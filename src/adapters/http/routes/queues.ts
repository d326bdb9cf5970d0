import { z } from 'zod'
import type { QueueFigures } from '../../../domain/site/view.ts'
import { withDeadline } from '../../../lib/deadline.ts'
import type { View } from '../../../runtime/ports.ts'
import type { HttpDeps } from '../deps.ts'
import { DEFAULT_LIMIT, page, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { json, problem } from '../reply.ts'
import { route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { agentIdTaken, queueParam } from '../schemas/ids.ts'
import { queue, queuePage } from '../schemas/queue.ts'
import { toWire } from '../wire.ts'

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
  async handle({ query: { limit = DEFAULT_LIMIT, cursor: after, ...filters } }, deps) {
    const [found, figures] = await Promise.all([
      reach(deps, 'queues', () =>
        deps.views.list({ siteId: deps.config.siteId, kind: 'queue', ...filters, limit: limit + 1, after }),
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
  success: { status: 200, description: 'The queue.', schema: queue },
  problems: ['queue-unknown', 'store-unavailable'],
  async handle({ params: { queueId } }, deps) {
    const [found, figures] = await Promise.all([
      reach(deps, 'queue', () => deps.views.get(deps.config.siteId, 'queue', queueId)),
      liveFigures(deps),
    ])
    if (!found.ok) return found.problem
    return found.value ? json(200, withFigures(found.value, figures)) : problem('queue-unknown')
  },
})

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
