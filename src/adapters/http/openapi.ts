/** The OpenAPI 3.1 document, made from the same routes and schemas that serve requests. */
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { isNoted } from './administered.ts'
import { addExamples } from './openapi-examples.ts'
import { PROBLEMS, type ProblemCode, problemType } from './problems.ts'
import { isLimited } from './rate-limits.ts'
import type { Route, Tag } from './route.ts'
import { problemDocument } from './schemas/common.ts'

const TAGS: Readonly<Record<Tag, string>> = {
  calls: 'Calls, with their facts',
  agents: 'Agents (坐席) and what their desks ask for',
  queues: 'Queues (队列), with live figures',
  figures: 'How well callers are served: by interval, and now',
  flows: 'What callers are led through',
  numbers: 'Which flow answers which number',
  plans: 'Changes prepared beforehand and switched on together (预案), drills, messages to all who wait',
  endpoints: 'The phones of agents',
  nodes: 'The site’s telephone switches',
  prompts: 'What callers hear: ours, and the hospital’s own recordings',
  recordings: 'Sealed recordings: what there is, what is missing, and the sound',
  webhooks: 'Where events are sent to',
  events: 'The live stream, and the present from which it goes on',
  access: 'Who may do what: keys, roles, and the journal of it',
  operation: 'For operators and their tools',
}

type Responses = RouteConfig['responses']

const ALWAYS: readonly ProblemCode[] = ['malformed-request', 'invalid', 'internal']
const LIMITED: readonly ProblemCode[] = ['rate-limited']
const AUTHENTICATED: readonly ProblemCode[] = [
  'unauthorised',
  'forbidden',
  'authentication-limited',
  'store-unavailable',
]
const WITH_BODY: readonly ProblemCode[] = ['malformed-json', 'too-large', 'unsupported-media-type']
const WITH_KEY: readonly ProblemCode[] = [
  'idempotency-key-missing',
  'idempotency-key-reused',
  'idempotency-running',
]

const PREFACE = `Call control for the hospital's own systems. All times are UTC, RFC 3339 with milliseconds;
numbers are masked. Unknown members and query parameters are refused. An id that cannot exist is answered like one that
does not exist (404). Changes within /v1 are additive: ignore members and facts that you don't know.
Errors are RFC 9457 documents whose \`type\` is \`urn:cti-bridge:problem:CODE\`; config/PROBLEMS.md lists them all.`

export function describeApi(routes: readonly Route[], version: string): object {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description:
      'The service’s own token, or an API key with the scope that an operation names (config/API.md).',
  })
  registry.registerComponent('securitySchemes', 'ticket', {
    type: 'apiKey',
    in: 'query',
    name: 'ticket',
    description: 'One-time, from `POST /v1/events/tickets`, for clients that can’t send header fields.',
  })
  for (const route of routes) registry.registerPath(operationOf(route))
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'cti-bridge',
      version,
      description: PREFACE.replaceAll('\n', ' '),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [
      { url: '/', description: 'The first site of the service, which is the only one of most.' },
      {
        url: '/sites/{siteId}',
        description: 'Each site of the service, the first too.',
        variables: { siteId: { default: 'site_main', description: 'The site’s id.' } },
      },
    ],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  })
  addExamples(document as unknown as Parameters<typeof addExamples>[0])
  return document
}

function operationOf(route: Route): RouteConfig {
  const { method, path, operationId, summary, description, tag, params, query, body } = route
  const pathSchema = z.object(
    Object.fromEntries(Object.entries(params).map(([name, { schema }]) => [name, schema])),
  )
  return {
    method,
    path,
    operationId,
    summary,
    ...(description !== undefined && { description }),
    tags: [tag],
    security: securityOf(route),
    request: {
      params: pathSchema,
      query,
      headers: headersOf(route),
      ...(route.upload && { body: uploadOf(route.upload) }),
      ...(hasMembers(body) && {
        body: {
          required: !body.safeParse({}).success,
          content: { 'application/json': { schema: body } },
        },
      }),
    },
    responses: { ...successOf(route), ...problemsOf(route) },
  }
}

/** The scope stands where OpenAPI 3.1 has the roles that a scheme other than OAuth asks for. */
function securityOf({ access, scope }: Route): Record<string, string[]>[] {
  const bearer = scope === null ? [] : [scope]
  switch (access) {
    case 'open':
      return []
    case 'loopback':
      return [{}, { bearer }]
    case 'ticket':
      return [{ bearer }, { ticket: [] }]
    default:
      return [{ bearer }]
  }
}

function headersOf(route: Route): z.ZodObject {
  const version = z.string().meta({ description: '`ETag` of what you have read.', examples: ['"3"'] })
  if (route.conditional === 'define') {
    const none = z.literal('*').meta({ description: 'To create it: there must be none yet.' })
    return z.object({ 'If-Match': version.optional(), 'If-None-Match': none.optional() })
  }
  if (route.conditional === 'optional') return z.object({ 'If-Match': version.optional() })
  if (route.conditional) return z.object({ 'If-Match': version })
  if (!route.idempotent) return z.object({})
  const key = z
    .string()
    .regex(/^[A-Za-z0-9._-]{8,128}$/)
    .meta({
      description: 'Chosen by you, new for each new call; a UUID will do. Kept for 24 hours.',
      examples: ['6f1c1d5e-3b0a-4c9e-9a57-2f6a1b1c7d10'],
    })
  return z.object({ 'Idempotency-Key': key })
}

function uploadOf({ contentType, maxBytes, description }: NonNullable<Route['upload']>) {
  return {
    required: true,
    description: `${description} At most ${maxBytes} bytes.`,
    content: Object.fromEntries(
      [contentType]
        .flat()
        .map((each) => [each, { schema: z.string().meta({ format: 'binary', contentMediaType: each }) }]),
    ),
  }
}

function hasMembers(schema: z.ZodObject): boolean {
  return Object.keys(schema.shape).length > 0
}

function successOf({ success }: Route): Responses {
  const { status, description, schema, contentType, headers, orCreated, example } = success
  const given = example === undefined ? {} : { example }
  const statuses: readonly [number, string][] = [
    [status, description],
    ...(orCreated ? [[201, 'The same, where there was none.'] as [number, string]] : []),
  ]
  const each = statuses.map(([code, about]) => [
    code,
    {
      description: about,
      ...(headers && {
        headers: z.object(
          Object.fromEntries(
            Object.entries(headers).map(([name, about]) => [
              name,
              z.string().optional().meta({ description: about }),
            ]),
          ),
        ),
      }),
      ...(status !== 204 && {
        content: schema
          ? { [contentType ?? 'application/json']: { schema, ...given } }
          : {
              [contentType ?? 'text/plain']: { schema: plainSchema(contentType), ...given },
            },
      }),
    },
  ])
  return Object.fromEntries(each)
}

function plainSchema(contentType: string | undefined): z.ZodType | object {
  if (contentType === 'application/json') return {}
  return contentType?.startsWith('audio/')
    ? z.string().meta({ format: 'binary', contentMediaType: contentType })
    : z.string()
}

/** All problems of one status are one response; its examples show each. */
function problemsOf(route: Route): Responses {
  const codes = new Set<ProblemCode>([
    ...ALWAYS,
    ...(isLimited(route) ? LIMITED : []),
    ...(route.access === 'open' ? [] : AUTHENTICATED),
    ...(isNoted(route) ? (['not-owner', 'act-not-noted'] as const) : []),
    ...(route.method === 'post' || route.method === 'put' ? WITH_BODY : []),
    ...(route.idempotent ? WITH_KEY : []),
    ...route.problems,
  ])
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of [...codes].sort()) {
    const { status } = PROBLEMS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, some]) => [status, problemResponse(some)]))
}

function problemResponse(codes: readonly ProblemCode[]): Responses[string] {
  const examples = codes.map((code) => {
    const { title, status, remedy } = PROBLEMS[code]
    const value = { type: problemType(code), title, status, requestId: 'a1b2c3' }
    return [code, { summary: remedy, value }] as const
  })
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
    content: {
      'application/problem+json': { schema: problemDocument, examples: Object.fromEntries(examples) },
    },
  }
}
