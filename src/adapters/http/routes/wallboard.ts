import { reachesAll } from '../../../domain/access/reach.ts'
import { withDeadline } from '../../../lib/deadline.ts'
import { idsWithin } from '../figures-asked.ts'
import { json, problem } from '../reply.ts'
import { route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { wallboard } from '../schemas/figures.ts'
import { toWire } from '../wire.ts'

export const readWallboard = route({
  method: 'get',
  path: '/v1/wallboard',
  operationId: 'readWallboard',
  scope: 'queues:read',
  summary: 'What goes on in each queue now, and how the day has been so far',
  description:
    'From the site’s owner. To see it change, follow the live stream with `types=cti.wallboard.*`: one event for each ' +
    'queue at first, then whenever a queue looks otherwise, at most one a second.',
  tag: 'figures',
  params: {},
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'By queue, by id.', schema: wallboard },
  problems: ['not-owner', 'store-unavailable'],
  async handle({ principal }, deps) {
    const within = reachesAll(principal.reach) ? undefined : await idsWithin(deps, { principal }, 'queue')
    if (within?.ok === false) return within.problem
    const waited = await withDeadline(deps.board.now(), { timeoutMs: deps.config.readTimeoutMs })
    const boards = waited.type === 'value' ? waited.value : undefined
    if (!boards) return problem('not-owner')
    const seen = within ? boards.filter(({ queueId }) => within.value.includes(queueId)) : boards
    return json(200, { at: new Date(deps.now()).toISOString(), queues: seen.map(toWire) })
  },
})
