import { reachesOwned } from '../../../domain/access/reach.ts'
import { historyOf } from '../call-history.ts'
import { hidden } from '../denials.ts'
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
  async handle(request, deps) {
    const { params } = request
    const { siteId } = deps.config
    const rows = await reach(deps, 'call', () => deps.journal.readSubject(siteId, params.callId))
    if (!rows.ok) return rows.problem
    const history = historyOf(siteId, rows.value)
    if (!history) return problem('call-unknown')
    if (!reachesOwned(request.principal.reach, history)) return hidden(deps, request, 'call-unknown')
    return json(200, toWire(history))
  },
})
