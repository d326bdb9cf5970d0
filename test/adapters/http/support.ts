/** A listening API over ports held in memory, and what tests need to look at it. */
import { createHmac } from 'node:crypto'
import { ulid } from 'ulid'
import { afterEach } from 'vitest'
import type {
  HttpConfig,
  HttpDeps,
  PromptsDeps,
  Readiness,
  StreamDeps,
} from '../../../src/adapters/http/deps.ts'
import { createHttp, type Http } from '../../../src/adapters/http/http.ts'
import { createKeyVerifier } from '../../../src/adapters/http/key-verifier.ts'
import type { FinishedRequest } from '../../../src/adapters/http/request-context.ts'
import { createTokens, everything } from '../../../src/adapters/http/tokens.ts'
import { isWithin } from '../../../src/adapters/http/within.ts'
import type { AccessNote } from '../../../src/domain/access/facts.ts'
import { explainAgent, explainAgents, explainWait } from '../../../src/domain/acd/explain.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { accessIdFrom, broadcastIdFrom, callIdFrom, keyIdFrom, parseSiteId } from '../../../src/domain/ids.ts'
import { planFaults } from '../../../src/domain/plan/check.ts'
import { viewBroadcast, viewPlans } from '../../../src/domain/plan/view.ts'
import { initialState, type SiteState } from '../../../src/domain/site/state.ts'
import type { QueueFigures } from '../../../src/domain/site/view.ts'
import { viewCallbacks } from '../../../src/domain/site/view-callbacks.ts'
import { flowIn, viewFlows, viewNumbers } from '../../../src/domain/site/view-flows.ts'
import { type Log, silentLog } from '../../../src/lib/log.ts'
import type { AccessLogPort } from '../../../src/runtime/access.ts'
import { createAccessNotes } from '../../../src/runtime/access-notes.ts'
import type { AgentHistoryPort } from '../../../src/runtime/agent-history.ts'
import type { CallRecordsPort } from '../../../src/runtime/call-records.ts'
import type { EndpointDesk } from '../../../src/runtime/endpoints.ts'
import { createBoardFeed } from '../../../src/runtime/figures/board-feed.ts'
import type { QueueBoard } from '../../../src/runtime/figures/wallboard.ts'
import type { FlowDesk } from '../../../src/runtime/flow-desk.ts'
import type {
  ApiCommand,
  DispatchOptions,
  DispatchOutcome,
  SiteGateway,
} from '../../../src/runtime/gateway.ts'
import { createLiveFeed } from '../../../src/runtime/live-feed.ts'
import type { NodeLook } from '../../../src/runtime/node-report.ts'
import type { Playback } from '../../../src/runtime/playback.ts'
import {
  type IdempotencyPort,
  PortUnavailable,
  type View,
  type ViewQuery,
  type ViewsPort,
} from '../../../src/runtime/ports.ts'
import { type TicketsPort, unobservedStream } from '../../../src/runtime/stream.ts'
import { KeysInMemory } from './keys-in-memory.ts'

export const TOKEN = 'test-token-of-the-his-0001'
export const OTHER_TOKEN = 'test-token-of-another-0002'
export const READY: Readiness = {
  owner: { ok: true },
  database: { ok: true },
  redis: { ok: true },
  switch: { ok: true },
}

export function siteIdOf(text: string) {
  const parsed = parseSiteId(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.id
}
export const SITE = siteIdOf('site_main')

/** A site without webhooks, to which none can be added. */
const NO_WEBHOOKS: HttpDeps['webhooks'] = {
  registry: {
    list: async () => [],
    get: async () => undefined,
    create: async () => 'full',
    replace: async () => ({ type: 'unknown' }),
    setState: async () => undefined,
    remove: async () => false,
    secrets: async () => undefined,
    addSecret: async () => 'unknown',
    standings: async () => [],
    deadLetters: async () => [],
    deadLetter: async () => undefined,
    deadLetterReplayed: async () => undefined,
    row: async () => undefined,
    replayFrom: async () => ({ type: 'noted', subjects: 0 }),
  },
  desk: {
    newWebhookId: () => `webhook_${ulid()}`,
    newSecret: () => 'whsec_',
    targetFault: async () => undefined,
    test: async () => ({ type: 'delivered', status: 204, durationMs: 1 }),
    redeliver: async () => undefined,
  },
}

/** The outside of the API. Tests set what it answers and look at what it was asked. */
export class World {
  readonly dispatched: { command: ApiCommand; options: DispatchOptions }[] = []
  /** What was noted for auditors; not among `dispatched`. */
  readonly noted: { note: AccessNote; options: DispatchOptions }[] = []
  /** What the site's owner says to that. */
  noting: () => DispatchOutcome | Promise<DispatchOutcome> = () => ({ type: 'accepted' })
  readonly viewed: ViewQuery[] = []
  readonly logged: { level: keyof Log; obj: object; msg: string }[] = []
  readonly finished: FinishedRequest[] = []
  readonly kept = new Map<string, { bodyHash: string; status?: number; body?: string }>()
  views: View[] = []
  rows: JournalRow[] = []
  readiness: () => Promise<Readiness> = async () => READY
  outcome: () => DispatchOutcome | Promise<DispatchOutcome> = () => ({ type: 'accepted' })
  figures: () => Promise<readonly QueueFigures[] | undefined> = async () => []
  nodes: () => readonly NodeLook[] | undefined = () => []
  playback: Pick<Playback, 'find'> = { find: async () => ({ type: 'unknown' }) }

  /** What the owner tells of flows and numbers. */
  site: SiteState = initialState(SITE)
  /** What is asked about flows: nothing is one, and no file holds any. */
  flows: FlowDesk = {
    check: async () => ({ ok: false, faults: [] }),
    ofFile: async () => null,
    checkPlan: async (plan) => planFaults(this.site, plan),
    missingPrompts: async (names) => names.filter((name) => name.startsWith('missing')),
    readAgain: () => {},
  }

  /** No prompt is there, and none can be written. */
  prompts: PromptsDeps = {
    library: {
      list: async () => [],
      read: async () => undefined,
      put: async () => ({ type: 'full' }),
      canBeMade: () => true,
      remove: async () => ({ type: 'unknown' }),
    },
    usedBy: async () => [],
    changed: () => {},
  }

  /** A site without phones. */
  endpoints: EndpointDesk = {
    list: async () => [],
    get: async () => undefined,
    put: async () => ({ type: 'full' }),
    rotate: async () => ({ type: 'unknown' }),
    remove: async () => 'unknown',
  }

  readonly gateway: SiteGateway = {
    dispatch: async (_, command, options) => {
      if (command.type === 'noteAccess') {
        this.noted.push({ note: command.note, options })
        return this.noting()
      }
      this.dispatched.push({ command, options })
      return this.outcome()
    },
    figures: () => this.figures(),
    flows: async () => viewFlows(this.site),
    flow: async (_, flowId, version) => flowIn(this.site, flowId, version) ?? null,
    numbers: async () => viewNumbers(this.site),
    callbacks: async (_, queueId) => viewCallbacks(this.site, queueId),
    plans: async () => viewPlans(this.site),
    broadcast: async (_, broadcastId) => viewBroadcast(this.site, broadcastId) ?? null,
    nodes: async () => this.nodes(),
    wait: async (_, { callId, ...paged }) => {
      const told = explainWait(this.site, callId, this.now())
      return told ? { ...told, page: explainAgents(this.site, callId, paged, this.now()) } : null
    },
    waitAgent: async (_, callId, agentId) => explainAgent(this.site, callId, agentId, this.now()) ?? null,
  }

  readonly viewsPort: ViewsPort = {
    list: async (query) => {
      this.viewed.push(query)
      return this.views
        .filter((view) => view.kind === query.kind && matches(view, query))
        .sort((a, b) => compare(a, b, query.kind))
        .filter((view) => !query.after || compare(query.after, view, query.kind) < 0)
        .slice(0, query.limit)
    },
    get: async (_, kind, id) => this.views.find((view) => view.kind === kind && view.id === id),
  }

  webhooks: HttpDeps['webhooks'] = NO_WEBHOOKS

  /** What API keys are judged by: moved on by tests. */
  readonly clock = {
    now: () => Date.now() + this.ahead,
    wall: () => Date.now() + this.ahead,
    monotonic: () => this.ahead,
  }
  ahead = 0

  readonly journal = {
    readSubject: async (_: string, subject: string): Promise<readonly JournalRow[]> =>
      this.rows.filter((row) => row.subject === subject),
  }

  readonly idempotency: IdempotencyPort = {
    begin: async (scope, key, bodyHash) => {
      const found = this.kept.get(`${scope} ${key}`)
      if (!found) {
        this.kept.set(`${scope} ${key}`, { bodyHash })
        return { type: 'new' }
      }
      if (found.bodyHash !== bodyHash) return { type: 'mismatch' }
      const { status, body } = found
      return status === undefined || body === undefined ? { type: 'running' } : { type: 'done', status, body }
    },
    finish: async (scope, key, status, body) => {
      const found = this.kept.get(`${scope} ${key}`)
      if (found) Object.assign(found, { status, body })
    },
    abandon: async (scope, key) => {
      this.kept.delete(`${scope} ${key}`)
    },
  }

  /** Not started: tests of the stream bring their own. */
  stream: StreamDeps = {
    feed: createLiveFeed({
      siteId: SITE,
      journal: { ...this.journal, head: async () => 0, read: async () => [] },
      doorbell: { listen: () => () => {} },
      clock: Date,
      observer: unobservedStream,
      maxReaders: 10,
      log: silentLog,
    }),
    present: { read: async () => ({ pos: 0, views: this.views }) },
    ticketTtlMs: 30_000,
  }

  tickets: TicketsPort = {
    issue: async () => {
      throw new PortUnavailable('no tickets here')
    },
    redeem: async () => undefined,
  }

  readonly keys = new KeysInMemory()
  accessLog: AccessLogPort = { list: async () => [] }
  /** Private fields by call and name. */
  readonly sealed = new Map<string, ReadonlyMap<string, string>>()
  privateFields: HttpDeps['privateFields'] = {
    readSome: async (_, callId, isWanted) =>
      new Map([...(this.sealed.get(callId) ?? [])].filter(([name]) => isWanted(name))),
  }

  callRecords: CallRecordsPort = { list: async () => [], get: async () => undefined }
  agentHistory: AgentHistoryPort = { between: async () => [] }
  figuresPort: HttpDeps['figures'] = { queues: async () => [], agents: async () => [] }
  wallboard: () => readonly QueueBoard[] | undefined = () => []
  readonly board = createBoardFeed({ ask: async () => this.wallboard(), everyMs: 20, log: silentLog })
  now: () => number = Date.now

  /** Everything as it was given to be logged, before any redaction. */
  readonly log: Log = {
    debug: (obj, msg) => this.logged.push({ level: 'debug', obj, msg }),
    info: (obj, msg) => this.logged.push({ level: 'info', obj, msg }),
    warn: (obj, msg) => this.logged.push({ level: 'warn', obj, msg }),
    error: (obj, msg) => this.logged.push({ level: 'error', obj, msg }),
  }
}

function matches(view: View, { state, queueId, agentId, reach }: ViewQuery): boolean {
  return (
    (reach === undefined || isWithin({ principal: { ...everything('x'), reach } }, view)) &&
    (state === undefined || view.state === state) &&
    (queueId === undefined || view.queueId === queueId) &&
    (agentId === undefined || view.agentId === agentId)
  )
}

function compare(a: Pick<View, 'orderAt' | 'id'>, b: Pick<View, 'orderAt' | 'id'>, kind: View['kind']) {
  const byId = a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  if (kind !== 'call' && kind !== 'recording') return byId
  return a.orderAt !== b.orderAt ? b.orderAt - a.orderAt : -byId
}

export interface Api {
  readonly world: World
  readonly http: Http
  readonly origin: string
  readonly port: number
  /** Asks with the HIS's token. Gives the answer and its JSON. */
  ask(path: string, init?: Ask): Promise<Answer>
}

export interface Ask {
  method?: string
  headers?: Record<string, string>
  json?: unknown
  body?: string
  token?: string | null
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly json: any
}

const open: Http[] = []
afterEach(async () => {
  for (const http of open.splice(0)) await http.close()
})

/** What one site's API works with. */
export function depsOf(world: World, config: Partial<HttpConfig> = {}): HttpDeps {
  const siteId = config.siteId ?? SITE
  return {
    config: {
      siteId: SITE,
      host: '127.0.0.1',
      port: 0,
      version: '0.0.0-test',
      commandTimeoutMs: 5_000,
      readTimeoutMs: 5_000,
      maxKeyDays: 365,
      ...config,
    },
    gateway: world.gateway,
    views: world.viewsPort,
    journal: world.journal,
    idempotency: world.idempotency,
    flows: world.flows,
    endpoints: world.endpoints,
    prompts: world.prompts,
    stream: world.stream,
    tickets: world.tickets,
    callRecords: world.callRecords,
    agentHistory: { between: (...asked) => world.agentHistory.between(...asked) },
    figures: {
      queues: (query) => world.figuresPort.queues(query),
      agents: (query, now) => world.figuresPort.agents(query, now),
    },
    board: world.board,
    now: () => world.now(),
    webhooks: world.webhooks,
    playback: { find: (recordingId, options) => world.playback.find(recordingId, options) },
    readiness: () => world.readiness(),
    metrics: {
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      render: async () => 'cti_site_owner 1\n',
      http: { request: (finished) => world.finished.push(finished) },
    },
    log: world.log,
    tokens: createKeyVerifier({
      siteId,
      keys: world.keys,
      fixed: createTokens([
        { principalId: 'his', token: TOKEN },
        { principalId: 'other', token: OTHER_TOKEN },
      ]),
      clock: world.clock,
      log: world.log,
    }),
    keys: world.keys,
    access: createAccessNotes({
      gateway: world.gateway,
      siteId,
      timeoutMs: 5_000,
      newAccessId: () => accessIdFrom(ulid()),
      log: world.log,
    }),
    accessLog: world.accessLog,
    privateFields: world.privateFields,
    ids: {
      newCallId: () => callIdFrom(ulid()),
      newKeyId: () => keyIdFrom(ulid()),
      newBroadcastId: () => broadcastIdFrom(ulid()),
    },
    hashNumber: (number) => createHmac('sha256', 'a test key').update(number).digest('hex'),
  }
}

export async function startApi(world = new World(), config: Partial<HttpConfig> = {}): Promise<Api> {
  return listening(createHttp(depsOf(world, config)), world)
}

/** Of the service on which `world` is the first site; closed after the test. */
export async function listening(http: Http, world: World): Promise<Api> {
  open.push(http)
  const { port } = await http.listen()
  const origin = `http://127.0.0.1:${port}`
  return { world, http, origin, port, ask: (path, init) => ask(origin + path, init) }
}

export async function ask(url: string, init: Ask = {}): Promise<Answer> {
  const { method, headers = {}, json, body, token = TOKEN } = init
  const sent = json === undefined ? body : JSON.stringify(json)
  const response = await fetch(url, {
    method: method ?? (sent === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent !== undefined && { body: sent }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? JSON.parse(text) : undefined,
  }
}

/** The code of a problem document. Undefined when the answer isn't one. */
export function codeOf({ headers, json }: Answer): string | undefined {
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return undefined
  return String(json.type).replace('urn:cti-bridge:problem:', '')
}

/** A promise that the test settles. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
