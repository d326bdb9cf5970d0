/** What an agent's desk asks for: one route a command, each answered once its facts are durable. */
import type { z } from 'zod'
import type { AgentId } from '../../../domain/ids.ts'
import type { ApiCommand } from '../../../runtime/gateway.ts'
import { order } from '../order.ts'
import type { ProblemCode } from '../problems.ts'
import { json } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { agentAccepted, chosenQueues, logOn, notReady } from '../schemas/agent.ts'
import { nothing } from '../schemas/common.ts'
import { agentParam } from '../schemas/ids.ts'
import { mayAct } from '../within.ts'

interface AgentCommand<B extends z.ZodObject> {
  /** The last part of the path. */
  readonly verb: string
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly body: B
  readonly problems?: readonly ProblemCode[]
  command(agentId: AgentId, body: z.output<B>): ApiCommand
}

function agentCommand<B extends z.ZodObject>({
  verb,
  command,
  problems = [],
  ...about
}: AgentCommand<B>): Route {
  return route({
    ...about,
    method: 'post',
    path: `/v1/agents/{agentId}/${verb}`,
    tag: 'agents',
    scope: 'agents:control',
    params: { agentId: agentParam },
    query: nothing,
    success: {
      status: 202,
      description: 'Done, or, where the agent is in a call, noted as `pending`.',
      schema: agentAccepted,
      headers: { Location: 'The agent.' },
    },
    problems: ['agent-unknown', 'agent-state', ...problems, 'not-owner', 'timed-out'],
    async handle(request, deps) {
      const { agentId } = request.params
      const denied = await mayAct(deps, request, 'agent', agentId)
      if (denied) return denied
      const refused = await order(deps, command(agentId, request.body))
      return refused ?? json(202, { agentId }, { Location: `/v1/agents/${agentId}` })
    },
  })
}

export const agentCommands: readonly Route[] = [
  agentCommand({
    verb: 'log-on',
    operationId: 'logOnAgent',
    summary: 'Log an agent on (签入)',
    description: 'The agent is not ready at first, with reason `loggedOn`.',
    body: logOn,
    problems: ['agent-extension-taken', 'agent-queue'],
    command: (agentId, { extension, queueIds }) => ({
      type: 'logOnAgent',
      agentId,
      extension,
      ...(queueIds === undefined ? {} : { queueIds }),
    }),
  }),
  agentCommand({
    verb: 'queues',
    operationId: 'chooseQueues',
    summary: 'Choose which of the agent’s queues are served (技能组签入)',
    description: 'Until the log-off. What rings or talks goes on.',
    body: chosenQueues,
    problems: ['agent-queue'],
    command: (agentId, { queueIds }) => ({ type: 'chooseQueues', agentId, queueIds }),
  }),
  agentCommand({
    verb: 'ready',
    operationId: 'makeAgentReady',
    summary: 'Make an agent ready for calls (示闲)',
    body: nothing,
    command: (agentId) => ({ type: 'makeAgentReady', agentId }),
  }),
  agentCommand({
    verb: 'not-ready',
    operationId: 'makeAgentNotReady',
    summary: 'Offer an agent no calls (示忙, 小休)',
    body: notReady,
    command: (agentId, { reasonCode }) => ({ type: 'makeAgentNotReady', agentId, reasonCode }),
  }),
  agentCommand({
    verb: 'log-off',
    operationId: 'logOffAgent',
    summary: 'Log an agent off (签出)',
    body: nothing,
    command: (agentId) => ({ type: 'logOffAgent', agentId }),
  }),
  agentCommand({
    verb: 'end-wrap-up',
    operationId: 'endWrapUp',
    summary: 'End the wrap-up before its time (话后处理)',
    body: nothing,
    command: (agentId) => ({ type: 'endWrapUp', agentId }),
  }),
]
