/** Plans: prepared by administrators, switched by supervisors. */
import type { PlanDefinition } from '../../../domain/plan/definition.ts'
import type { ApiCommand } from '../../../runtime/gateway.ts'
import { partyOf } from '../../../runtime/intake.ts'
import { changesOnly } from '../../../runtime/plan-schema.ts'
import { wholeSite } from '../administration.ts'
import type { HttpDeps } from '../deps.ts'
import { order } from '../order.ts'
import { askOwner } from '../owner.ts'
import { etag, ifVersionOf, toChange, toDefine } from '../preconditions.ts'
import type { ProblemCode } from '../problems.ts'
import { gone, json, type Problem, problem, type Reply } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { planParam } from '../schemas/ids.ts'
import {
  drill,
  drillBegin,
  drillPage,
  drillParam,
  plan,
  planDefinition,
  planPage,
  switchOn,
} from '../schemas/plan.ts'
import { toWire } from '../wire.ts'

const TAGGED = { ETag: 'Its version, for `If-Match`.' }
const SITE: readonly ProblemCode[] = ['forbidden', 'not-owner', 'timed-out']

const listPlans = route({
  method: 'get',
  path: '/v1/plans',
  operationId: 'listPlans',
  scope: 'plans:read',
  summary: 'Plans, by id, and which are on',
  tag: 'plans',
  params: {},
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'All of them.', schema: planPage },
  problems: ['not-owner'],
  async handle(_, deps) {
    const found = await askOwner(deps, () => deps.gateway.plans(deps.config.siteId))
    return found.ok ? json(200, toWire({ items: found.value.plans, nextCursor: null })) : found.problem
  },
})

const readPlan = route({
  method: 'get',
  path: '/v1/plans/{planId}',
  operationId: 'readPlan',
  scope: 'plans:read',
  summary: 'One plan',
  tag: 'plans',
  params: { planId: planParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The plan.', schema: plan, headers: TAGGED },
  problems: ['plan-unknown', 'not-owner'],
  handle: async ({ params: { planId } }, deps) => planReply(deps, planId, 200),
})

const definePlan = route({
  method: 'put',
  path: '/v1/plans/{planId}',
  operationId: 'definePlan',
  scope: 'plans:admin',
  summary: 'Prepare a plan, or change one',
  description:
    'What it doesn’t name stays as it is. Everything that it names must be there; all faults are told at once. A plan ' +
    'that is on counts as it is now from this moment on.',
  tag: 'plans',
  params: { planId: planParam },
  query: nothing,
  body: planDefinition,
  conditional: 'define',
  success: {
    status: 200,
    orCreated: true,
    description: 'The plan as it is now.',
    schema: plan,
    headers: TAGGED,
  },
  problems: ['plan-unknown', 'plan-invalid', 'version-changed', 'if-match-missing', ...SITE],
  async handle(request, deps) {
    const { planId } = request.params
    const { names, testNumbers, ...changes } = request.body
    const condition = toDefine(request.header)
    if (!condition.ok) return condition.problem
    const { ifVersion } = condition
    const parties = testNumbers?.map((number) => partyOf(number, deps.hashNumber))
    const definition: PlanDefinition = {
      planId,
      names,
      ...changesOnly(changes),
      ...(parties && { testNumbers: parties }),
    }
    const denied = wholeSite(deps, request, 'queue') ?? (await faulty(deps, definition))
    if (denied) return denied
    const refused = await order(deps, { type: 'definePlan', plan: definition, ...ifVersionOf(ifVersion) })
    return refused ?? planReply(deps, planId, ifVersion === 0 ? 201 : 200)
  },
})

/** What the plan names that isn't there. */
async function faulty(deps: HttpDeps, definition: PlanDefinition): Promise<Problem | undefined> {
  const found = await askOwner(deps, () => deps.flows.checkPlan(definition))
  if (!found.ok) return found.problem
  if (found.value.length === 0) return undefined
  const errors = found.value
    .slice(0, 100)
    .map(({ pointer, message }) => ({ in: 'body', pointer: `#${pointer}`, detail: message }))
  return problem('plan-invalid', { more: { errors } })
}

const removePlan = route({
  method: 'delete',
  path: '/v1/plans/{planId}',
  operationId: 'removePlan',
  scope: 'plans:admin',
  summary: 'Remove a plan that is off',
  tag: 'plans',
  params: { planId: planParam },
  query: nothing,
  body: nothing,
  conditional: 'optional',
  success: { status: 204, description: 'It is gone, and its drills’ reports with it.' },
  problems: ['plan-unknown', 'plan-state', 'version-changed', ...SITE],
  async handle(request, deps) {
    const condition = toChange(request.header)
    if (!condition.ok) return condition.problem
    const { planId } = request.params
    const command = { type: 'removePlan', planId, ...ifVersionOf(condition.ifVersion) } as const
    return wholeSite(deps, request, 'queue') ?? (await order(deps, command)) ?? gone()
  },
})

const switchPlanOn = route({
  method: 'post',
  path: '/v1/plans/{planId}/on',
  operationId: 'switchPlanOn',
  scope: 'plans:switch',
  summary: 'Switch a plan on (启用预案)',
  description:
    'It lies over what is defined, and over plans that were switched on before it. Calls stay in the flow that they ' +
    'began with; who waits gets the new members, overflow and announcements at once. `conflicts` says what other plans ' +
    'that are on change otherwise. Asked again while it is on, it moves its end.',
  tag: 'plans',
  params: { planId: planParam },
  query: nothing,
  body: switchOn,
  success: { status: 200, description: 'The plan, on.', schema: plan },
  problems: ['plan-unknown', 'plan-state', ...SITE],
  async handle(request, deps) {
    const { planId } = request.params
    const { forMs } = request.body
    const until = forMs === null ? null : deps.now() + forMs
    const command = { type: 'switchPlanOn', planId, by: request.principal.id, until } as const
    return wholeSite(deps, request, 'queue') ?? (await order(deps, command)) ?? planReply(deps, planId, 200)
  },
})

const switchPlanOff = route({
  method: 'post',
  path: '/v1/plans/{planId}/off',
  operationId: 'switchPlanOff',
  scope: 'plans:switch',
  summary: 'Switch a plan off (停用预案)',
  description: 'What is defined counts again, as it is now; calls go on as with `on`.',
  tag: 'plans',
  params: { planId: planParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The plan, off.', schema: plan },
  problems: ['plan-unknown', ...SITE],
  async handle(request, deps) {
    const { planId } = request.params
    const command = { type: 'switchPlanOff', planId, by: request.principal.id } as const
    return wholeSite(deps, request, 'queue') ?? (await order(deps, command)) ?? planReply(deps, planId, 200)
  },
})

const beginDrill = route({
  method: 'post',
  path: '/v1/plans/{planId}/drill',
  operationId: 'beginDrill',
  scope: 'plans:switch',
  summary: 'Drill a plan (演练): it counts for test calls only',
  description:
    'Calls from the plan’s `testNumbers` go its way, and say so (`drill`); everybody else is served as ever, though a ' +
    'test call that waits is offered to agents like any other. One drill of a site at a time.',
  tag: 'plans',
  params: { planId: planParam },
  query: nothing,
  body: drillBegin,
  success: { status: 200, description: 'The drill that has begun.', schema: drill },
  problems: ['plan-unknown', 'plan-state', 'drill-unknown', ...SITE],
  async handle(request, deps) {
    const { planId } = request.params
    const { forMs } = request.body
    const command: ApiCommand = { type: 'beginDrill', planId, by: request.principal.id, forMs }
    return wholeSite(deps, request, 'queue') ?? (await order(deps, command)) ?? drillReply(deps, planId)
  },
})

const endDrill = route({
  method: 'post',
  path: '/v1/plans/{planId}/drill/end',
  operationId: 'endDrill',
  scope: 'plans:switch',
  summary: 'End the drill of a plan',
  tag: 'plans',
  params: { planId: planParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'Its report so far: calls that are there go on.', schema: drill },
  problems: ['plan-unknown', 'drill-unknown', ...SITE],
  async handle(request, deps) {
    const { planId } = request.params
    const command = { type: 'endDrill', planId, by: request.principal.id } as const
    return wholeSite(deps, request, 'queue') ?? (await order(deps, command)) ?? drillReply(deps, planId)
  },
})

const listDrills = route({
  method: 'get',
  path: '/v1/plans/{planId}/drills',
  operationId: 'listDrills',
  scope: 'plans:read',
  summary: 'Drills of a plan, with their reports',
  tag: 'plans',
  params: { planId: planParam },
  query: nothing,
  body: nothing,
  success: {
    status: 200,
    description: 'Those of the site’s newest twenty, the newest first.',
    schema: drillPage,
  },
  problems: ['plan-unknown', 'not-owner'],
  async handle({ params: { planId } }, deps) {
    const found = await askOwner(deps, () => deps.gateway.plans(deps.config.siteId))
    if (!found.ok) return found.problem
    const { plans, drills } = found.value
    if (!plans.some((one) => one.planId === planId)) return problem('plan-unknown')
    const items = drills.filter((one) => one.planId === planId)
    return json(200, toWire({ items, nextCursor: null }))
  },
})

const readDrill = route({
  method: 'get',
  path: '/v1/plans/{planId}/drills/{n}',
  operationId: 'readDrill',
  scope: 'plans:read',
  summary: 'The report of one drill',
  description: 'What each test call met and how it ended, and what of the plan none has met.',
  tag: 'plans',
  params: { planId: planParam, n: drillParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The drill, under way or ended.', schema: drill },
  problems: ['drill-unknown', 'not-owner'],
  handle: async ({ params: { planId, n } }, deps) => drillReply(deps, planId, n),
})

async function planReply(deps: HttpDeps, planId: string, status: number): Promise<Reply> {
  const found = await askOwner(deps, () => deps.gateway.plans(deps.config.siteId))
  if (!found.ok) return found.problem
  const own = found.value.plans.find((one) => one.planId === planId)
  return own ? json(status, toWire(own), { ETag: etag(own.version) }) : problem('plan-unknown')
}

/** Without a number, the newest. */
async function drillReply(deps: HttpDeps, planId: string, n?: number): Promise<Reply> {
  const found = await askOwner(deps, () => deps.gateway.plans(deps.config.siteId))
  if (!found.ok) return found.problem
  const own = found.value.drills.find((one) => one.planId === planId && (n === undefined || one.n === n))
  return own ? json(200, toWire(own)) : problem('drill-unknown')
}

export const planRoutes: readonly Route[] = [
  listPlans,
  readPlan,
  definePlan,
  removePlan,
  switchPlanOn,
  switchPlanOff,
  beginDrill,
  endDrill,
  listDrills,
  readDrill,
]
