/** Who is to be called back from a queue, and that one needn't be any more. */
import type { HttpDeps } from '../deps.ts'
import { order } from '../order.ts'
import { askOwner } from '../owner.ts'
import { gone, json, problem } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { callbackList } from '../schemas/callback.ts'
import { nothing } from '../schemas/common.ts'
import { callParam, queueParam } from '../schemas/ids.ts'
import { toWire } from '../wire.ts'
import { mayAct, maySee } from '../within.ts'

const listCallbacks = route({
  method: 'get',
  path: '/v1/queues/{queueId}/callbacks',
  operationId: 'listCallbacks',
  scope: 'queues:read',
  summary: 'Who is to be called back from a queue, and who was not reached',
  description:
    'From the memory of the site’s owner, at this moment, all of them: first those who were not reached, the longest ' +
    'owed first; then the others in the order in which they are to be served.',
  tag: 'queues',
  params: { queueId: queueParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The callbacks.', schema: callbackList },
  problems: ['queue-unknown', 'not-owner', 'store-unavailable'],
  async handle(request, deps: HttpDeps) {
    const { queueId } = request.params
    const unseen = await maySee(deps, request, 'queue', queueId, 'queue-unknown')
    if (unseen) return unseen
    const told = await askOwner(deps, () => deps.gateway.callbacks(deps.config.siteId, queueId))
    if (!told.ok) return told.problem
    return told.value ? json(200, { items: told.value.map(toWire) }) : problem('queue-unknown')
  },
})

const dropCallback = route({
  method: 'delete',
  path: '/v1/queues/{queueId}/callbacks/{callId}',
  operationId: 'dropCallback',
  scope: 'calls:control',
  summary: 'A caller needn’t be called back, or, where that failed, has been seen to',
  description:
    'The call ends (`system`, `cleared`); a phone that rings for it stops. Of one who was not reached the alarm ' +
    '`callbackFailed` forgets the call. Refused while the caller is still on the line.',
  tag: 'queues',
  params: { queueId: queueParam, callId: callParam },
  query: nothing,
  body: nothing,
  success: { status: 204, description: 'Nobody is owed this callback any more.' },
  problems: ['queue-unknown', 'call-unknown', 'call-state', 'not-owner', 'timed-out', 'store-unavailable'],
  async handle(request, deps) {
    const { queueId, callId } = request.params
    const denied = await mayAct(deps, request, 'queue', queueId)
    if (denied) return denied
    const { id: by } = request.principal
    return (await order(deps, { type: 'dropCallback', queueId, callId, by })) ?? gone()
  },
})

export const callbackRoutes: readonly Route[] = [listCallbacks, dropCallback]
