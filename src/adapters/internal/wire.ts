/**
 * What goes between processes, as JSON over HTTPS:
 *
 *     POST /internal/v1/sites/SITE/dispatch   DispatchRequest      → 200 { outcome: DispatchReply }
 *     POST /internal/v1/sites/SITE/query      { question, budgetMs } → 200 { answer } or { notOwner: true }
 *     anything else                                                → 4xx, 503 { refused, detail }
 *
 * Bodies hold personal data in clear, so none is ever logged.
 */
import { z } from 'zod'
import { parseAgentId, parseBroadcastId, parseCallId, parseFlowId, parseQueueId } from '../../domain/ids.ts'
import { id } from '../../lib/zod-parts.ts'
import type { DispatchRequest } from '../../runtime/owner-calls.ts'
import { promptNames } from '../../runtime/plan-schema.ts'
import type { SiteQuestion } from '../../runtime/site-questions.ts'
import { command, plan } from './command-schema.ts'

export const PREFIX = '/internal/v1/sites/'

/** A flow of the largest size, written as JSON text within JSON. */
export const MOST_BODY_BYTES = 2 * 1024 * 1024
/** All flows of a site with all their versions are less. */
export const MOST_ANSWER_BYTES = 16 * 1024 * 1024

const budgetMs = z.int().min(1).max(60_000)
const privateField = z.strictObject({
  callId: z.string().max(64),
  name: z.string().min(1).max(200),
  value: z.string().max(100_000),
})

export const dispatchBody: z.ZodType<DispatchRequest> = z.strictObject({
  key: z.string().regex(/^[0-9A-Z]{26}$/, 'a ULID'),
  budgetMs,
  epoch: z.int().min(0).nullable(),
  command,
  privateFields: z.array(privateField).max(1_000),
}) as z.ZodType<DispatchRequest>

const flowId = id(parseFlowId)
const question = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.enum([
      'figures',
      'flows',
      'numbers',
      'plans',
      'nodes',
      'filesChanged',
      'phonesChanged',
      'phonesSettled',
    ]),
  }),
  z.strictObject({ what: z.literal('flow'), flowId, version: z.string().max(100).optional() }),
  z.strictObject({ what: z.literal('callbacks'), queueId: id(parseQueueId) }),
  z.strictObject({
    what: z.literal('wait'),
    callId: id(parseCallId),
    limit: z.int().min(1).max(1_000),
    after: z.string().max(100).optional(),
    only: z.string().max(100).optional(),
  }),
  z.strictObject({ what: z.literal('waitAgent'), callId: id(parseCallId), agentId: id(parseAgentId) }),
  z.strictObject({ what: z.literal('checkFlow'), value: z.unknown() }),
  z.strictObject({ what: z.literal('broadcast'), broadcastId: id(parseBroadcastId) }),
  z.strictObject({ what: z.literal('checkPlan'), plan }),
  z.strictObject({ what: z.literal('missingPrompts'), prompts: promptNames }),
  z.strictObject({ what: z.literal('flowOfFile'), flowId }),
  z.strictObject({ what: z.literal('promptUses'), prompt: z.string().max(100) }),
  z.strictObject({ what: z.literal('wallboard') }),
  z.strictObject({ what: z.literal('phoneIsForeign'), extension: z.string().max(40) }),
])

export interface QueryRequest {
  readonly question: SiteQuestion
  readonly budgetMs: number
}
export const queryBody = z.strictObject({ question, budgetMs }) as z.ZodType<QueryRequest>

/** Why nothing was done. */
export type Refusal =
  | 'certificateMissing'
  | 'certificateInvalid'
  | 'notOneOfUs'
  | 'unknownPath'
  | 'methodNotAllowed'
  | 'wrongMediaType'
  | 'bodyTooLarge'
  | 'malformed'
  | 'invalid'
  | 'busy'
  | 'failed'

export const STATUS: Readonly<Record<Refusal, number>> = {
  certificateMissing: 401,
  certificateInvalid: 403,
  notOneOfUs: 403,
  unknownPath: 404,
  methodNotAllowed: 405,
  wrongMediaType: 415,
  bodyTooLarge: 413,
  malformed: 400,
  invalid: 422,
  busy: 503,
  failed: 500,
}
