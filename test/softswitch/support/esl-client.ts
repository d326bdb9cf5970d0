import { connect, type Socket } from 'node:net'

export interface EslEvent {
  readonly name: string
  /** Headers in the order they came, values decoded. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string | undefined
  get(name: string): string | undefined
}

export interface EslReply {
  readonly type: string
  /** Reply-Text of a command, body of an api call. */
  readonly text: string
  readonly headers: ReadonlyMap<string, string>
}

const WAIT_MS = 20_000

/** The event socket at its barest: the test's own end, which shares no code with the switch. */
export class EslClient {
  readonly socket: Socket
  /** Everything received, in order: `reply:…` and `event:NAME`. */
  readonly order: string[] = []
  readonly events: EslEvent[] = []
  private unread = Buffer.alloc(0)
  private readonly replies: EslReply[] = []
  private readonly wakers = new Set<() => void>()
  notice: string | undefined
  closed = false

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => {
      this.unread = Buffer.concat([this.unread, chunk])
      while (this.takeFrame()) {
        // until nothing whole is left
      }
      for (const wake of [...this.wakers]) wake()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.closed = true
      for (const wake of [...this.wakers]) wake()
    })
  }

  static async connect(port: number): Promise<EslClient> {
    const socket = connect(port, '127.0.0.1')
    const client = new EslClient(socket)
    await client.reply()
    return client
  }

  static async open(port: number, password: string): Promise<EslClient> {
    const client = await EslClient.connect(port)
    await client.send(`auth ${password}`)
    return client
  }

  write(text: string): void {
    this.socket.write(text)
  }

  async send(command: string): Promise<string> {
    this.write(`${command}\n\n`)
    return (await this.reply()).text
  }

  api(command: string): Promise<string> {
    return this.send(`api ${command}`)
  }

  execute(uuid: string, app: string, data = '', more = ''): Promise<string> {
    return this.send(
      `sendmsg ${uuid}\ncall-command: execute\nexecute-app-name: ${app}\nexecute-app-arg: ${data}${more === '' ? '' : `\n${more}`}`,
    )
  }

  async reply(): Promise<EslReply> {
    await this.until(() => this.replies.length > 0, 'a reply')
    return this.replies.shift() as EslReply
  }

  /** The first event, past or future, with that name and those headers. */
  async event(name: string, headers: Readonly<Record<string, string>> = {}): Promise<EslEvent> {
    const find = (): EslEvent | undefined =>
      this.events.find((e) => e.name === name && Object.entries(headers).every(([k, v]) => e.get(k) === v))
    await this.until(() => find() !== undefined, `${name} ${JSON.stringify(headers)}`)
    return find() as EslEvent
  }

  async until(ready: () => boolean, what: string): Promise<void> {
    const end = Date.now() + WAIT_MS
    while (!ready()) {
      const left = end - Date.now()
      if (left <= 0) throw new Error(`no ${what}; came: ${this.order.slice(-30).join(', ')}`)
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer)
          this.wakers.delete(done)
          resolve()
        }
        const timer = setTimeout(done, left)
        this.wakers.add(done)
      })
    }
  }

  /** Names of the events about one leg, in order. */
  story(uuid: string): string[] {
    return this.events.filter((e) => e.get('Unique-ID') === uuid).map((e) => e.name)
  }

  close(): void {
    this.socket.destroy()
  }

  private takeFrame(): boolean {
    const end = this.unread.indexOf('\n\n')
    if (end < 0) return false
    const headers = parseLines(this.unread.subarray(0, end).toString('utf8'), false)
    const length = Number(headers.find(([n]) => n === 'Content-Length')?.[1] ?? 0)
    if (this.unread.length < end + 2 + length) return false
    const body = this.unread.subarray(end + 2, end + 2 + length).toString('utf8')
    this.unread = this.unread.subarray(end + 2 + length)
    this.take(new Map(headers), body)
    return true
  }

  private take(headers: ReadonlyMap<string, string>, body: string): void {
    const type = headers.get('Content-Type') ?? ''
    if (type === 'text/event-plain' || type === 'text/event-json') {
      const event = type.endsWith('json') ? fromJson(body) : fromPlain(body)
      this.order.push(`event:${event.name}`)
      this.events.push(event)
    } else if (type === 'text/disconnect-notice') {
      this.notice = body
    } else {
      const text = type === 'api/response' ? body : (headers.get('Reply-Text') ?? '')
      this.order.push(`reply:${text.trim()}`)
      this.replies.push({ type, text, headers })
    }
  }
}

function parseLines(text: string, decode: boolean): [string, string][] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const colon = line.indexOf(': ')
      const value = line.slice(colon + 2)
      return [line.slice(0, colon), decode ? decodeURIComponent(value) : value]
    })
}

function fromPlain(text: string): EslEvent {
  const end = text.indexOf('\n\n')
  const headers = parseLines(text.slice(0, end), true)
  return made(headers, text.length > end + 2 ? text.slice(end + 2) : undefined)
}

function fromJson(text: string): EslEvent {
  const object = JSON.parse(text) as Record<string, string>
  const headers = Object.entries(object).filter(([name]) => name !== '_body')
  return made(headers, object['_body'])
}

function made(headers: readonly (readonly [string, string])[], body: string | undefined): EslEvent {
  const get = (name: string): string | undefined => headers.find(([n]) => n === name)?.[1]
  return { name: get('Event-Name') ?? '?', headers, body, get }
}
