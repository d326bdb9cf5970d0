import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Peer } from './message.ts'

/** One bound UDP socket for all signalling. */
export interface Udp {
  readonly port: number
  /** Never throws; what can't be sent counts as lost, as UDP has it. */
  send(bytes: Buffer, to: Peer): void
  close(): Promise<void>
}

/** A burst of calls must wait in the kernel, not be lost there: 200 calls/s are about 2 MB/s. */
const RECEIVE_BUFFER_BYTES = 4 << 20

/** Rejects when the address can't be bound. */
export async function openUdp(
  address: string,
  port: number,
  receive: (datagram: Buffer, from: Peer) => void,
): Promise<Udp> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES })
  const bound = once(socket, 'listening')
  socket.bind(port, address)
  try {
    await bound
  } catch (error) {
    socket.close()
    throw error
  }
  // ICMP errors and the like: the transaction's own timers notice that nobody answers.
  socket.on('error', () => {})
  let open = true
  socket.on('message', (datagram, from) => {
    if (open && from.port > 0) receive(datagram, { address: from.address, port: from.port })
  })
  return {
    port: socket.address().port,
    send(bytes, to) {
      if (!open || to.port < 1 || to.port > 65535) return
      socket.send(bytes, to.port, to.address, () => {})
    },
    async close() {
      if (!open) return
      open = false
      await new Promise<void>((done) => socket.close(done))
    },
  }
}
