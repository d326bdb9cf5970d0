import { createServer, type Server } from 'node:net'
import type { Core } from '../core/core.ts'
import { Listener, type ListenerLimits } from './listener.ts'

export interface EventSocketOptions {
  readonly address: string
  /** 0: any free port. */
  readonly port: number
  readonly password: string
  readonly maxClients: number
  readonly limits: ListenerLimits
}

export interface EventSocketServer {
  readonly port: number
  /** Tells every client goodbye and stops listening. */
  close(): Promise<void>
}

/** The event socket, inbound mode. Rejects when the address can't be listened on. */
export function startEventSocket(core: Core, options: EventSocketOptions): Promise<EventSocketServer> {
  const listeners = new Set<Listener>()
  const server = createServer((socket) => {
    if (listeners.size >= options.maxClients) {
      core.log.warn({ clients: listeners.size }, 'event socket client refused: too many')
      socket.on('error', () => socket.destroy())
      socket.end()
      return
    }
    const listener = new Listener(core, socket, options.password, options.limits)
    listeners.add(listener)
    socket.on('close', () => listeners.delete(listener))
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.address, () => {
      server.off('error', reject)
      server.on('error', (error) => core.log.error({ err: error }, 'event socket'))
      resolve({ port: portOf(server), close: () => close(server, listeners) })
    })
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function close(server: Server, listeners: ReadonlySet<Listener>): Promise<void> {
  for (const listener of listeners) listener.kill()
  return new Promise((resolve) => server.close(() => resolve()))
}
