import { createSocket, type Socket } from 'node:dgram'

/** Even ports of an inclusive range, handed out in turn so that a freed one rests before it is used again. */
export class PortRange {
  private readonly first: number
  private readonly count: number
  private cursor: number
  private readonly taken = new Set<number>()

  constructor(from: number, to: number) {
    this.first = from + (from % 2)
    this.count = Math.max(0, Math.floor((to - this.first) / 2) + 1)
    this.cursor = Math.floor(Math.random() * this.count)
  }

  /** Undefined when all are taken. */
  take(): number | undefined {
    for (let tried = 0; tried < this.count; tried++) {
      const port = this.first + 2 * this.cursor
      this.cursor = (this.cursor + 1) % this.count
      if (this.taken.has(port)) continue
      this.taken.add(port)
      return port
    }
    return undefined
  }

  release(port: number): void {
    this.taken.delete(port)
  }
}

/** Ports that other programs hold are skipped, but not without end. */
const MAX_BIND_ATTEMPTS = 50

export interface RtpSocket {
  readonly port: number
  send(packet: Buffer, port: number, address: string): void
  close(): void
}

/** Binds the next free port of the range; undefined when there is none. */
export async function openRtpSocket(
  address: string,
  range: PortRange,
  receive: (datagram: Buffer, address: string, port: number) => void,
): Promise<RtpSocket | undefined> {
  const held: number[] = []
  try {
    for (let attempt = 0; attempt < MAX_BIND_ATTEMPTS; attempt++) {
      const port = range.take()
      if (port === undefined) return undefined
      const socket = await bind(address, port)
      if (socket) return wrap(socket, port, range, receive)
      held.push(port)
    }
    return undefined
  } finally {
    for (const port of held) range.release(port)
  }
}

function bind(address: string, port: number): Promise<Socket | undefined> {
  const socket = createSocket('udp4')
  return new Promise((settle) => {
    socket.once('error', () => {
      socket.close()
      settle(undefined)
    })
    socket.bind(port, address, () => {
      socket.removeAllListeners('error')
      // ICMP errors say nothing that the far end's silence doesn't.
      socket.on('error', () => {})
      settle(socket)
    })
  })
}

function wrap(
  socket: Socket,
  port: number,
  range: PortRange,
  receive: (datagram: Buffer, address: string, port: number) => void,
): RtpSocket {
  let open = true
  socket.on('message', (datagram, from) => {
    if (open) receive(datagram, from.address, from.port)
  })
  return {
    port,
    send(packet, toPort, toAddress) {
      if (open) socket.send(packet, toPort, toAddress, () => {})
    },
    close() {
      if (!open) return
      open = false
      socket.close(() => range.release(port))
    },
  }
}
