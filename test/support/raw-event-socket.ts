import { connect, type Socket } from 'node:net'

/**
 * FreeSWITCH's event socket at its barest, for tests that must not lean on the adapter under test. Frames are headers,
 * an empty line, and Content-Length bytes (mod_event_socket.c).
 */

export type SwitchEvent = Readonly<Record<string, string>>

interface Frame {
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

interface Waiting {
  readonly matches: (event: SwitchEvent) => boolean
  readonly done: (event: SwitchEvent) => void
}

const REPLY_MS = 10_000
const MAX_EVENTS = 10_000

export class RawEventSocket {
  readonly #socket: Socket
  readonly #replies: ((reply: string) => void)[] = []
  readonly #waiting = new Set<Waiting>()
  /** Every event so far, oldest first; the oldest are dropped beyond ten thousand. */
  readonly events: SwitchEvent[] = []
  #unread: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#unread = Buffer.concat([this.#unread, chunk])
      for (let frame = this.#nextFrame(); frame !== undefined; frame = this.#nextFrame()) this.#take(frame)
    })
  }

  /** Connects and authenticates; rejects when either fails. */
  static async open(port: number, password: string): Promise<RawEventSocket> {
    const socket = connect(port, '127.0.0.1')
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve()
      })
    })
    socket.on('error', () => socket.destroy())
    const own = new RawEventSocket(socket)
    const reply = await own.send(`auth ${password}`)
    if (reply.startsWith('+OK')) return own
    own.close()
    throw new Error(`the event socket refused: ${reply}`)
  }

  /** One command; resolves with the reply's text or body, trimmed. */
  send(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const expire = setTimeout(() => reject(new Error(`no reply to ${command.split(' ')[0]}`)), REPLY_MS)
      this.#replies.push((reply) => {
        clearTimeout(expire)
        resolve(reply.trim())
      })
      this.#socket.write(`${command}\n\n`)
    })
  }

  api(command: string): Promise<string> {
    return this.send(`api ${command}`)
  }

  subscribe(names: readonly string[]): Promise<string> {
    return this.send(`event json ${names.join(' ')}`)
  }

  /** The first event of that name, past or future, whose fields are as given. */
  waitFor(name: string, fields: SwitchEvent, withinMs: number): Promise<SwitchEvent> {
    const wanted = { 'Event-Name': name, ...fields }
    const matches = (event: SwitchEvent): boolean =>
      Object.entries(wanted).every(([field, value]) => event[field] === value)
    const past = this.events.find(matches)
    if (past !== undefined) return Promise.resolve(past)
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        matches,
        done: (event) => {
          clearTimeout(expire)
          this.#waiting.delete(waiting)
          resolve(event)
        },
      }
      const expire = setTimeout(() => {
        this.#waiting.delete(waiting)
        reject(new Error(`no ${name} within ${withinMs} ms; came: ${this.events.map(nameOf).join(', ')}`))
      }, withinMs)
      this.#waiting.add(waiting)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #nextFrame(): Frame | undefined {
    const end = this.#unread.indexOf('\n\n')
    if (end < 0) return undefined
    const headers = new Map<string, string>()
    for (const line of this.#unread.subarray(0, end).toString('utf8').split('\n')) {
      const colon = line.indexOf(': ')
      if (colon > 0) headers.set(line.slice(0, colon), line.slice(colon + 2))
    }
    const bodyEnd = end + 2 + Number(headers.get('Content-Length') ?? 0)
    if (this.#unread.length < bodyEnd) return undefined
    const body = this.#unread.subarray(end + 2, bodyEnd).toString('utf8')
    this.#unread = this.#unread.subarray(bodyEnd)
    return { headers, body }
  }

  #take({ headers, body }: Frame): void {
    const type = headers.get('Content-Type')
    if (type === 'api/response' || type === 'command/reply') {
      this.#replies.shift()?.(type === 'api/response' ? body : (headers.get('Reply-Text') ?? ''))
    } else if (type === 'text/event-json') {
      const event = JSON.parse(body) as SwitchEvent
      if (this.events.push(event) > MAX_EVENTS) this.events.shift()
      for (const waiting of [...this.#waiting]) if (waiting.matches(event)) waiting.done(event)
    }
  }
}

function nameOf(event: SwitchEvent): string {
  return event['Event-Name'] ?? '?'
}
