/** The site's switch nodes: how they do, and taking one out of service for an upgrade. */
import { createHash } from 'node:crypto'
import type { NodeLook } from '../../../runtime/node-report.ts'
import type { HttpDeps } from '../deps.ts'
import { once, parseKey } from '../idempotency.ts'
import { order } from '../order.ts'
import { askOwner, type Told } from '../owner.ts'
import type { ProblemCode } from '../problems.ts'
import { json, problem } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { nodeParam } from '../schemas/ids.ts'
import { node, nodeAccepted, nodeList } from '../schemas/node.ts'
import { toWire } from '../wire.ts'

const listNodes = route({
  method: 'get',
  path: '/v1/nodes',
  operationId: 'listNodes',
  scope: 'nodes:read',
  summary: 'The site’s switches, and how they do now',
  tag: 'nodes',
  params: {},
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'All that are configured, in that order.', schema: nodeList },
  problems: ['not-owner'],
  async handle(_, deps) {
    const found = await looks(deps)
    return found.ok ? json(200, { items: found.value.map(shown) }) : found.problem
  },
})

const readNode = route({
  method: 'get',
  path: '/v1/nodes/{nodeId}',
  operationId: 'readNode',
  scope: 'nodes:read',
  summary: 'One switch, and how it does now',
  tag: 'nodes',
  params: { nodeId: nodeParam },
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'The switch.', schema: node },
  problems: ['node-unknown', 'not-owner'],
  async handle({ params: { nodeId } }, deps) {
    const found = await looks(deps)
    if (!found.ok) return found.problem
    const one = found.value.find(({ view }) => view.nodeId === nodeId)
    return one ? json(200, shown(one)) : problem('node-unknown')
  },
})

const drainNode = nodeCommand({
  verb: 'drain',
  operationId: 'drainNode',
  type: 'drainNode',
  summary: 'Have a switch take no new calls',
  description:
    'New calls to service numbers get 503 there, so that the trunk tries another switch, and calls that the service ' +
    'places go elsewhere. What the switch has goes on to its end: it is empty when its `calls` are 0. It stays so, ' +
    'whatever is restarted, until it is readmitted. Should no other switch be in reach for 5 s, it takes calls again ' +
    'until one is (`drainSuspended`).',
  problems: ['node-last'],
})

const readmitNode = nodeCommand({
  verb: 'readmit',
  operationId: 'readmitNode',
  type: 'readmitNode',
  summary: 'Have a drained switch take calls again',
  problems: [],
})

const giveUpNode = nodeCommand({
  verb: 'give-up',
  operationId: 'giveUpNode',
  type: 'giveUpNode',
  summary: 'Give up a switch that won’t come back',
  description:
    'Only while it is out of reach, whose calls wait for it else: each of them ends (`switch`, `lost`), and agents who ' +
    'talked there are served other calls. Should it come back with them after all, who talks there is left alone.',
  problems: ['node-in-reach'],
})

function nodeCommand({
  verb,
  type,
  problems,
  ...about
}: {
  readonly verb: string
  readonly operationId: string
  readonly type: 'drainNode' | 'readmitNode' | 'giveUpNode'
  readonly summary: string
  readonly description?: string
  readonly problems: readonly ProblemCode[]
}): Route {
  return route({
    ...about,
    method: 'post',
    path: `/v1/nodes/{nodeId}/${verb}`,
    scope: 'nodes:admin',
    tag: 'nodes',
    idempotent: true,
    params: { nodeId: nodeParam },
    query: nothing,
    body: nothing,
    success: {
      status: 202,
      description: 'It has been noted.',
      schema: nodeAccepted,
      headers: {
        Location: 'The switch.',
        'Idempotency-Replayed': '`true` when this is the first answer given again.',
      },
    },
    problems: ['node-unknown', ...problems, 'not-owner', 'timed-out', 'store-unavailable'],
    async handle({ params: { nodeId }, principal, idempotencyKey, requestId }, deps) {
      const key = parseKey(idempotencyKey)
      if (key === undefined) return problem('idempotency-key-missing')
      const bodyHash = createHash('sha256').update(nodeId).digest('hex')
      const scope = `${principal.id} ${type}`
      const answer = await once(deps, { scope, key, bodyHash, requestId }, async () => {
        return (await order(deps, { type, nodeId })) ?? json(202, { nodeId })
      })
      if (answer.kind === 'problem' || answer.status !== 202) return answer
      return { ...answer, headers: { ...answer.headers, Location: `/v1/nodes/${nodeId}` } }
    },
  })
}

function looks(deps: HttpDeps): Promise<Told<readonly NodeLook[]>> {
  return askOwner(deps, () => deps.gateway.nodes(deps.config.siteId))
}

const SILENT = {
  sessions: null,
  maxSessions: null,
  sessionsPerSecond: null,
  idleCpuPercent: null,
  upMs: null,
  version: null,
} as const

function shown({ view, report }: NodeLook): object {
  if (!report) return { ...toWire(view), report: null }
  const { nodeId: _, heartbeat, ...measured } = report
  return { ...toWire(view), report: toWire({ ...SILENT, ...heartbeat, ...measured }) }
}

export const nodeRoutes: readonly Route[] = [listNodes, readNode, drainNode, readmitNode, giveUpNode]
