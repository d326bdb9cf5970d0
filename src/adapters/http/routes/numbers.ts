/** Which flow answers which number. */

import type { HttpDeps } from '../deps.ts'
import { order } from '../order.ts'
import { askOwner } from '../owner.ts'
import { etag, ifVersionOf, toChange, toDefine } from '../preconditions.ts'
import { gone, json, problem, type Reply } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { assigned, assignment, numberPage, numberParam, otherwise } from '../schemas/number.ts'
import { toWire } from '../wire.ts'

const TAGGED = { ETag: 'Its version, for `If-Match`.' }

const listNumbers = route({
  method: 'get',
  path: '/v1/numbers',
  operationId: 'listNumbers',
  scope: 'numbers:read',
  summary: 'Which number leads to which flow',
  tag: 'numbers',
  params: {},
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'All of them.', schema: numberPage },
  problems: ['not-owner'],
  async handle(_, deps) {
    const found = await askOwner(deps, () => deps.gateway.numbers(deps.config.siteId))
    if (!found.ok) return found.problem
    return json(200, toWire({ items: found.value.numbers, otherwise: found.value.otherwise }))
  },
})

const readOtherwise = route({
  method: 'get',
  path: '/v1/numbers/otherwise',
  operationId: 'readNumbersOtherwise',
  scope: 'numbers:read',
  summary: 'Where all numbers lead that have no flow of their own',
  tag: 'numbers',
  params: {},
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The flow.', schema: otherwise, headers: TAGGED },
  problems: ['number-unknown', 'not-owner'],
  handle: async (_, deps) => otherwiseReply(deps),
})

const assignOtherwise = route({
  method: 'put',
  path: '/v1/numbers/otherwise',
  operationId: 'assignNumbersOtherwise',
  scope: 'numbers:admin',
  summary: 'Have all numbers without a flow of their own lead to this one',
  tag: 'numbers',
  params: {},
  query: nothing,
  body: assignment,
  conditional: 'define',
  success: { status: 200, description: 'As it is now.', schema: otherwise, headers: TAGGED },
  problems: ['flow-unknown', 'version-changed', 'if-match-missing', 'not-owner', 'timed-out'],
  async handle({ body: { flowId }, header }, deps) {
    const condition = toDefine(header)
    if (!condition.ok) return condition.problem
    const command = { type: 'assignOtherwise', flowId, ...ifVersionOf(condition.ifVersion) } as const
    return (await order(deps, command)) ?? otherwiseReply(deps)
  },
})

const readNumber = route({
  method: 'get',
  path: '/v1/numbers/{number}',
  operationId: 'readNumber',
  scope: 'numbers:read',
  summary: 'Where one number leads',
  tag: 'numbers',
  params: { number: numberParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The number.', schema: assigned, headers: TAGGED },
  problems: ['number-unknown', 'not-owner'],
  handle: async ({ params: { number } }, deps) => numberReply(deps, number, 200),
})

const assignNumber = route({
  method: 'put',
  path: '/v1/numbers/{number}',
  operationId: 'assignNumber',
  scope: 'numbers:admin',
  summary: 'Have a number lead to a flow',
  description: 'From the next call on; calls that are there stay in the flow that they began with.',
  tag: 'numbers',
  params: { number: numberParam },
  query: nothing,
  body: assignment,
  conditional: 'define',
  success: {
    status: 200,
    orCreated: true,
    description: 'As it is now.',
    schema: assigned,
    headers: TAGGED,
  },
  problems: [
    'number-unknown',
    'number-invalid',
    'flow-unknown',
    'version-changed',
    'if-match-missing',
    'not-owner',
    'timed-out',
  ],
  async handle({ params: { number }, body: { flowId }, header }, deps) {
    const condition = toDefine(header)
    if (!condition.ok) return condition.problem
    const { ifVersion } = condition
    const refused = await order(deps, { type: 'assignNumber', number, flowId, ...ifVersionOf(ifVersion) })
    return refused ?? numberReply(deps, number, ifVersion === 0 ? 201 : 200)
  },
})

const unassignNumber = route({
  method: 'delete',
  path: '/v1/numbers/{number}',
  operationId: 'unassignNumber',
  scope: 'numbers:admin',
  summary: 'Have a number lead where all others do',
  tag: 'numbers',
  params: { number: numberParam },
  query: nothing,
  body: nothing,
  conditional: 'optional',
  success: { status: 204, description: 'It has no flow of its own any more.' },
  problems: ['number-unknown', 'version-changed', 'not-owner', 'timed-out'],
  async handle({ params: { number }, header }, deps) {
    const condition = toChange(header)
    if (!condition.ok) return condition.problem
    const command = { type: 'unassignNumber', number, ...ifVersionOf(condition.ifVersion) } as const
    return (await order(deps, command)) ?? gone()
  },
})

/** `otherwise` before `{number}`: the first path that matches is taken. */
export const numberRoutes: readonly Route[] = [
  listNumbers,
  readOtherwise,
  assignOtherwise,
  readNumber,
  assignNumber,
  unassignNumber,
]

async function numberReply(deps: HttpDeps, number: string, status: number): Promise<Reply> {
  const found = await askOwner(deps, () => deps.gateway.numbers(deps.config.siteId))
  if (!found.ok) return found.problem
  const own = found.value.numbers.find((each) => each.number === number)
  return own ? json(status, toWire(own), { ETag: etag(own.version) }) : problem('number-unknown')
}

async function otherwiseReply(deps: HttpDeps): Promise<Reply> {
  const found = await askOwner(deps, () => deps.gateway.numbers(deps.config.siteId))
  if (!found.ok) return found.problem
  const { otherwise: all } = found.value
  return all ? json(200, toWire(all), { ETag: etag(all.version) }) : problem('number-unknown')
}
