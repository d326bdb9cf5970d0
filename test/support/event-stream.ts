/** Readers of the live stream that take it as a browser does. */
import { get, type IncomingMessage } from 'node:http'
import { createParser } from 'eventsource-parser'

export interface Event {
  readonly id: string | undefined
  readonly type: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of many shapes
  readonly data: any
}

/** Something that comes bit by bit, and can be waited for. */
export class Awaited<T> {
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

export class EventReader {
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

  /** Resolves when an event has come of which this holds. */
  async until(holds: (event: Event) => boolean): Promise<void> {
    await this.#events.until((all) => all.some((event) => holds(event)))
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

/** Resolves when the head of the answer is there. `paused`: nothing is taken until `read`. */
export async function readEvents(
  url: string,
  headers: Readonly<Record<string, string>>,
  paused = false,
): Promise<EventReader> {
  const res = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers }, resolve).once('error', reject)
  })
  return new EventReader(res, paused)
}
