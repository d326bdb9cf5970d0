import type { HttpDeps } from '../deps.ts'
import { order } from '../order.ts'
import { reach } from '../reach.ts'
import { json, type Problem, problem } from '../reply.ts'
import { route } from '../route.ts'
import { callAccepted } from '../schemas/call.ts'
import { nothing } from '../schemas/common.ts'
import { callParam } from '../schemas/ids.ts'
import { mayAct } from '../within.ts'

export const clearCall = route({
  method: 'post',
  path: '/v1/calls/{callId}/clear',
  operationId: 'clearCall',
  scope: 'calls:control',
  summary: 'Hang up a call, all its legs',
  tag: 'calls',
  urgent: true,
  params: { callId: callParam },
  query: nothing,
  body: nothing,
  success: {
    status: 202,
    description: 'It is being hung up.',
    schema: callAccepted,
    headers: { Location: 'The call.' },
  },
  problems: ['call-unknown', 'call-state', 'switch-unavailable', 'not-owner', 'timed-out'],
  async handle(request, deps) {
    const { callId } = request.params
    const denied = await mayAct(deps, request, 'call', callId)
    if (denied) return denied
    const refused = await order(deps, { type: 'clearCall', callId })
    if (refused) return refused.code === 'call-unknown' ? unknownOrEnded(deps, callId, refused) : refused
    return json(202, { callId }, { Location: `/v1/calls/${callId}` })
  },
})

/** The owner forgets calls that have ended; the journal tells them from those that never were. */
export async function unknownOrEnded(deps: HttpDeps, callId: string, unknown: Problem): Promise<Problem> {
  const rows = await reach(deps, 'call', () => deps.journal.readSubject(deps.config.siteId, callId))
  return rows.ok && rows.value.length > 0 ? problem('call-state', { detail: 'the call has ended' }) : unknown
}
