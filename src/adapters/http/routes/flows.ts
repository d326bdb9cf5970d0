/** Flows by REST: read, try, publish, withdraw. */
import { stringify } from 'yaml'
import { z } from 'zod'
import type { FlowId } from '../../../domain/ids.ts'
import type { Flow } from '../../../domain/ivr/flow.ts'
import type { HttpDeps } from '../deps.ts'
import { FLOW_BODY_BYTES, FLOW_TYPES, flowInvalid, readFlow } from '../flow-body.ts'
import { order } from '../order.ts'
import { askOwner } from '../owner.ts'
import { etag, ifVersionOf, toChange, toDefine } from '../preconditions.ts'
import { gone, json, problem, type Reply } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { flow, flowPage, flowPublished, flowVersionPage } from '../schemas/flow.ts'
import { flowParam } from '../schemas/ids.ts'
import { toWire } from '../wire.ts'

const TAGGED = { ETag: 'The revision of the current version, for `If-Match`.' }
const YAML = 'application/yaml; charset=utf-8'

const listFlows = route({
  method: 'get',
  path: '/v1/flows',
  operationId: 'listFlows',
  scope: 'flows:read',
  summary: 'Flows, by id, with the calls that are in each',
  tag: 'flows',
  params: {},
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'All of them.', schema: flowPage },
  problems: ['not-owner'],
  async handle(_, deps) {
    const found = await askOwner(deps, () => deps.gateway.flows(deps.config.siteId))
    return found.ok ? json(200, toWire({ items: found.value.flows, nextCursor: null })) : found.problem
  },
})

const readFlowRoute = route({
  method: 'get',
  path: '/v1/flows/{flowId}',
  operationId: 'readFlow',
  scope: 'flows:read',
  summary: 'One flow, whole',
  description: '`Accept: application/yaml` gives the definition alone, as YAML.',
  tag: 'flows',
  params: { flowId: flowParam },
  query: z.strictObject({
    version: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'Another version than the current one, while live calls are in it.' }),
  }),
  body: nothing,
  success: { status: 200, description: 'The flow.', schema: flow, headers: TAGGED },
  problems: ['flow-unknown', 'not-owner'],
  async handle({ params: { flowId }, query: { version }, header }, deps) {
    const { siteId } = deps.config
    const found = await askOwner(deps, () =>
      Promise.all([deps.gateway.flow(siteId, flowId, version), deps.gateway.flows(siteId)]).then(
        ([whole, all]) => (all && whole !== undefined ? { whole, all } : undefined),
      ),
    )
    if (!found.ok) return found.problem
    const { whole, all } = found.value
    const summary = all.flows.find((each) => each.flowId === flowId)
    if (!whole) return problem('flow-unknown')
    const headers = summary ? { ETag: etag(summary.revision) } : {}
    const { version: shownVersion, ...definition } = whole
    if (wantsYaml(header('accept')))
      return { kind: 'text', status: 200, contentType: YAML, body: stringify(definition), headers }
    const own = all.versions.find((each) => each.version === shownVersion)
    if (!own || !summary) return problem('flow-unknown')
    return json(200, { ...toWire({ ...summary, ...own }), definition }, headers)
  },
})

const listFlowVersions = route({
  method: 'get',
  path: '/v1/flows/{flowId}/versions',
  operationId: 'listFlowVersions',
  scope: 'flows:read',
  summary: 'The current version of a flow, and those that live calls are in still',
  description:
    'A call ends on the version that it began with. What no call is in any more is in the journal only.',
  tag: 'flows',
  params: { flowId: flowParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The current one first.', schema: flowVersionPage },
  problems: ['flow-unknown', 'not-owner'],
  async handle({ params: { flowId } }, deps) {
    const found = await askOwner(deps, () => deps.gateway.flows(deps.config.siteId))
    if (!found.ok) return found.problem
    const items = found.value.versions.filter((each) => each.flowId === flowId)
    return items.length === 0 ? problem('flow-unknown') : json(200, toWire({ items, nextCursor: null }))
  },
})

const publishFlow = route({
  method: 'put',
  path: '/v1/flows/{flowId}',
  operationId: 'publishFlow',
  scope: 'flows:admin',
  summary: 'Publish a flow, or only check it',
  description:
    'Calls that begin from now on begin in it; a file of the same flow no longer counts until it is withdrawn here. ' +
    'All faults are told at once.',
  tag: 'flows',
  params: { flowId: flowParam },
  query: z.strictObject({
    check: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true')
      .meta({ type: 'boolean', description: 'Nothing is published; needs no `If-Match`.' }),
  }),
  body: nothing,
  upload: {
    contentType: FLOW_TYPES,
    maxBytes: FLOW_BODY_BYTES,
    description: 'The flow’s definition. YAML is taken up to 256 KiB.',
  },
  conditional: 'define',
  success: {
    status: 200,
    orCreated: true,
    description: 'The flow as it is now, or with `check` what it would be.',
    schema: flowPublished,
    headers: TAGGED,
  },
  problems: [
    'flow-unknown',
    'flow-invalid',
    'queue-unknown',
    'version-changed',
    'if-match-missing',
    'not-owner',
    'timed-out',
  ],
  async handle({ params: { flowId }, query: { check }, bytes, header }, deps) {
    const condition = check ? undefined : toDefine(header)
    if (condition?.ok === false) return condition.problem
    const isJson = /^application\/json\b/i.test(header('content-type') ?? '')
    const read = await readFlow(bytes, isJson, deps.flows)
    if (!read.ok) return read.problem
    if (read.flow.id !== flowId) {
      const message = `found ${read.flow.id}, expected ${flowId}, which is published here`
      return flowInvalid([{ place: '', path: 'id', message }])
    }
    if (!condition) return checkedReply(deps, read.flow)
    const { ifVersion } = condition
    const command = {
      type: 'publishFlow',
      flow: read.flow,
      origin: 'api',
      ...ifVersionOf(ifVersion),
    } as const
    return (await order(deps, command)) ?? flowReply(deps, flowId, ifVersion === 0 ? 201 : 200)
  },
})

const withdrawFlow = route({
  method: 'delete',
  path: '/v1/flows/{flowId}',
  operationId: 'withdrawFlow',
  scope: 'flows:admin',
  summary: 'Withdraw what was published here',
  description:
    'Where the flow has a file, what the file says counts again. Where it has none, the flow is gone: refused while ' +
    'numbers or flows lead to it.',
  tag: 'flows',
  params: { flowId: flowParam },
  query: nothing,
  body: nothing,
  conditional: 'optional',
  success: { status: 204, description: 'It is withdrawn.' },
  problems: [
    'flow-unknown',
    'flow-in-use',
    'flow-in-file',
    'queue-unknown',
    'version-changed',
    'not-owner',
    'timed-out',
  ],
  async handle({ params: { flowId }, header }, deps) {
    const condition = toChange(header)
    if (!condition.ok) return condition.problem
    const file = await askOwner(deps, () => deps.flows.ofFile(flowId))
    if (!file.ok) return file.problem
    const instead = file.value
    const command = {
      type: 'withdrawFlow',
      flowId,
      ...(instead && { instead }),
      ...ifVersionOf(condition.ifVersion),
    } as const
    return (await order(deps, command)) ?? gone()
  },
})

export const flowRoutes: readonly Route[] = [
  listFlows,
  readFlowRoute,
  listFlowVersions,
  publishFlow,
  withdrawFlow,
]

async function flowReply(deps: HttpDeps, flowId: FlowId, status: number): Promise<Reply> {
  const found = await askOwner(deps, () => deps.gateway.flows(deps.config.siteId))
  if (!found.ok) return found.problem
  const own = found.value.flows.find((each) => each.flowId === flowId)
  return own ? json(status, toWire(own), { ETag: etag(own.revision) }) : problem('flow-unknown')
}

async function checkedReply(deps: HttpDeps, { id, version, steps }: Flow): Promise<Reply> {
  const found = await askOwner(deps, () => deps.gateway.flows(deps.config.siteId))
  if (!found.ok) return found.problem
  const now = found.value.flows.find((each) => each.flowId === id)
  const changes = now?.version !== version
  return json(200, { flowId: id, version, steps: Object.keys(steps).length, changes })
}

/** Whether YAML is named before JSON, or alone; weights are for browsers. */
function wantsYaml(accept: string | undefined): boolean {
  const yaml = accept?.search(/\b(?:application|text)\/(?:x-)?yaml\b/i) ?? -1
  const other = accept?.search(/\bapplication\/json\b/i) ?? -1
  return yaml >= 0 && (other < 0 || yaml < other)
}
