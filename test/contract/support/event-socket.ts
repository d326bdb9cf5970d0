/**
 * The event socket as it is on the wire, byte for byte, in the plain format that the service subscribes to. It shares
 * no code with the adapter: what a scenario says of a reply is what the switch wrote.
 */
import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { type Frame, takeFrame } from './frame.ts'
import { WireEvent } from './wire-event.ts'

/** All that the service subscribes to (src/adapters/esl/session.ts and translate.ts). */
export const SUBSCRIPTION = [
  'BACKGROUND_JOB',
  'CHANNEL_EXECUTE_COMPLETE',
  'CHANNEL_HANGUP_COMPLETE',
  'CHANNEL_DESTROY',
  'HEARTBEAT',
  'CHANNEL_CREATE',
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_ANSWER',
  'CHANNEL_PARK',
  'CHANNEL_BRIDGE',
  'CHANNEL_UNBRIDGE',
  'CHANNEL_HANGUP',
  'RECORD_START',
  'RECORD_STOP',
  'CODEC',
] as const

const SOON_MS = 15_000
const UNTOLD: ReadonlySet<string> = new Set(['CHANNEL_EXECUTE_COMPLETE', 'CODEC'])

interface Waiting {
  readonly look: () => boolean
  readonly done: () => void
}

export interface ExecuteOptions {
  readonly lock?: boolean
  readonly loops?: string
}

export class EventSocket {
  readonly #socket: Socket
  readonly #replies: Frame[] = []
  readonly #waiting = new Set<Waiting>()
  /** Every event so far, oldest first. */
  readonly events: WireEvent[] = []
  /** The text of a disconnect notice. */
  notice: string | undefined
  closed = false
  #unread: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.closed = true
      this.#wake()
    })
  }

  /** Resolves once the switch has asked for the password; that frame is the first reply. */
  static async connect(port: number): Promise<EventSocket> {
    const own = new EventSocket(connect(port, '127.0.0.1'))
    await own.until(() => own.#replies.length > 0, 'auth/request')
    return own
  }

  static async open(port: number, password: string): Promise<EventSocket> {
    const own = await EventSocket.connect(port)
    await own.reply()
    await own.send(`auth ${password}`)
    await own.send(`event plain ${SUBSCRIPTION.join(' ')}`)
    return own
  }

  /** Bytes as they are. */
  write(text: string): void {
    this.#socket.write(text)
  }

  /** The next frame that isn't an event. */
  async reply(): Promise<Frame> {
    await this.until(() => this.#replies.length > 0 || this.closed, 'a reply')
    const frame = this.#replies.shift()
    if (frame === undefined) throw new Error('the switch closed the event socket')
    return frame
  }

  /** One command at a time: its reply, as a frame. */
  ask(command: string): Promise<Frame> {
    this.write(`${command}\n\n`)
    return this.reply()
  }

  /** The Reply-Text. */
  async send(command: string): Promise<string> {
    return (await this.ask(command)).headers.get('Reply-Text') ?? ''
  }

  /** The body of the answer, to the byte. */
  async api(command: string): Promise<string> {
    return (await this.ask(`api ${command}`)).body
  }

  /** Starts a job; its answer is the promise inside, so that a scenario can do something meanwhile. */
  async bgapi(command: string, withinMs = SOON_MS): Promise<{ readonly answer: Promise<string> }> {
    const job = randomUUID()
    const reply = await this.send(`bgapi ${command}\nJob-UUID: ${job}`)
    if (reply !== `+OK Job-UUID: ${job}`) throw new Error(`bgapi was answered ${reply}`)
    const answer = this.event('BACKGROUND_JOB', { 'Job-UUID': job }, withinMs).then((event) => event.body)
    answer.catch(() => undefined)
    return { answer }
  }

  /** sendmsg execute as the service sends it; resolves with the Reply-Text. */
  execute(
    uuid: string,
    app: string,
    arg: string,
    token: string,
    options: ExecuteOptions = {},
  ): Promise<string> {
    const lines = [
      `sendmsg ${uuid}`,
      'call-command: execute',
      `execute-app-name: ${app}`,
      ...(arg === '' ? [] : [`execute-app-arg: ${arg}`]),
      ...(options.lock === true ? ['event-lock: true'] : []),
      ...(options.loops === undefined ? [] : [`loops: ${options.loops}`]),
      `Event-UUID: ${token}`,
    ]
    return this.send(lines.join('\n'))
  }

  /** The end of an application that was started with this token. */
  completed(token: string, withinMs = SOON_MS): Promise<WireEvent> {
    return this.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': token }, withinMs)
  }

  /** The first event, past or future, with that name and these values. */
  async event(
    name: string,
    values: Readonly<Record<string, string>> = {},
    withinMs = SOON_MS,
    /** Looks only at what came later than so many events. */
    after = 0,
  ): Promise<WireEvent> {
    const find = (): WireEvent | undefined =>
      this.events
        .slice(after)
        .find((e) => e.name === name && Object.entries(values).every(([k, v]) => e.get(k) === v))
    await this.until(() => find() !== undefined, `${name} ${JSON.stringify(values)}`, withinMs)
    return find() as WireEvent
  }

  /**
   * Names of the events of these legs in the order in which they came, without those of applications, and without
   * CODEC: each leg has some at its beginning, and how many depends on what else is done with it.
   */
  story(...uuids: readonly string[]): string[] {
    const told = this.events.filter((e) => !UNTOLD.has(e.name) && uuids.includes(e.get('Unique-ID') ?? ''))
    return uuids.length === 1
      ? told.map((e) => e.name)
      : told.map((e) => `${uuids.indexOf(e.get('Unique-ID') ?? '')} ${e.name}`)
  }

  async until(ready: () => boolean, what: string, withinMs = SOON_MS): Promise<void> {
    if (ready()) return
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        look: ready,
        done: () => {
          clearTimeout(expire)
          this.#waiting.delete(waiting)
          resolve()
        },
      }
      const expire = setTimeout(() => {
        this.#waiting.delete(waiting)
        const came = this.events.slice(-20).map((e) => `${e.name} ${(e.get('Unique-ID') ?? '').slice(0, 8)}`)
        reject(new Error(`no ${what} within ${withinMs} ms; came: ${came.join(', ')}`))
      }, withinMs)
      this.#waiting.add(waiting)
    })
  }

  /** Lets go without a word. */
  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk])
    for (let taken = takeFrame(this.#unread); taken !== undefined; taken = takeFrame(this.#unread)) {
      this.#unread = taken.rest
      const type = taken.frame.headers.get('Content-Type')
      if (type === 'text/event-plain') this.events.push(new WireEvent(taken.frame.body))
      else if (type === 'text/disconnect-notice') this.notice = taken.frame.body
      else this.#replies.push(taken.frame)
    }
    this.#wake()
  }

  #wake(): void {
    for (const waiting of [...this.#waiting]) if (waiting.look()) waiting.done()
  }
}
