/** A TCP proxy before the key service: counts connections, and ends them in ways that a service in good health doesn't. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CountingProxy {
  readonly url: string
  connections(): number
  /** The connections that are there now are reset as soon as the client sends something. */
  resetAtNextByte(): void
  close(): Promise<void>
}

export async function tcpProxy(target: string, address = '127.0.0.1'): Promise<CountingProxy> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  const doomed = new Set<Socket>()
  let count = 0
  const server = createServer((client) => {
    count += 1
    const upstream = connect(Number(port), hostname)
    open.add(client)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
    client.on('data', (chunk) => {
      if (doomed.has(client)) client.resetAndDestroy()
      else upstream.write(chunk)
    })
    upstream.pipe(client)
  })
  server.listen(0, address)
  await once(server, 'listening')
  return {
    url: `https://${address}:${(server.address() as AddressInfo).port}`,
    connections: () => count,
    resetAtNextByte() {
      for (const one of open) doomed.add(one)
    },
    async close() {
      for (const one of open) one.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
