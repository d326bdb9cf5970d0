/** Ids in bodies, queries and paths; the shapes are those of domain/ids.ts. */
import { z } from 'zod'
import {
  type AgentId,
  type BroadcastId,
  type CallId,
  type FlowId,
  type NodeId,
  type Parsed,
  type PlanId,
  parseAgentId,
  parseBroadcastId,
  parseCallId,
  parseFlowId,
  parseNodeId,
  parsePlanId,
  parseQueueId,
  parseRecordingId,
  type QueueId,
  type RecordingId,
} from '../../../domain/ids.ts'
import type { ProblemCode } from '../problems.ts'
import type { PathParam } from '../route.ts'

interface IdKind<T> {
  /** As answers show it. */
  readonly shown: z.ZodString
  /** As a query or a body gives it. */
  readonly taken: z.ZodType<T, string>
  parse(text: string): Parsed<T>
}

interface IdMeta {
  readonly description: string
  readonly examples: string[]
  readonly pattern: string
}

function idKind<T extends string>(parse: (text: string) => Parsed<T>, meta: IdMeta): IdKind<T> {
  const shown = z.string().meta({ ...meta })
  const taken = shown.transform((text, context): T => {
    const parsed = parse(text)
    if (parsed.ok) return parsed.id
    context.addIssue({ code: 'custom', message: `an id: ${parsed.expected}` })
    return z.NEVER
  })
  return { shown, taken, parse }
}

const SLUG = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*'

const call = idKind<CallId>(parseCallId, {
  description: 'A call. Ids sort by the moment at which they were made.',
  examples: ['call_01JD8Z4Q6W3V5T7R9P0N2M4K6H'],
  pattern: '^call_[0-7][0-9A-HJKMNP-TV-Z]{25}$',
})
const agent = idKind<AgentId>(parseAgentId, {
  description: 'An agent.',
  examples: ['agent_li-na'],
  pattern: `^agent_${SLUG}$`,
})
const queue = idKind<QueueId>(parseQueueId, {
  description: 'A queue.',
  examples: ['queue_appointments'],
  pattern: `^queue_${SLUG}$`,
})

const recording = idKind<RecordingId>(parseRecordingId, {
  description: 'A call’s recording; behind `rec_` stands what stands behind the call’s `call_`.',
  examples: ['rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H'],
  pattern: '^rec_[0-7][0-9A-HJKMNP-TV-Z]{25}$',
})

const flow = idKind<FlowId>(parseFlowId, {
  description: 'A flow.',
  examples: ['flow_hospital'],
  pattern: `^flow_${SLUG}$`,
})

const node = idKind<NodeId>(parseNodeId, {
  description: 'A switch, as the configuration names it.',
  examples: ['node_a'],
  pattern: `^node_${SLUG}$`,
})

const plan = idKind<PlanId>(parsePlanId, {
  description: 'A plan.',
  examples: ['plan_typhoon'],
  pattern: `^plan_${SLUG}$`,
})

const broadcast = idKind<BroadcastId>(parseBroadcastId, {
  description: 'One message to all who waited.',
  examples: ['broadcast_01JD8Z4Q6W3V5T7R9P0N2M4K6H'],
  pattern: '^broadcast_[0-7][0-9A-HJKMNP-TV-Z]{25}$',
})

export const planId = plan.shown
export const broadcastId = broadcast.shown
export const callId = call.shown
export const nodeId = node.shown
export const flowId = flow.shown
export const flowIdTaken = flow.taken
export const recordingId = recording.shown
export const agentId = agent.shown
export const queueId = queue.shown
export const agentIdTaken = agent.taken
export const callIdTaken = call.taken
export const queueIdTaken = queue.taken

export const callParam = param(call, 'call-unknown')
export const agentParam = param(agent, 'agent-unknown')
export const recordingParam = param(recording, 'recording-unknown')
export const queueParam = param(queue, 'queue-unknown')
export const nodeParam = param(node, 'node-unknown')
export const planParam = param(plan, 'plan-unknown')
export const broadcastParam = param(broadcast, 'broadcast-unknown')
export const flowParam = param(flow, 'flow-unknown')

function param<T>({ parse, shown: schema }: IdKind<T>, unknown: ProblemCode): PathParam<T> {
  return { parse, schema, unknown }
}
