import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

const HOST = '127.0.0.1'

/** A port that is free for TCP and UDP on loopback at this moment. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = await anyTcpPort()
    if (await isUdpFree(port)) return port
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

function anyTcpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, HOST, () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
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
