import { z } from 'zod'
import { reachesAll } from '../../../domain/access/reach.ts'
import type { HttpDeps } from '../deps.ts'
import { idsWithin } from '../figures-asked.ts'
import { reach } from '../reach.ts'
import { json, problem } from '../reply.ts'
import { route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { cloudEvent, eventTypesTaken, snapshot, ticket } from '../schemas/event.ts'
import { agentIdTaken, callIdTaken, queueIdTaken } from '../schemas/ids.ts'
import { type BoardPart, wantsBoard } from '../stream/board-frames.ts'
import { mustFollow, type StreamFilter } from '../stream/filter.ts'
import { startOf } from '../stream/position.ts'
import { serveReader } from '../stream/serve-reader.ts'
import { snapshotOf } from '../stream/snapshot-of.ts'
import type { Principal } from '../tokens.ts'
import { type Checked, invalid } from '../validate.ts'

const HEARTBEAT_MS = 15_000
const STALL_MS = 10_000

export const streamEvents = route({
  method: 'get',
  path: '/v1/events',
  operationId: 'streamEvents',
  scope: 'events:read',
  summary: 'What happens, as it happens',
  description: [
    'Server-sent events: `id` is the cursor, `event` the CloudEvents type, `data` the CloudEvent.',
    '`cti.stream.opened` comes first and says after which cursor the events come. To get the whole picture, read',
    'GET /v1/snapshot and open the stream with `after` its cursor. After a break go on with the last id, by',
    '`Last-Event-ID` (a browser does so by itself) or `after`: nothing is missed, and nothing comes twice.',
    'Blocks without data come at least every 15 seconds and carry an id too. A reader that takes too little for too',
    'long gets `cti.stream.dropped` with its cursor, one that is there when the service stops `cti.stream.closed`;',
    'both may come back at once. One whose key was revoked or has expired gets `cti.stream.revoked`. Filters: an event must pass all that are given. `queueId` and `agentId` let pass',
    'their own events and those of calls, and recordings of calls, while they are that queue’s or that agent’s.',
    '`cti.wallboard.queue.v1` says how a queue looks now, one for each queue at first, then at most one a second while it',
    'changes; it is told only to who asks for its type, and never again: its `id` is the cursor of the facts before it.',
    'A browser’s EventSource can’t send a token: it gets a ticket for each time that it opens the stream.',
  ].join(' '),
  tag: 'events',
  access: 'ticket',
  params: {},
  query: z.strictObject({
    after: z
      .string()
      .optional()
      .meta({
        description: 'The cursor after which to begin. Without it and `Last-Event-ID`: from now on.',
        examples: ['site_main-4711'],
      }),
    types: eventTypesTaken.optional(),
    callId: callIdTaken.optional(),
    queueId: queueIdTaken.optional(),
    agentId: agentIdTaken.optional(),
    siteId: z.string().optional().meta({ description: 'The site; every service has one.' }),
    ticket: z.string().optional().meta({ description: 'Instead of a token.' }),
  }),
  body: nothing,
  success: {
    status: 200,
    description: 'The stream; the schema is that of `data`.',
    contentType: 'text/event-stream',
    schema: cloudEvent,
  },
  problems: ['stream-full', 'store-unavailable', 'tickets-unavailable'],
  async handle({ query, header, principal }, deps) {
    const { after, siteId, ticket: _, ...filter } = query
    const { feed, heartbeatMs = HEARTBEAT_MS, stallMs = STALL_MS } = deps.stream
    if (siteId !== undefined && siteId !== deps.config.siteId)
      return invalid([{ in: 'query', pointer: '#/siteId', detail: 'this service’s own site' }])
    const start = await startOf(deps, after, header('last-event-id'))
    if (!start.ok) return start.problem
    const boarded = await boardOf(deps, principal, filter)
    if (!boarded.ok) return boarded.problem
    if (!feed.admits()) return problem('stream-full')
    const options = {
      siteId: deps.config.siteId,
      afterPos: start.value,
      filter,
      rights: principal,
      heartbeatMs,
      // A store that is away says nothing against a key, and nothing is told without it.
      stillAllowed: async () => (await deps.tokens.principalOf(principal.id)).type !== 'refused',
    }
    const follow = mustFollow(filter) || !reachesAll(principal.reach)
    return {
      kind: 'live',
      status: 200,
      contentType: 'text/event-stream',
      // For reverse proxies, which would gather events until a buffer is full.
      headers: { 'X-Accel-Buffering': 'no' },
      stallMs,
      async write(sink) {
        const reader = feed.open(start.value, follow)
        const board = boarded.value?.()
        try {
          reader.leave(await serveReader(sink, reader, { ...options, board }))
        } finally {
          reader.leave('failed')
          board?.reader.leave()
        }
      },
    }
  },
})

/** Opens the wallboard for who asks for it, and may see queues; those that the client reaches as the stream begins. */
async function boardOf(
  deps: HttpDeps,
  principal: Principal,
  filter: StreamFilter,
): Promise<Checked<(() => BoardPart) | undefined>> {
  if (!wantsBoard(filter) || !principal.scopes.has('queues:read')) return { ok: true, value: undefined }
  const all = reachesAll(principal.reach)
  const within = all ? undefined : await idsWithin(deps, { principal }, 'queue')
  if (within?.ok === false) return within
  const one = filter.queueId === undefined ? undefined : [filter.queueId]
  const wanted = within?.value.filter((id) => one === undefined || one.includes(id as never)) ?? one
  const queueIds = wanted && new Set<string>(wanted)
  const { siteId } = deps.config
  return { ok: true, value: () => ({ reader: deps.board.open(), siteId, queueIds, now: deps.now }) }
}

export const issueTicket = route({
  method: 'post',
  path: '/v1/events/tickets',
  operationId: 'issueTicket',
  scope: 'events:read',
  summary: 'A ticket with which a browser can open the stream, once and soon',
  description:
    'Give it to the page, which opens `/v1/events?ticket=TICKET`, with `after` when it comes back.',
  tag: 'events',
  params: {},
  query: nothing,
  body: nothing,
  success: { status: 201, description: 'The ticket.', schema: ticket },
  problems: ['tickets-unavailable'],
  async handle({ principal }, deps) {
    const { ticketTtlMs } = deps.stream
    const expiresAt = new Date(Date.now() + ticketTtlMs).toISOString()
    const issued = await reach(deps, 'tickets', () => deps.tickets.issue(principal.id, ticketTtlMs))
    return issued.ok ? json(201, { ticket: issued.value, expiresAt }) : problem('tickets-unavailable')
  },
})

export const readSnapshot = route({
  method: 'get',
  path: '/v1/snapshot',
  operationId: 'readSnapshot',
  scope: 'events:read',
  summary: 'Everything that is live, and the cursor after which the stream goes on from it',
  description:
    'The one way to get right after a gap: forget what you held, take this, and open the stream with `after` ' +
    'the cursor.',
  tag: 'events',
  params: {},
  query: nothing,
  body: nothing,
  success: { status: 200, description: 'As of one moment.', schema: snapshot },
  problems: ['store-unavailable'],
  async handle({ principal }, deps) {
    const { siteId } = deps.config
    const present = await reach(deps, 'present', () => deps.stream.present.read(siteId))
    return present.ok ? json(200, snapshotOf(siteId, present.value, principal)) : present.problem
  },
})

export const events = [streamEvents, issueTicket, readSnapshot]
