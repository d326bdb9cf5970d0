/**
 * Commands as another process sends them. Whoever sends them is one of us, but may be of another version: what its
 * owner's core wouldn't understand has to end here, since there it would end the time of owning.
 */
import { z } from 'zod'
import { ACCESS_FACT_TYPES } from '../../domain/access/facts.ts'
import {
  parseAccessId,
  parseAgentId,
  parseBroadcastId,
  parseCallId,
  parseFlowId,
  parseNodeId,
  parseOpeningId,
  parsePlanId,
  parseQueueId,
  parseRecordingId,
} from '../../domain/ids.ts'
import { ALARMS } from '../../domain/site/alarms.ts'
import { AGENT_REASONS } from '../../domain/site/inputs.ts'
import { agentMatching, queueMatching } from '../../lib/zod-matching.ts'
import { id } from '../../lib/zod-parts.ts'
import type { ApiCommand } from '../../runtime/gateway.ts'
import { planChanges, promptNames } from '../../runtime/plan-schema.ts'
import {
  callback,
  duty,
  emergencyAlarmMs,
  overflowRules,
  regainMs,
} from '../../runtime/queue-waiting-schema.ts'

const agentId = id(parseAgentId)
const callId = id(parseCallId)
const flowId = id(parseFlowId)
const nodeId = id(parseNodeId)
const queueId = id(parseQueueId)
const recordingId = id(parseRecordingId)
const text = z.string().max(1_000)
const count = z.int().min(0)
const ifVersion = count.optional()
const number = z.string().regex(/^\+?[0-9*#]{1,20}$/)
const priority = z.enum(['emergency', 'routine'])

const flow = z.looseObject({
  id: flowId,
  version: z.string().min(1).max(100),
  languages: z.array(z.enum(['zh', 'en'])).min(1),
  start: text,
  steps: z.record(z.string(), z.looseObject({ kind: z.string() })),
})
const queue = z.strictObject({
  queueId,
  names: z.record(z.string(), text),
  ringMs: count,
  wrapUpMs: count,
  wrapUp: z.strictObject({ required: z.boolean(), extendMs: count, mostMs: count }).optional(),
  record: z.boolean().optional(),
  priority: priority.optional(),
  musicStream: text.optional(),
  overflow: overflowRules.optional(),
  regainMs: regainMs.optional(),
  callback: callback.optional(),
  duty: duty.optional(),
  emergencyAlarmMs: emergencyAlarmMs.optional(),
  rejectPauseMs: count.optional(),
  ...queueMatching,
})
const agent = z.strictObject({
  agentId,
  name: text,
  extension: text,
  queueIds: z.array(queueId).max(1_000),
  ...agentMatching,
  autoAnswer: z.boolean().optional(),
})
const party = z.strictObject({ masked: text, hash: text })
const whoever = z.string().regex(/^[A-Za-z0-9_.:@/+*#-]{1,128}$/)
const planId = id(parsePlanId)
export const plan = z.strictObject({
  planId,
  names: z.record(z.string(), text),
  ...planChanges,
  testNumbers: z.array(party).max(100).optional(),
})
const note = z.strictObject({ type: z.enum(ACCESS_FACT_TYPES), data: z.looseObject({ principal: text }) })

/** A client, as auditors know it. */
const auditorWord = z.string().regex(/^[A-Za-z0-9_.:@/+*#-]{1,128}$/)

const of = <S extends z.ZodRawShape>(type: ApiCommand['type'], shape: S) =>
  z.strictObject({ type: z.literal(type), ...shape })

/** A record, so that a command that is added and forgotten here doesn't compile. */
const COMMANDS: { readonly [T in ApiCommand['type']]: z.ZodType } = {
  logOnAgent: of('logOnAgent', {
    agentId,
    extension: text.optional(),
    queueIds: z.array(queueId).max(1_000).optional(),
  }),
  chooseQueues: of('chooseQueues', { agentId, queueIds: z.array(queueId).max(1_000).nullable() }),
  makeAgentReady: of('makeAgentReady', { agentId }),
  makeAgentNotReady: of('makeAgentNotReady', { agentId, reasonCode: z.enum(AGENT_REASONS) }),
  logOffAgent: of('logOffAgent', { agentId }),
  endWrapUp: of('endWrapUp', { agentId }),
  acceptOffer: of('acceptOffer', { agentId }),
  rejectOffer: of('rejectOffer', { agentId, reasonCode: z.enum(AGENT_REASONS).optional() }),
  extendWrapUp: of('extendWrapUp', { agentId }),
  forceAgent: of('forceAgent', {
    agentId,
    to: z.union([
      z.strictObject({ name: z.enum(['ready', 'loggedOff']) }),
      z.strictObject({ name: z.literal('notReady'), reasonCode: z.enum(AGENT_REASONS) }),
    ]),
    by: auditorWord,
  }),
  makeCall: of('makeCall', { agentId, callId, called: party }),
  clearCall: of('clearCall', { callId }),
  dropCallback: of('dropCallback', { queueId, callId, by: auditorWord }),
  maskRecording: of('maskRecording', { callId, masked: z.boolean() }),
  noteSegmentStored: of('noteSegmentStored', {
    recordingId,
    take: count,
    segment: count,
    startedAt: z.number(),
    samples: count,
    objectKey: text,
    byteLength: count,
    sha256: text,
    truncated: z.boolean(),
  }),
  noteTakeAccounted: of('noteTakeAccounted', { recordingId, take: count, samples: count }),
  noteTakeStalled: of('noteTakeStalled', { recordingId, take: count }),
  noteOpening: of('noteOpening', {
    recordingId,
    openingId: id(parseOpeningId),
    person: text,
    reasonLength: count,
    fromSegment: count,
    toSegment: count,
    logAnchors: z.array(text).max(10_000),
  }),
  noteAccess: of('noteAccess', { accessId: id(parseAccessId), note, reasonLength: count.optional() }),
  setAttachedData: of('setAttachedData', { callId, names: z.array(text).max(1_000) }),
  raiseAlarm: of('raiseAlarm', {
    alarm: z.enum(ALARMS),
    nodeId: nodeId.nullable(),
    detail: z.string(),
    whose: text.optional(),
  }),
  clearAlarm: of('clearAlarm', {
    alarm: z.enum(ALARMS),
    nodeId: nodeId.nullable(),
    whose: text.optional(),
  }),
  setRecordingPolicy: of('setRecordingPolicy', {
    enabled: z.boolean(),
    inbound: z.boolean(),
    outbound: z.boolean(),
    withoutRecorder: z.array(nodeId).max(64).optional(),
  }),
  noteRecorder: of('noteRecorder', { nodeId, by: text, seals: z.boolean() }),
  setAdmission: of('setAdmission', {
    prompts: z.array(text).max(100),
    urgentNumbers: z.array(number).max(1_000),
  }),
  drainNode: of('drainNode', { nodeId }),
  readmitNode: of('readmitNode', { nodeId }),
  giveUpNode: of('giveUpNode', { nodeId }),
  defineQueue: of('defineQueue', { queue, ifVersion }),
  removeQueue: of('removeQueue', { queueId, ifVersion }),
  defineAgent: of('defineAgent', { agent, ifVersion }),
  removeAgent: of('removeAgent', { agentId, ifVersion }),
  publishFlow: of('publishFlow', { flow, origin: z.enum(['file', 'api']), ifVersion }),
  withdrawFlow: of('withdrawFlow', { flowId, instead: flow.optional(), ifVersion }),
  assignNumber: of('assignNumber', { number, flowId, ifVersion }),
  unassignNumber: of('unassignNumber', { number, ifVersion }),
  assignOtherwise: of('assignOtherwise', { flowId, ifVersion }),
  assignNumbers: of('assignNumbers', { numbers: z.record(number, flowId), otherwise: flowId }),
  definePlan: of('definePlan', { plan, ifVersion }),
  removePlan: of('removePlan', { planId, ifVersion }),
  switchPlanOn: of('switchPlanOn', { planId, by: whoever, until: count.nullable() }),
  switchPlanOff: of('switchPlanOff', { planId, by: whoever }),
  beginDrill: of('beginDrill', { planId, by: whoever, forMs: count }),
  endDrill: of('endDrill', { planId, by: whoever }),
  broadcast: of('broadcast', {
    broadcastId: id(parseBroadcastId),
    queueIds: z.array(queueId).max(1_000).nullable(),
    prompts: promptNames,
    by: whoever,
  }),
}

/** Any command. Faults name keys and quote nothing. */
export const command = z.looseObject({ type: z.string() }).transform((value, ctx): ApiCommand => {
  const schema = Object.hasOwn(COMMANDS, value.type) ? COMMANDS[value.type as ApiCommand['type']] : undefined
  const parsed = schema?.safeParse(value)
  if (parsed?.success) return parsed.data as ApiCommand
  const at = parsed?.error.issues.map(({ path }) => path.join('.')).join(', ')
  ctx.addIssue({
    code: 'custom',
    message: at === undefined ? 'no command that this version knows' : `at ${at}`,
  })
  return z.NEVER
})
