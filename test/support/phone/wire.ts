import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Peer } from './address.ts'
import { formatMessage, headerOf, parseMessage, type SipMessage } from './message.ts'
import type { Trace } from './trace.ts'

/** One UDP socket that carries SIP and remembers what it saw. */
export class Wire {
  readonly address: Peer
  readonly #socket: Socket
  readonly #trace: Trace
  #closed = false

  private constructor(socket: Socket, address: Peer, trace: Trace) {
    this.#socket = socket
    this.address = address
    this.#trace = trace
  }

  /** Binds; port 0 lets the system choose. Rejects when the port is taken. */
  static async open(host: string, port: number, trace: Trace): Promise<Wire> {
    const socket = createSocket('udp4')
    socket.bind(port, host)
    await once(socket, 'listening')
    // An unreachable peer shows as a transaction that times out, as it would on a real network.
    socket.on('error', () => undefined)
    return new Wire(socket, { host, port: socket.address().port }, trace)
  }

  onMessage(receive: (message: SipMessage, from: Peer) => void): void {
    this.#socket.on('message', (datagram, remote) => {
      const message = parseMessage(datagram)
      if (this.#closed || message === undefined) return
      const from = { host: remote.address, port: remote.port }
      this.#note('in', from, message, datagram.toString('latin1'))
      receive(message, from)
    })
  }

  send(message: SipMessage, to: Peer): void {
    if (this.#closed) return
    const text = formatMessage(message)
    this.#note('out', to, message, text)
    this.#socket.send(Buffer.from(text, 'latin1'), to.port, to.host, () => undefined)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.close()
  }

  #note(direction: 'in' | 'out', { host, port }: Peer, message: SipMessage, text: string): void {
    const callId = headerOf(message, 'Call-ID') ?? ''
    this.#trace.add({
      at: performance.timeOrigin + performance.now(),
      direction,
      peer: `${host}:${port}`,
      callId,
      text,
    })
  }
}
