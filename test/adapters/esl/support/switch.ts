/** An event socket that behaves like mod_event_socket and does what a test tells it, on a port of its own. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { Feed } from './feed.ts'
import {
  AUTH_REQUEST,
  apiResponse,
  commandReply,
  DISCONNECT_NOTICE,
  eventFrame,
  type Header,
  plainEvent,
} from './wire.ts'

export interface Received {
  readonly line: string
  readonly headers: ReadonlyMap<string, string>
  readonly peer: Peer
}

/** One client as the switch sees it. */
export class Peer {
  readonly socket: Socket
  /** Bare newlines between commands. */
  readonly pokes = new Feed<'poke'>()
  #rest = ''

  constructor(socket: Socket) {
    this.socket = socket
  }

  write(bytes: Buffer | string): void {
    this.socket.write(bytes)
  }

  event(headers: readonly Header[], body?: string | Buffer): void {
    this.write(eventFrame(plainEvent(headers, body)))
  }

  /** As read_packet does: newlines before a command are ignored, an empty line ends it. */
  read(text: string): Omit<Received, 'peer'>[] {
    this.#rest += text
    const commands: Omit<Received, 'peer'>[] = []
    for (;;) {
      while (this.#rest.startsWith('\n')) {
        this.#rest = this.#rest.slice(1)
        this.pokes.push('poke')
      }
      const end = this.#rest.indexOf('\n\n')
      if (end === -1) return commands
      const [line = '', ...headers] = this.#rest.slice(0, end).split('\n')
      this.#rest = this.#rest.slice(end + 2)
      commands.push({ line, headers: new Map(headers.map(splitHeader)) })
    }
  }
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()]
}

export const PASSWORD = 'a-test-password'
export const CORE_UUID = 'c0000000-0000-4000-8000-000000000001'

export class TestSwitch {
  readonly peers = new Feed<Peer>()
  /** Everything but log-in, filters, subscription and the heartbeat's question, in the order received. */
  readonly commands = new Feed<Received>()
  readonly subscriptions = new Feed<string>()
  readonly filters = new Feed<string>()
  readonly logins = new Feed<string>()
  readonly heartbeats = new Feed<'asked'>()
  /** Answers a command; by default nothing is answered. */
  onCommand: (received: Received) => void = () => {}
  /** Answers the heartbeat's question too, once logged in. */
  answersHeartbeat = true
  /** What a new client gets first. */
  greeting: Buffer = AUTH_REQUEST
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket) => this.#accept(socket))
  }

  static async listen(port = 0): Promise<TestSwitch> {
    const server = createServer()
    const made = new TestSwitch(server)
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return made
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    for (const peer of this.peers.items) peer.socket.destroy()
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }

  #accept(socket: Socket): void {
    const peer = new Peer(socket)
    let authed = false
    let subscribed = false
    socket.setEncoding('utf8')
    socket.on('error', () => {})
    socket.on('data', (text: string) => {
      for (const command of peer.read(text)) {
        if (!authed) {
          authed = command.line === `auth ${PASSWORD}`
          this.logins.push(command.line)
          peer.write(commandReply(authed ? '+OK accepted' : '-ERR invalid'))
          if (!authed) socket.end(DISCONNECT_NOTICE)
        } else if (command.line === 'api global_getvar core_uuid') {
          if (subscribed) this.heartbeats.push('asked')
          if (!subscribed || this.answersHeartbeat) peer.write(apiResponse(CORE_UUID))
        } else if (command.line.startsWith('event ')) {
          subscribed = true
          this.subscriptions.push(command.line)
          peer.write(commandReply('+OK event listener enabled plain'))
        } else if (command.line.startsWith('filter ')) {
          this.filters.push(command.line)
          peer.write(commandReply('+OK filter added. [header]=[value]'))
        } else if (command.line === 'exit') {
          peer.write(commandReply('+OK bye'))
          socket.end(DISCONNECT_NOTICE)
        } else {
          const received = { ...command, peer }
          this.commands.push(received)
          this.onCommand(received)
        }
      }
    })
    this.peers.push(peer)
    socket.write(this.greeting)
  }
}
