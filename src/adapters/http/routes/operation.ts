/** For operators' tools, without a token: they show states and counts, nothing personal. */
import { withDeadline } from '../../../lib/deadline.ts'
import type { HttpDeps, Readiness } from '../deps.ts'
import { json, problem, type Reply } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { alive, ready } from '../schemas/operation.ts'

const none = {
  tag: 'operation',
  method: 'get',
  access: 'open',
  scope: null,
  params: {},
  query: nothing,
  body: nothing,
} as const

const healthz = route({
  ...none,
  path: '/healthz',
  operationId: 'readLiveness',
  summary: 'Whether the process is alive',
  description: 'Restart the process when this fails; nothing else is checked here.',
  success: { status: 200, description: 'It is.', schema: alive },
  problems: [],
  handle: async () => json(200, { status: 'alive' }),
})

const readyz = route({
  ...none,
  path: '/readyz',
  operationId: 'readReadiness',
  summary: 'Whether the service can do its work',
  success: { status: 200, description: 'It can.', schema: ready },
  problems: ['service-not-ready'],
  handle: async (_, deps) => readinessReply(deps),
})

async function readinessReply(deps: HttpDeps): Promise<Reply> {
  const checks = await readinessOf(deps)
  if (!checks) return problem('service-not-ready', { detail: 'the checks themselves did not end in time' })
  return Object.values(checks).every((check) => check.ok)
    ? json(200, { status: 'ready', checks })
    : problem('service-not-ready', { more: { checks } })
}

async function readinessOf(deps: HttpDeps): Promise<Readiness | undefined> {
  try {
    const waited = await withDeadline(deps.readiness(), { timeoutMs: deps.config.readTimeoutMs })
    return waited.type === 'value' ? waited.value : undefined
  } catch (err) {
    deps.log.error({ err }, 'the readiness checks failed')
    return undefined
  }
}

const metrics = route({
  ...none,
  access: 'loopback',
  path: '/metrics',
  operationId: 'readMetrics',
  scope: 'metrics:read',
  summary: 'Metrics for Prometheus',
  description: 'Open to the machine itself; from elsewhere a bearer token is needed.',
  success: {
    status: 200,
    description: 'The exposition format.',
    contentType: 'text/plain',
    example: 'cti_site_owner 1\n',
  },
  problems: ['unauthorised'],
  handle: async (_, { metrics: source }) => ({
    kind: 'text',
    status: 200,
    body: await source.render(),
    contentType: source.contentType,
  }),
})

/** `document` gives the OpenAPI document as JSON. */
export function openApiRoute(document: () => string): Route {
  return route({
    ...none,
    path: '/openapi.json',
    operationId: 'readOpenApi',
    summary: 'This document',
    success: {
      status: 200,
      description: 'OpenAPI 3.1.',
      contentType: 'application/json',
      example: '{"openapi":"3.1.0"}',
    },
    problems: [],
    handle: async () => ({
      kind: 'text',
      status: 200,
      body: document(),
      contentType: 'application/json; charset=utf-8',
    }),
  })
}

export const operation: readonly Route[] = [healthz, readyz, metrics]
