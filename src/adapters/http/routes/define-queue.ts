/** Queues as administrators create, change and remove them. */

import { said } from '../../../lib/zod-matching.ts'
import { waitingOf } from '../../../runtime/queue-waiting-schema.ts'
import { wholeSite } from '../administration.ts'
import { order } from '../order.ts'
import { ifVersionOf, toChange, toDefine } from '../preconditions.ts'
import { gone } from '../reply.ts'
import { route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { queueParam } from '../schemas/ids.ts'
import { queue, queueDefinition } from '../schemas/queue.ts'
import { queueReply } from './queues.ts'

export const defineQueue = route({
  method: 'put',
  path: '/v1/queues/{queueId}',
  operationId: 'defineQueue',
  scope: 'queues:admin',
  summary: 'Create a queue, or change one',
  description:
    'Callers who wait there wait on; whatever is offered or ends after this goes by the new definition.',
  tag: 'queues',
  params: { queueId: queueParam },
  query: nothing,
  body: queueDefinition,
  conditional: 'define',
  success: {
    status: 200,
    orCreated: true,
    description: 'The queue as it is now.',
    schema: queue,
    headers: { ETag: 'Its version, for `If-Match`.' },
  },
  problems: [
    'version-changed',
    'if-match-missing',
    'forbidden',
    'not-owner',
    'timed-out',
    'store-unavailable',
  ],
  async handle(request, deps) {
    const { queueId } = request.params
    const { record, rejectPauseMs, wrapUp, ...rest } = request.body
    const { overflow, regainMs, callback, duty, emergencyAlarmMs, ...definition } = rest
    const condition = toDefine(request.header)
    if (!condition.ok) return condition.problem
    const { ifVersion } = condition
    const queue = {
      queueId,
      ...said(definition),
      ...(record === null ? {} : { record }),
      ...(rejectPauseMs === undefined ? {} : { rejectPauseMs }),
      ...(wrapUp && { wrapUp }),
      ...waitingOf({ overflow, regainMs, callback, duty, emergencyAlarmMs }),
    }
    const command = { type: 'defineQueue', queue, ...ifVersionOf(ifVersion) } as const
    const refused = wholeSite(deps, request, 'queue') ?? (await order(deps, command))
    if (refused) return refused
    deps.flows.readAgain()
    return queueReply(deps, queueId, ifVersion === 0 ? 201 : 200)
  },
})

export const removeQueue = route({
  method: 'delete',
  path: '/v1/queues/{queueId}',
  operationId: 'removeQueue',
  scope: 'queues:admin',
  summary: 'Remove a queue that nothing needs any more',
  description:
    'Refused while callers are there, agents serve it, or a flow leads there that is current or that live calls ' +
    'began with. Calls and records go on naming the queue.',
  tag: 'queues',
  params: { queueId: queueParam },
  query: nothing,
  body: nothing,
  conditional: 'optional',
  success: { status: 204, description: 'The queue is gone.' },
  problems: ['queue-unknown', 'queue-in-use', 'version-changed', 'forbidden', 'not-owner', 'timed-out'],
  async handle(request, deps) {
    const { queueId } = request.params
    const condition = toChange(request.header)
    if (!condition.ok) return condition.problem
    const command = { type: 'removeQueue', queueId, ...ifVersionOf(condition.ifVersion) } as const
    return wholeSite(deps, request, 'queue') ?? (await order(deps, command)) ?? gone()
  },
})
