import { z } from 'zod'
import type { AgentView } from '../../../domain/site/view.ts'
import type { HttpDeps } from '../deps.ts'
import { DEFAULT_LIMIT, page, pageQuery } from '../page.ts'
import { etag } from '../preconditions.ts'
import { reach } from '../reach.ts'
import { json, problem, type Reply } from '../reply.ts'
import { route } from '../route.ts'
import { agent, agentPage, agentState, extension } from '../schemas/agent.ts'
import { nothing } from '../schemas/common.ts'
import { agentParam, queueIdTaken } from '../schemas/ids.ts'
import { toWire } from '../wire.ts'
import { maySee } from '../within.ts'

export const listAgents = route({
  method: 'get',
  path: '/v1/agents',
  operationId: 'listAgents',
  scope: 'agents:read',
  summary: 'Agents, by id',
  tag: 'agents',
  params: {},
  query: z.strictObject({
    state: agentState.optional(),
    queueId: queueIdTaken.optional().meta({ description: 'Agents who serve this queue.' }),
    extension: extension.optional().meta({ description: 'The agent whose phone this is now.' }),
    ...pageQuery,
  }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page.',
    schema: agentPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['store-unavailable'],
  async handle({ query, principal }, deps) {
    const { limit = DEFAULT_LIMIT, cursor: after, ...filters } = query
    const found = await reach(deps, 'agents', () =>
      deps.views.list({
        siteId: deps.config.siteId,
        kind: 'agent',
        ...filters,
        reach: principal.reach,
        limit: limit + 1,
        after,
      }),
    )
    return found.ok ? page(found.value, { path: '/v1/agents', limit, filters }) : found.problem
  },
})

export const readAgent = route({
  method: 'get',
  path: '/v1/agents/{agentId}',
  operationId: 'readAgent',
  scope: 'agents:read',
  summary: 'One agent',
  tag: 'agents',
  params: { agentId: agentParam },
  query: nothing,
  body: nothing,
  success: {
    status: 200,
    description: 'The agent.',
    schema: agent,
    headers: { ETag: 'The version of its definition, for `If-Match`.' },
  },
  problems: ['agent-unknown', 'store-unavailable'],
  async handle(request, deps) {
    const { agentId } = request.params
    const unseen = await maySee(deps, request, 'agent', agentId, 'agent-unknown')
    return unseen ?? agentReply(deps, agentId, 200)
  },
})

/** Answers with an agent as it is. Views are written with the facts, so what was just defined is there. */
export async function agentReply(deps: HttpDeps, agentId: string, status: number): Promise<Reply> {
  const found = await reach(deps, 'agent', () => deps.views.get(deps.config.siteId, 'agent', agentId))
  if (!found.ok) return found.problem
  if (!found.value) return problem('agent-unknown')
  const { version } = found.value.body as AgentView
  return json(status, toWire(found.value.body), { ETag: etag(version) })
}
