/** A live stream over a real journal and a real doorbell, and readers that take it as a browser does. */
import { get, type IncomingMessage } from 'node:http'
import { createParser } from 'eventsource-parser'
import type { StreamDeps } from '../../../../src/adapters/http/deps.ts'
import { createRedisStore, type RedisStore } from '../../../../src/adapters/redis/create-redis.ts'
import type { JournalRow } from '../../../../src/domain/fact.ts'
import { silentLog } from '../../../../src/lib/log.ts'
import { createLiveFeed, type LiveFeed } from '../../../../src/runtime/live-feed.ts'
import type { View } from '../../../../src/runtime/ports.ts'
import type { ReaderEnd, StreamObserver } from '../../../../src/runtime/stream.ts'
import { siteId } from '../../../domain/support/story.ts'
import { type OwnRedis, ownRedis } from '../../../support/redis.ts'
import { freshStore, type TestStore } from '../../store/support.ts'
import { type Api, siteIdOf, startApi, TOKEN, World } from '../support.ts'

export interface Event {
  readonly id: string | undefined
  readonly type: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of many shapes
  readonly data: any
}

/** Something that comes bit by bit, and can be waited for. */
class Awaited<T> {
  readonly all: T[] = []
  #look = new Set<() => void>()

  add(item: T): void {
    this.all.push(item)
    for (const look of [...this.#look]) look()
  }

  async until(met: (all: readonly T[]) => boolean): Promise<readonly T[]> {
    while (!met(this.all)) {
      await new Promise<void>((resolve) => {
        const look = () => {
          this.#look.delete(look)
          resolve()
        }
        this.#look.add(look)
      })
    }
    return this.all
  }
}

export class Reader {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly #res: IncomingMessage
  readonly #events = new Awaited<Event>()
  readonly #raw = new Awaited<string>()
  readonly ended: Promise<void>

  constructor(res: IncomingMessage, paused: boolean) {
    this.#res = res
    this.status = res.statusCode ?? 0
    this.headers = res.headers
    const parser = createParser({
      onEvent: ({ id, event, data }) => this.#events.add({ id, type: event, data: JSON.parse(data) }),
    })
    res.setEncoding('utf8')
    if (!paused) this.take(parser.feed.bind(parser))
    else this.read = () => this.take(parser.feed.bind(parser))
    this.ended = new Promise((resolve) => {
      res.once('close', resolve)
    })
  }

  /** Begins to read, where it was opened paused. */
  read = () => {}

  private take(feed: (text: string) => void): void {
    this.#res.on('data', (text: string) => {
      feed(text)
      this.#raw.add(text)
    })
  }

  /** All events so far, without those that the stream tells of itself. */
  get events(): Event[] {
    return this.#events.all.filter(({ type }) => !type?.startsWith('cti.stream.'))
  }

  get ids(): (string | undefined)[] {
    return this.events.map(({ id }) => id)
  }

  get types(): (string | undefined)[] {
    return this.events.map(({ type }) => type)
  }

  async untilEvents(count: number): Promise<Event[]> {
    await this.#events.until(() => this.events.length >= count)
    return this.events
  }

  async notice(type: string): Promise<Event> {
    const found = () => this.#events.all.find((event) => event.type === type)
    await this.#events.until(() => found() !== undefined)
    const event = found()
    if (!event) throw new Error(type)
    return event
  }

  /** Resolves when what came over the wire holds this. */
  async untilRaw(text: string | RegExp): Promise<string> {
    const raw = () => this.#raw.all.join('')
    await this.#raw.until(() => (typeof text === 'string' ? raw().includes(text) : text.test(raw())))
    return raw()
  }

  leave(): Promise<void> {
    this.#res.destroy()
    return this.ended
  }
}

export interface OpenOptions {
  readonly query?: string
  readonly headers?: Record<string, string>
  readonly token?: string | null
  readonly paused?: boolean
}

export class StreamSite {
  readonly api: Api
  readonly store: TestStore
  readonly redis: RedisStore
  readonly feed: LiveFeed
  readonly gone: Awaited<ReaderEnd>
  readonly #readers: Reader[] = []

  constructor(parts: Pick<StreamSite, 'api' | 'store' | 'redis' | 'feed' | 'gone'>) {
    this.api = parts.api
    this.store = parts.store
    this.redis = parts.redis
    this.feed = parts.feed
    this.gone = parts.gone
  }

  /** Facts become durable, and the doorbell rings. */
  async append(rows: readonly JournalRow[], views: readonly View[] = []): Promise<void> {
    const outcome = await this.store.journal.append({ siteId, rows, views, privateFields: [] })
    if (outcome.type !== 'appended') throw new Error(outcome.type)
    this.redis.doorbell.ring(siteId, rows.at(-1)?.pos ?? 0)
  }

  async open({ query = '', headers = {}, token = TOKEN, paused = false }: OpenOptions = {}): Promise<Reader> {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` }
    const res = await new Promise<IncomingMessage>((resolve, reject) => {
      get(
        `${this.api.origin}/v1/events${query}`,
        { headers: { ...authorization, ...headers } },
        resolve,
      ).once('error', reject)
    })
    const reader = new Reader(res, paused)
    this.#readers.push(reader)
    return reader
  }

  async close(): Promise<void> {
    for (const reader of this.#readers) await reader.leave()
    await this.feed.close()
    await this.redis.close()
    await this.store.close()
  }
}

export interface SiteOptions extends Partial<Pick<StreamDeps, 'heartbeatMs' | 'stallMs'>> {
  readonly maxReaders?: number
  readonly ringFacts?: number
  /** What is in the journal before the feed begins. */
  readonly before?: readonly JournalRow[]
  readonly world?: World
}

/** One Redis for a test file. */
export class StreamSites {
  #own: OwnRedis | undefined
  #sites: StreamSite[] = []

  async begin(): Promise<void> {
    this.#own = await ownRedis()
  }

  get server(): OwnRedis {
    if (!this.#own) throw new Error('not begun')
    return this.#own
  }

  async start(options: SiteOptions = {}): Promise<StreamSite> {
    const { maxReaders = 10, ringFacts, before = [], world = new World(), ...stream } = options
    const store = await freshStore()
    if (before.length > 0) {
      const outcome = await store.journal.append({ siteId, rows: before, views: [], privateFields: [] })
      if (outcome.type !== 'appended') throw new Error(outcome.type)
    }
    const redis = createRedisStore({ address: this.server.server, log: silentLog })
    await redis.ready()
    const gone = new Awaited<ReaderEnd>()
    const observer: StreamObserver = {
      followed: () => {},
      readerCame: () => {},
      readerWent: (why) => gone.add(why),
      readerRefused: () => {},
    }
    const feed = createLiveFeed({
      siteId,
      journal: store.journal,
      doorbell: redis.doorbell,
      clock: Date,
      observer,
      maxReaders,
      log: world.log,
      // A ring that is lost while the line comes up.
      pollMs: 50,
      ...(ringFacts !== undefined && { ringFacts }),
    })
    feed.start()
    world.stream = { feed, present: store.present, ticketTtlMs: 30_000, ...stream }
    world.tickets = redis.tickets
    world.callRecords = store.callRecords
    const api = await startApi(world, { siteId: siteIdOf(siteId) })
    const site = new StreamSite({ api, store, redis, feed, gone })
    this.#sites.push(site)
    return site
  }

  async closeSites(): Promise<void> {
    for (const site of this.#sites.splice(0)) await site.close()
  }

  async end(): Promise<void> {
    await this.#own?.remove()
  }
}
