import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

const HOST = '127.0.0.1'

/** Below the range from which the system itself chooses (32768 to 60999), and apart from `freeUdpRange`. */
const SINGLE = { from: 10_240, to: 16_383 } as const
const given = new Set<number>()

/**
 * A port that is free for TCP and UDP on loopback, and stays so until the test uses it: no connection of another test
 * gets it from the system, and this process gives it once.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = SINGLE.from + Math.floor(Math.random() * (SINGLE.to - SINGLE.from + 1))
    if (given.has(port) || !(await isTcpFree(port)) || !(await isUdpFree(port))) continue
    given.add(port)
    return port
  }
  throw new Error('no port is free for both TCP and UDP')
}

/** The first port of `count` UDP ports in a row, below the range from which the system itself chooses. */
export async function freeUdpRange(count: number): Promise<number> {
  const lowest = 16_384
  const highest = 32_000 - count
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = lowest + 2 * Math.floor((Math.random() * (highest - lowest)) / 2)
    const all = await Promise.all(Array.from({ length: count }, (_, i) => isUdpFree(first + i)))
    if (all.every(Boolean)) return first
  }
  throw new Error(`no ${count} UDP ports in a row are free`)
}

function isTcpFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, HOST, () => server.close(() => resolve(true)))
  })
}

function isUdpFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => {
      socket.close()
      resolve(false)
    })
    socket.bind({ port, address: HOST, exclusive: true }, () => socket.close(() => resolve(true)))
  })
}
