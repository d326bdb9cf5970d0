/** What an agent's desk asks for: one route a command, each answered once its facts are durable. */
import type { z } from 'zod'
import type { Scope } from '../../../domain/access/scopes.ts'
import type { AgentId } from '../../../domain/ids.ts'
import type { ApiCommand } from '../../../runtime/gateway.ts'
import { order } from '../order.ts'
import type { ProblemCode } from '../problems.ts'
import { json } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { agentAccepted, chosenQueues, logOn, notReady, rejection } from '../schemas/agent.ts'
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
  /** `agents:control` unless told. */
  readonly scope?: Scope
  /** `by`: who asks, as auditors know them. */
  command(agentId: AgentId, body: z.output<B>, by: string): ApiCommand
}

function agentCommand<B extends z.ZodObject>({
  verb,
  command,
  problems = [],
  scope = 'agents:control',
  ...about
}: AgentCommand<B>): Route {
  return route({
    ...about,
    method: 'post',
    path: `/v1/agents/{agentId}/${verb}`,
    tag: 'agents',
    scope,
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
      const refused = await order(deps, command(agentId, request.body, request.principal.id))
      return refused ?? json(202, { agentId }, { Location: `/v1/agents/${agentId}` })
    },
  })
}

const IN_STEAD =
  'The agent’s `forcedBy` and the event’s `by` name whoever asked, and auditors are told. A call goes on to its end; a ' +
  'wrap-up is cut short, required or not.'

const forced: readonly Route[] = [
  agentCommand({
    verb: 'force-ready',
    operationId: 'forceAgentReady',
    summary: 'Make an agent ready, as a supervisor (强制示闲)',
    description: IN_STEAD,
    scope: 'agents:supervise',
    body: nothing,
    problems: ['agent-phone-gone'],
    command: (agentId, _, by) => ({ type: 'forceAgent', agentId, to: { name: 'ready' }, by }),
  }),
  agentCommand({
    verb: 'force-not-ready',
    operationId: 'forceAgentNotReady',
    summary: 'Make an agent not ready, as a supervisor (强制示忙)',
    description: IN_STEAD,
    scope: 'agents:supervise',
    body: notReady,
    command: (agentId, { reasonCode }, by) => ({
      type: 'forceAgent',
      agentId,
      to: { name: 'notReady', reasonCode },
      by,
    }),
  }),
  agentCommand({
    verb: 'force-log-off',
    operationId: 'forceAgentLogOff',
    summary: 'Log an agent off, as a supervisor (强制签出)',
    description: IN_STEAD,
    scope: 'agents:supervise',
    body: nothing,
    command: (agentId, _, by) => ({ type: 'forceAgent', agentId, to: { name: 'loggedOff' }, by }),
  }),
]

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
    problems: ['agent-phone-gone'],
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
    description: 'Not where the queue requires its whole time.',
    command: (agentId) => ({ type: 'endWrapUp', agentId }),
  }),
  agentCommand({
    verb: 'extend-wrap-up',
    operationId: 'extendWrapUp',
    summary: 'Draw the wrap-up out (延长话后处理)',
    description: 'By as much as the queue lets, and until `wrapUpMostUntil` at most.',
    body: nothing,
    command: (agentId) => ({ type: 'extendWrapUp', agentId }),
  }),
  agentCommand({
    verb: 'accept',
    operationId: 'acceptOffer',
    summary: 'Have the agent’s ringing phone answer (接听)',
    description:
      'The phone is asked to answer by itself (SIP NOTIFY, `Event: talk`), which it must be set to heed; one that ' +
      'doesn’t rings on. Where several agents are rung, the first who answers has the call.',
    body: nothing,
    command: (agentId) => ({ type: 'acceptOffer', agentId }),
  }),
  agentCommand({
    verb: 'reject',
    operationId: 'rejectOffer',
    summary: 'Reject the call that rings the agent’s phone (拒接)',
    description:
      'The phone stops ringing, and the caller is offered to somebody else. With a reason the agent is not ready for ' +
      'it; without one for as long as the queue’s `rejectPauseMs` says, or until the agent is made ready.',
    body: rejection,
    command: (agentId, { reasonCode }) => ({
      type: 'rejectOffer',
      agentId,
      ...(reasonCode === undefined ? {} : { reasonCode }),
    }),
  }),
  ...forced,
]
