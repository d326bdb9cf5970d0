/** Why a call waits, and why agents aren't offered it: closed lists, the domain's own. */
import { z } from 'zod'
import type { AgentExplained, Obstacle, WaitExplained, WaitReason } from '../../../domain/acd/explain.ts'
import type { WaitAnswer } from '../../../runtime/gateway.ts'
import { callState } from './call.ts'
import { moment } from './common.ts'
import { agentId, callId, nodeId, queueId } from './ids.ts'

const name = z.string().meta({ examples: ['stroke'] })
const level = z.int().min(0).max(10)
const licenceMembers = {
  kind: z.string().meta({ examples: ['physician'] }),
  jurisdiction: z.string().nullable().meta({ description: 'Null: any.' }),
}
const skill = z.strictObject({ skill: name, level })
const licenceNeed = z.strictObject({ kind: licenceMembers.kind, jurisdiction: z.string().optional() })

type Members<T> = { readonly [K in Exclude<keyof T, 'reason'>]: z.ZodType }

/** A record, so that a reason added to the domain and forgotten here doesn't compile. */
const WAITS: { readonly [R in WaitReason['reason']]: Members<Extract<WaitReason, { reason: R }>> } = {
  nobodyOn: {},
  noLicensedAgent: { licences: z.array(licenceNeed) },
  noSkilledAgent: { skills: z.array(skill) },
  allOccupied: { able: z.int() },
  waitingForPreferredAgent: { agentId, until: moment },
  aheadOfIt: { ahead: z.int() },
  nextRelaxation: { at: moment, skill: name, level },
  ringing: { agentIds: z.array(agentId), until: moment },
  connecting: { agentId },
  ringingElsewhere: { until: moment },
  toBeCalledBack: { notBeforeAt: moment.nullable(), until: moment },
  beingCalledBack: { until: moment },
  switchOutOfReach: { nodeId },
  noReachableNode: {},
  queueGone: {},
}

const OBSTACLES: { readonly [R in Obstacle['reason']]: Members<Extract<Obstacle, { reason: R }>> } = {
  notLoggedOn: {},
  notOnThisQueue: {
    assigned: z.boolean().meta({ description: 'By the definition it is one of the agent’s.' }),
  },
  notReady: { reasonCode: z.string().meta({ examples: ['break'] }), until: moment.nullable() },
  phoneGone: {},
  ringing: { callId },
  busy: { callId },
  wrapUp: { until: moment },
  missingSkill: { skill: name, level, has: level },
  licenceMissing: licenceMembers,
  licenceExpired: licenceMembers,
  licenceSuspended: licenceMembers,
  licenceNotYetValid: licenceMembers,
  licenceOtherJurisdiction: licenceMembers,
  keptForPreferred: { agentId, until: moment },
  offeredElsewhere: { agentId },
  callNotInLine: { state: callState },
  switchOutOfReach: { nodeId },
}

function oneOf(id: string, description: string, kinds: Readonly<Record<string, Record<string, z.ZodType>>>) {
  const [first, ...others] = Object.entries(kinds).map(([reason, members]) =>
    z.strictObject({ reason: z.literal(reason), ...members }),
  )
  if (!first) throw new Error(`${id} has no kinds`)
  return z.discriminatedUnion('reason', [first, ...others]).meta({ id, description })
}

const waitReason = oneOf(
  'WaitReason',
  '`nobodyOn`: nobody is logged on for the queue. `noLicensedAgent`, `noSkilledAgent`: nobody who is has, today, what is ' +
    'needed. `allOccupied`: those who would do are in calls or wrap-up, or not ready. `nextRelaxation`: less of the skill ' +
    'is enough from then on. `noReachableNode`: no switch can call the caller back.',
  WAITS,
)
const obstacle = oneOf(
  'Obstacle',
  'What stands between an agent and the call. `licenceOtherJurisdiction`: there is one, for another place. ' +
    '`keptForPreferred`: for now the call is kept for whom the caller knows. `offeredElsewhere`: another phone rings for it. ' +
    '`callNotInLine`: it rings outside, or its caller is to be called back.',
  OBSTACLES,
)

const obstacles = z.array(obstacle).meta({
  description: 'None: the agent could be offered the call at this moment.',
})
const agentExplained = z
  .strictObject({ agentId, reasons: obstacles } satisfies Record<keyof AgentExplained, z.ZodType>)
  .meta({ id: 'AgentExplained' })

export const callWaitAgent = z
  .strictObject({ callId, agentId, reasons: obstacles })
  .meta({ id: 'CallWaitAgent' })

type Shown = Exclude<keyof WaitAnswer, 'page'> | 'items' | 'nextCursor'

export const callWait = z
  .strictObject({
    callId,
    queueId,
    state: callState,
    since: moment.meta({ description: 'From when the wait counts.' }),
    priority: z.enum(['emergency', 'routine']),
    rank: z.int().min(0).max(9),
    ahead: z.int().meta({ description: 'How many are served before it in its queue.' }),
    expectedMs: z
      .int()
      .nullable()
      .meta({ description: 'From now to an agent’s answer. Null: it can’t be known.' }),
    needs: z.strictObject({
      skills: z.array(skill),
      licences: z.array(licenceNeed).optional(),
      preferAgentId: agentId.optional(),
    } satisfies Record<keyof WaitExplained['needs'], z.ZodType>),
    reasons: z.array(waitReason).meta({ description: 'At least one.' }),
    agents: z
      .strictObject({
        assigned: z.int().meta({ description: 'To the queue.' }),
        on: z.int().meta({ description: 'Of these, logged on for it.' }),
        able: z.int().meta({ description: 'Of these, with all that is needed.' }),
        byReason: z
          .partialRecord(z.enum(Object.keys(OBSTACLES) as [Obstacle['reason']]), z.int())
          .meta({ description: 'How many have this reason; one agent may have several.' }),
      } satisfies Record<keyof WaitExplained['agents'], z.ZodType>)
      .meta({ id: 'WaitAgents' }),
    items: z
      .array(agentExplained)
      .meta({ description: 'The queue’s agents, by id, as far as you reach them.' }),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Give it as `cursor` for the next page; null on the last.' }),
  } satisfies Record<Shown, z.ZodType>)
  .meta({ id: 'CallWait' })
