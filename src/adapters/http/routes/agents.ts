import { z } from 'zod'
import { DEFAULT_LIMIT, page, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { json, problem } from '../reply.ts'
import { route } from '../route.ts'
import { agent, agentPage, agentState } from '../schemas/agent.ts'
import { nothing } from '../schemas/common.ts'
import { agentParam, queueIdTaken } from '../schemas/ids.ts'
import { toWire } from '../wire.ts'

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
  async handle({ query: { limit = DEFAULT_LIMIT, cursor: after, ...filters } }, deps) {
    const found = await reach(deps, 'agents', () =>
      deps.views.list({ siteId: deps.config.siteId, kind: 'agent', ...filters, limit: limit + 1, after }),
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
  success: { status: 200, description: 'The agent.', schema: agent },
  problems: ['agent-unknown', 'store-unavailable'],
  async handle({ params: { agentId } }, deps) {
    const found = await reach(deps, 'agent', () => deps.views.get(deps.config.siteId, 'agent', agentId))
    if (!found.ok) return found.problem
    return found.value ? json(200, toWire(found.value.body)) : problem('agent-unknown')
  },
})
