import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** A UDP port that was free a moment ago, for programs that can't choose their own. */
export async function freeUdpPort(host: string): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

/**
 * Waits until some process has bound the UDP port. The kernel's table is the only thing that tells without sending a
 * datagram, which the program would count as a call. False at the deadline, or as soon as `gone` says so.
 */
export async function udpPortBound(port: number, withinMs: number, gone: () => boolean): Promise<boolean> {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, '0')} `
  for (const deadline = Date.now() + withinMs; Date.now() < deadline && !gone(); await pause(20)) {
    const table = await readFile('/proc/net/udp', 'latin1')
    if (table.split('\n').some((line) => line.slice(0, 24).includes(hex))) return true
  }
  return false
}
