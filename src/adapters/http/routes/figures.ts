import { z } from 'zod'
import type { AgentFigureRow, FiguresQuery, QueueFigureRow } from '../../../runtime/figures/port.ts'
import { INTERVALS, type Interval } from '../../../runtime/figures/spans.ts'
import { asAsked } from '../call-filters.ts'
import type { Asking } from '../denials.ts'
import type { HttpDeps } from '../deps.ts'
import { idsAsked, MOST_DAYS, MOST_DAYS_OF_ALL, spanAsked } from '../figures-asked.ts'
import { agentTable, queueTable, shownAgent, shownQueue } from '../figures-shown.ts'
import { DEFAULT_LIMIT, pageOfItems, pageQuery } from '../page.ts'
import { reach } from '../reach.ts'
import { route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { agentFiguresPage, queueFiguresPage } from '../schemas/figures.ts'
import { spanFilter } from '../schemas/filters.ts'
import { agentIdTaken, queueIdTaken } from '../schemas/ids.ts'
import type { Checked } from '../validate.ts'

const QUEUES = '/v1/figures/queues'
const AGENTS = '/v1/figures/agents'
/** Rows in one go of an export. */
const CSV_PAGE = 500
const MOST_IDS = 100

const ABOUT =
  'Counted from the journal, about a second after it happens. By quarters of an hour, half hours, hours, or days of ' +
  'China Standard Time (UTC+08:00). An interval in which nothing happened is left out. '

/** Ids with commas between them. */
function ids(one: z.ZodType<string, string>, example: string) {
  return z
    .string()
    .transform((text, context) => {
      const all = text.split(',')
      if (all.length <= MOST_IDS && all.every((id) => one.safeParse(id).success)) return all
      context.addIssue({ code: 'custom', message: `at most ${MOST_IDS} ids, separated by commas` })
      return z.NEVER
    })
    .optional()
    .meta({
      type: 'string',
      description: `Of these, at most ${MOST_IDS}, separated by commas; of all without.`,
      examples: [example],
    })
}

const span = {
  from: spanFilter.from.meta({
    description: 'From the interval on in which this moment lies; today unless told.',
  }),
  to: spanFilter.to.meta({ description: 'Up to this moment; now unless told.' }),
  interval: z
    .enum(INTERVALS)
    .default('60')
    .meta({ description: 'How long each is: 15, 30 or 60 minutes, or a day of the site.' }),
}
const queueQuery = { ...span, queueIds: ids(queueIdTaken, 'queue_appointments,queue_emergency') }
const agentQuery = { ...span, agentIds: ids(agentIdTaken, 'agent_li-na') }

interface Asked {
  readonly interval: Interval
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly queueIds?: string[] | undefined
  readonly agentIds?: string[] | undefined
}

/** What the store is asked. */
async function taken(
  deps: HttpDeps,
  asking: Asking,
  asked: Asked,
  kind: 'queue' | 'agent',
): Promise<Checked<Omit<FiguresQuery, 'limit'>>> {
  const named = kind === 'queue' ? asked.queueIds : asked.agentIds
  const ofWhom = await idsAsked(deps, asking, kind, named)
  if (!ofWhom.ok) return ofWhom
  const isMany = kind === 'agent' && (ofWhom.value === undefined || ofWhom.value.length > MOST_IDS)
  const time = spanAsked(asked, isMany ? MOST_DAYS_OF_ALL : MOST_DAYS, deps.now())
  if (!time.ok) return time
  return { ok: true, value: { siteId: deps.config.siteId, ...time.value, ids: ofWhom.value } }
}

/** The span as it was taken: the pages of a list go on with it, whatever time it has become. */
function again(asked: Asked, { from, to }: Pick<FiguresQuery, 'from' | 'to'>) {
  const { interval, queueIds, agentIds } = asked
  return { ...asAsked({ from, to }), interval, queueIds: queueIds?.join(','), agentIds: agentIds?.join(',') }
}

export const readQueueFigures = route({
  method: 'get',
  path: QUEUES,
  operationId: 'readQueueFigures',
  scope: 'queues:read',
  summary:
    'What came of callers, by queue and interval: service level, rates, waits, handling times (服务水平)',
  description:
    `${ABOUT}Everything counts to the interval in which the caller came into the queue. ` +
    'Of a week at most by 15 and 30 minutes, of a month by hours, of 400 days by days.',
  tag: 'figures',
  params: {},
  query: z.strictObject({ ...queueQuery, ...pageQuery }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page, by interval, then id.',
    schema: queueFiguresPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['queue-unknown', 'invalid', 'store-unavailable'],
  async handle(request, deps) {
    const { limit = DEFAULT_LIMIT, cursor: after, ...asked } = request.query
    const query = await taken(deps, request, asked, 'queue')
    if (!query.ok) return query.problem
    const found = await reach(deps, 'figures', () =>
      deps.figures.queues({ ...query.value, after, limit: limit + 1 }),
    )
    if (!found.ok) return found.problem
    const items = found.value.map((row) => ({ orderAt: row.at, id: row.queueId, row }))
    const page = { path: QUEUES, limit, filters: again(asked, query.value) }
    return pageOfItems(items, page, ({ row }) => shownQueue(row, asked.interval))
  },
})

export const readAgentFigures = route({
  method: 'get',
  path: AGENTS,
  operationId: 'readAgentFigures',
  scope: 'agents:read',
  summary: 'What agents did, by interval: offers, handling times, states, occupancy (坐席利用率)',
  description:
    `${ABOUT}Offers, and the talks that came of them, count to the interval of the offer; times to those in which they ` +
    'passed. Of as many days as those of queues where agents are named; else of one day, by days of a month. ' +
    'An agent sees only its own.',
  tag: 'figures',
  params: {},
  query: z.strictObject({ ...agentQuery, ...pageQuery }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page, by interval, then id.',
    schema: agentFiguresPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['agent-unknown', 'invalid', 'store-unavailable'],
  async handle(request, deps) {
    const { limit = DEFAULT_LIMIT, cursor: after, ...asked } = request.query
    const query = await taken(deps, request, asked, 'agent')
    if (!query.ok) return query.problem
    const found = await reach(deps, 'figures', () =>
      deps.figures.agents({ ...query.value, after, limit: limit + 1 }, deps.now()),
    )
    if (!found.ok) return found.problem
    const items = found.value.map((row) => ({ orderAt: row.at, id: row.agentId, row }))
    const page = { path: AGENTS, limit, filters: again(asked, query.value) }
    return pageOfItems(items, page, ({ row }) => shownAgent(row, asked.interval))
  },
})

const csv = (example: string) =>
  ({
    status: 200,
    description: 'The table.',
    contentType: 'text/csv',
    example,
    headers: { 'Content-Disposition': 'A name for the file.' },
  }) as const
const CSV_ABOUT =
  'CSV (RFC 4180, UTF-8) with a line of names, which are those of the JSON. Times are RFC 3339 in UTC, durations in ' +
  'milliseconds, shares between 0 and 1; what there is nothing of is empty. An answer that breaks off is incomplete: ' +
  'ask again.'

export const exportQueueFigures = route({
  method: 'get',
  path: `${QUEUES}.csv`,
  operationId: 'exportQueueFigures',
  scope: 'queues:read',
  summary: 'The figures of queues as one table',
  description: CSV_ABOUT,
  tag: 'figures',
  params: {},
  query: z.strictObject(queueQuery),
  body: nothing,
  success: csv(
    'queueId,from,to,arrived\r\nqueue_appointments,2026-03-02T00:00:00.000Z,2026-03-02T01:00:00.000Z,42\r\n',
  ),
  problems: ['queue-unknown', 'invalid', 'store-unavailable'],
  async handle(request, deps) {
    const query = await taken(deps, request, request.query, 'queue')
    if (!query.ok) return query.problem
    const { interval } = request.query
    const page = (after: FiguresQuery['after']) =>
      deps.figures.queues({ ...query.value, after, limit: CSV_PAGE })
    const first = await reach(deps, 'figures', () => page(undefined))
    if (!first.ok) return first.problem
    const rows = (all: readonly QueueFigureRow[], header: boolean) => queueTable(all, interval, header)
    return download(
      'queue-figures.csv',
      pages(first.value, page, ({ queueId }) => queueId, rows),
    )
  },
})

export const exportAgentFigures = route({
  method: 'get',
  path: `${AGENTS}.csv`,
  operationId: 'exportAgentFigures',
  scope: 'agents:read',
  summary: 'The figures of agents as one table',
  description: CSV_ABOUT,
  tag: 'figures',
  params: {},
  query: z.strictObject(agentQuery),
  body: nothing,
  success: csv(
    'agentId,from,to,offered\r\nagent_li-na,2026-03-02T00:00:00.000Z,2026-03-02T01:00:00.000Z,12\r\n',
  ),
  problems: ['agent-unknown', 'invalid', 'store-unavailable'],
  async handle(request, deps) {
    const query = await taken(deps, request, request.query, 'agent')
    if (!query.ok) return query.problem
    const { interval } = request.query
    const now = deps.now()
    const page = (after: FiguresQuery['after']) =>
      deps.figures.agents({ ...query.value, after, limit: CSV_PAGE }, now)
    const first = await reach(deps, 'figures', () => page(undefined))
    if (!first.ok) return first.problem
    const rows = (all: readonly AgentFigureRow[], header: boolean) => agentTable(all, interval, header)
    return download(
      'agent-figures.csv',
      pages(first.value, page, ({ agentId }) => agentId, rows),
    )
  },
})

function download(name: string, body: AsyncIterable<string>) {
  return {
    kind: 'stream',
    status: 200,
    contentType: 'text/csv; charset=utf-8; header=present',
    headers: { 'Content-Disposition': `attachment; filename="${name}"` },
    body,
  } as const
}

/** Page by page, so that a year needs no more memory than a day. Throws as `next` does. */
async function* pages<R extends { readonly at: number }>(
  first: readonly R[],
  next: (after: FiguresQuery['after']) => Promise<readonly R[]>,
  idOf: (row: R) => string,
  table: (rows: readonly R[], header: boolean) => string,
): AsyncIterable<string> {
  yield table([], true)
  for (let page = first; ; ) {
    if (page.length > 0) yield table(page, false)
    const last = page.at(-1)
    if (!last || page.length < CSV_PAGE) return
    page = await next({ orderAt: last.at, id: idOf(last) })
  }
}

export const figureRoutes = [readQueueFigures, exportQueueFigures, readAgentFigures, exportAgentFigures]
