import { historyOf } from '../call-history.ts'
import { reach } from '../reach.ts'
import { json, problem } from '../reply.ts'
import { route } from '../route.ts'
import { callWithFacts } from '../schemas/call.ts'
import { nothing } from '../schemas/common.ts'
import { callParam } from '../schemas/ids.ts'
import { toWire } from '../wire.ts'

export const readCall = route({
  method: 'get',
  path: '/v1/calls/{callId}',
  operationId: 'readCall',
  scope: 'calls:read',
  summary: 'One call, with everything that has happened to it',
  description: 'Read from the journal: what a command has done is here as soon as the command is answered.',
  tag: 'calls',
  params: { callId: callParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The call.', schema: callWithFacts },
  problems: ['call-unknown', 'store-unavailable'],
  async handle({ params }, deps) {
    const { siteId } = deps.config
    const rows = await reach(deps, 'call', () => deps.journal.readSubject(siteId, params.callId))
    if (!rows.ok) return rows.problem
    const history = historyOf(siteId, rows.value)
    return history ? json(200, toWire(history)) : problem('call-unknown')
  },
})
