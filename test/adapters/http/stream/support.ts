/** A live stream over a real journal and a real doorbell, and readers that take it as a browser does. */
import type { StreamDeps } from '../../../../src/adapters/http/deps.ts'
import { createRedisStore, type RedisStore } from '../../../../src/adapters/redis/create-redis.ts'
import type { JournalRow } from '../../../../src/domain/fact.ts'
import { silentLog } from '../../../../src/lib/log.ts'
import { createLiveFeed, type LiveFeed } from '../../../../src/runtime/live-feed.ts'
import type { View } from '../../../../src/runtime/ports.ts'
import type { ReaderEnd, StreamObserver } from '../../../../src/runtime/stream.ts'
import { siteId } from '../../../domain/support/story.ts'
import { Awaited, type EventReader, readEvents } from '../../../support/event-stream.ts'
import { type OwnRedis, ownRedis } from '../../../support/redis.ts'
import { freshStore, type TestStore } from '../../store/support.ts'
import { type Api, siteIdOf, startApi, TOKEN, World } from '../support.ts'

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
  readonly #readers: EventReader[] = []

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

  async open({
    query = '',
    headers = {},
    token = TOKEN,
    paused = false,
  }: OpenOptions = {}): Promise<EventReader> {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` }
    const url = `${this.api.origin}/v1/events${query}`
    const reader = await readEvents(url, { ...authorization, ...headers }, paused)
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
