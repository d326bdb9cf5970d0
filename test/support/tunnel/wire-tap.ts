/** A TCP relay on loopback that sees what passes, and does to it what networks do. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Which end sent it: the one that connected here, or the one that this leads to. */
export type Sender = 'near' | 'far'

export interface WireTap {
  readonly port: number
  /** Connections taken so far. */
  readonly taken: number
  /** Given each chunk before it goes on; what it returns goes on in its place, undefined: nothing does. */
  through: (sender: Sender, chunk: Buffer) => Buffer | undefined
  /** Resets every connection; new ones are relayed. */
  cut(): void
  /** From now on nothing passes, of present connections and new ones; none is closed. */
  silence(): void
  /** New connections are relayed again; those that were silenced stay silent, as behind a firewall that forgot them. */
  mend(): void
  /** Refuses new connections, as a port does that nobody listens on; present ones are reset. */
  shut(): Promise<void>
  /** After `shut`, on the same port. */
  open(): Promise<void>
  close(): Promise<void>
}

interface Pair {
  readonly sockets: readonly Socket[]
  silent: boolean
}

export async function startWireTap(targetPort: number): Promise<WireTap> {
  const pairs = new Set<Pair>()
  let silent = false
  const server = createServer((near) => {
    tap.taken++
    const far = connect(targetPort, '127.0.0.1')
    const pair: Pair = { sockets: [near, far], silent }
    pairs.add(pair)
    relay(pair, 'near', near, far)
    relay(pair, 'far', far, near)
  })
  const relay = (pair: Pair, sender: Sender, from: Socket, to: Socket) => {
    from.setNoDelay(true)
    from.on('data', (chunk: Buffer) => {
      const bytes = pair.silent ? undefined : tap.through(sender, chunk)
      if (bytes !== undefined && to.writable) to.write(bytes)
    })
    from.on('error', () => from.destroy())
    from.on('close', () => {
      if (pair.silent) return
      pairs.delete(pair)
      to.destroy()
    })
  }
  const reset = () => {
    for (const { sockets } of pairs) for (const socket of sockets) socket.resetAndDestroy()
    pairs.clear()
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const tap: { -readonly [Key in keyof WireTap]: WireTap[Key] } = {
    port: (server.address() as AddressInfo).port,
    taken: 0,
    through: (_sender, chunk) => chunk,
    cut: reset,
    silence() {
      silent = true
      for (const pair of pairs) pair.silent = true
    },
    mend() {
      silent = false
    },
    async shut() {
      const closed = once(server, 'close')
      server.close()
      reset()
      await closed
    },
    async open() {
      server.listen(tap.port, '127.0.0.1')
      await once(server, 'listening')
    },
    async close() {
      if (server.listening) await tap.shut()
      reset()
    },
  }
  return tap
}
