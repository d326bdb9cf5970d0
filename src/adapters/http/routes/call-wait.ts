/** Why a call waits, as its site's owner sees it at this moment. */
import { z } from 'zod'
import { reachesAll, reachesOwned } from '../../../domain/access/reach.ts'
import type { CallId } from '../../../domain/ids.ts'
import { type CallHistory, historyOf } from '../call-history.ts'
import { hidden } from '../denials.ts'
import type { HttpDeps } from '../deps.ts'
import { askOwner } from '../owner.ts'
import { DEFAULT_LIMIT, pageOfItems, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { json, type Problem, problem, type Reply } from '../reply.ts'
import { type RouteRequest, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { agentParam, callParam } from '../schemas/ids.ts'
import { callWait, callWaitAgent } from '../schemas/wait.ts'
import { toWire } from '../wire.ts'
import { maySee } from '../within.ts'

const explainWait = route({
  method: 'get',
  path: '/v1/calls/{callId}/wait',
  operationId: 'explainWait',
  scope: 'calls:read',
  summary: 'Why a call waits, with what stands between it and each agent of its queue',
  description:
    'From the memory of the site’s owner, at this moment. The agents come by their ids, a page at a time; who reaches ' +
    'only an agent’s calls is shown that agent alone.',
  tag: 'calls',
  params: { callId: callParam },
  query: z.strictObject(pageQuery),
  body: nothing,
  success: {
    status: 200,
    description: 'The reasons.',
    schema: callWait,
    headers: { Link: 'The next page of agents, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['call-unknown', 'call-state', 'not-owner', 'store-unavailable'],
  async handle(request, deps) {
    const { params, query, principal } = request
    const { limit = DEFAULT_LIMIT, cursor } = query
    const seen = await seenCall(request, deps, params.callId)
    if ('kind' in seen) return seen
    const { queueIds, agentId } = principal.reach
    const isBeyond = queueIds !== null && !(seen.queueId !== null && queueIds.includes(seen.queueId))
    const asked = {
      callId: params.callId,
      limit: limit + 1,
      ...(cursor && { after: cursor.id }),
      ...(isBeyond && { only: agentId ?? '' }),
    }
    const told = await askOwner(deps, () => deps.gateway.wait(deps.config.siteId, asked))
    if (!told.ok) return told.problem
    if (!told.value) return waitsForNobody(seen)
    const { page, ...explained } = told.value
    const items = page.map((one) => ({ ...one, id: one.agentId, orderAt: 0 }))
    const path = `/v1/calls/${params.callId}/wait`
    const paged = pageOfItems(items, { path, limit, filters: {} }, ({ agentId: id, reasons }) =>
      toWire({ agentId: id, reasons }),
    )
    return withMembers(paged, toWire(explained))
  },
})

const explainWaitOfAgent = route({
  method: 'get',
  path: '/v1/calls/{callId}/wait/agents/{agentId}',
  operationId: 'explainWaitOfAgent',
  scope: 'calls:read',
  summary: 'What stands between one agent and a call that waits',
  description: 'Of any agent, those too who aren’t assigned to the call’s queue.',
  tag: 'calls',
  params: { callId: callParam, agentId: agentParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The reasons; none: it could be offered now.', schema: callWaitAgent },
  problems: ['call-unknown', 'call-state', 'agent-unknown', 'not-owner', 'store-unavailable'],
  async handle(request, deps) {
    const { callId, agentId } = request.params
    const seen = await seenCall(request, deps, callId)
    if ('kind' in seen) return seen
    const unseen = await maySee(deps, request, 'agent', agentId, 'agent-unknown')
    if (unseen) return unseen
    const { siteId } = deps.config
    const told = await askOwner(deps, () => deps.gateway.waitAgent(siteId, callId, agentId))
    if (!told.ok) return told.problem
    if (told.value) return json(200, toWire({ callId, agentId, reasons: told.value }))
    const found = await reach(deps, 'agent', () => deps.views.get(siteId, 'agent', agentId))
    if (!found.ok) return found.problem
    return found.value ? waitsForNobody(seen) : problem('agent-unknown')
  },
})

export const callWaits = [explainWait, explainWaitOfAgent]

type Asking = Pick<RouteRequest<unknown, unknown, unknown>, 'principal' | 'operationId'>

async function seenCall(asking: Asking, deps: HttpDeps, callId: CallId): Promise<CallHistory | Problem> {
  const { siteId } = deps.config
  const rows = await reach(deps, 'call', () => deps.journal.readSubject(siteId, callId))
  if (!rows.ok) return rows.problem
  const history = historyOf(siteId, rows.value)
  if (!history) return problem('call-unknown')
  const { principal } = asking
  const isSeen = reachesAll(principal.reach) || reachesOwned(principal.reach, history)
  return isSeen ? history : hidden(deps, asking, 'call-unknown')
}

function waitsForNobody({ callId, state }: CallHistory): Problem {
  return problem('call-state', { detail: `${callId} waits for no agent (now: ${state}).` })
}

function withMembers(reply: Reply, members: object): Reply {
  return reply.kind === 'json' ? { ...reply, body: { ...members, ...(reply.body as object) } } : reply
}
