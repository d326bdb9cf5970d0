/** Agents as administrators create, change and remove them. */
import { said } from '../../../lib/zod-matching.ts'
import { wholeSite } from '../administration.ts'
import { order } from '../order.ts'
import { ifVersionOf, toChange, toDefine } from '../preconditions.ts'
import { gone } from '../reply.ts'
import { route } from '../route.ts'
import { agent, agentDefinition } from '../schemas/agent.ts'
import { nothing } from '../schemas/common.ts'
import { agentParam } from '../schemas/ids.ts'
import { agentReply } from './agents.ts'

export const defineAgent = route({
  method: 'put',
  path: '/v1/agents/{agentId}',
  operationId: 'defineAgent',
  scope: 'agents:admin',
  summary: 'Create an agent, or change one',
  description:
    'What goes on with the agent goes on: a call isn’t touched, a logged-on agent keeps the phone of the log-on. ' +
    'Other queues count from the next offer on.',
  tag: 'agents',
  params: { agentId: agentParam },
  query: nothing,
  body: agentDefinition,
  conditional: 'define',
  success: {
    status: 200,
    orCreated: true,
    description: 'The agent as it is now.',
    schema: agent,
    headers: { ETag: 'Its version, for `If-Match`.' },
  },
  problems: [
    'queue-unknown',
    'agent-extension-taken',
    'version-changed',
    'if-match-missing',
    'forbidden',
    'not-owner',
    'timed-out',
    'store-unavailable',
  ],
  async handle(request, deps) {
    const { agentId } = request.params
    const condition = toDefine(request.header)
    if (!condition.ok) return condition.problem
    const { ifVersion } = condition
    const { autoAnswer, ...definition } = request.body
    const command = {
      type: 'defineAgent',
      agent: { agentId, ...said(definition), ...(autoAnswer ? { autoAnswer } : {}) },
      ...ifVersionOf(ifVersion),
    } as const
    const refused = wholeSite(deps, request, 'agent') ?? (await order(deps, command))
    return refused ?? agentReply(deps, agentId, ifVersion === 0 ? 201 : 200)
  },
})

export const removeAgent = route({
  method: 'delete',
  path: '/v1/agents/{agentId}',
  operationId: 'removeAgent',
  scope: 'agents:admin',
  summary: 'Remove an agent who is logged off',
  description: 'Calls and records go on naming the agent. The id may be used again.',
  tag: 'agents',
  params: { agentId: agentParam },
  query: nothing,
  body: nothing,
  conditional: 'optional',
  success: { status: 204, description: 'The agent is gone.' },
  problems: ['agent-unknown', 'agent-state', 'version-changed', 'forbidden', 'not-owner', 'timed-out'],
  async handle(request, deps) {
    const { agentId } = request.params
    const condition = toChange(request.header)
    if (!condition.ok) return condition.problem
    const command = { type: 'removeAgent', agentId, ...ifVersionOf(condition.ifVersion) } as const
    return wholeSite(deps, request, 'agent') ?? (await order(deps, command)) ?? gone()
  },
})
