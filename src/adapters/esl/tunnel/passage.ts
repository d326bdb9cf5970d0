/**
 * One connection's way through a tunnel:
 *
 *     connecting ──TCP──▶ handshake ──TLS──▶ unproven ──let in──▶ through
 *          └──────────────────┴──────────────────┴── failed: the tunnel's fault, not that of the switch behind it
 *
 * With TLS 1.3 our side of the handshake ends before the far end has looked at our certificate (RFC 8446, 4.4.2), so
 * that we are let in is only known by its session tickets, or by the first byte of the switch. When the switch behind
 * it is away, stunnel takes the connection, sends them, and closes (seen with stunnel 5.68).
 */
import { isIP, type Socket } from 'node:net'
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls'
import { isLoopback } from '../../../lib/loopback.ts'
import type { Loss } from '../loss.ts'
import { isRefusal, sentence } from './faults.ts'
import type { Tunnel } from './tunnel.ts'

export interface PassageHandlers {
  /** Commands may go out. */
  onOpen(): void
  /** Once: the tunnel does its part; what fails from here on is the switch, until the connection ends. */
  onThrough(): void
  onFault(loss: Loss): void
}

export interface Passage {
  /** The TCP connection is there; what is read and written from here on. Undefined after a fault. */
  enter(tcp: Socket): Socket | undefined
  /** Something came from the switch. */
  heard(): void
  /** The loss of the connection, said of the tunnel when that is what failed. Stops the clock. */
  explain(loss: Loss): Loss
}

/** @param host where TCP leads: of another tunnel than ours, the near end or the node itself */
export function createPassage(tunnel: Tunnel, host: string, handlers: PassageHandlers): Passage {
  const { tls } = tunnel
  let phase: 'connecting' | 'handshake' | 'unproven' | 'through' = 'connecting'
  let deadline: NodeJS.Timeout | undefined

  const failed = (text: string): Loss => ({ reason: 'tunnelFailed', detail: `${tunnel.label}: ${text}` })
  const refused = (text: string): Loss => ({ reason: 'tunnelRefused', detail: `${tunnel.label}: ${text}` })
  const within = (ms: number, step: string) => {
    clearTimeout(deadline)
    deadline = setTimeout(() => handlers.onFault(failed(`${step} within ${ms} ms`)), ms)
  }
  const through = () => {
    if (phase === 'through') return
    phase = 'through'
    handlers.onThrough()
  }
  within(tunnel.connectTimeoutMs, 'its far end did not take the connection')

  const secure = (tcp: Socket): TLSSocket | undefined => {
    if (tls === undefined) return undefined
    const { serverName } = tls
    const credentials = tls.credentials.take()
    if (!credentials.ok) {
      handlers.onFault(refused(credentials.reason))
      return undefined
    }
    phase = 'handshake'
    within(tunnel.handshakeTimeoutMs, 'its far end did not finish the handshake')
    const socket = connect({
      socket: tcp,
      secureContext: credentials.context,
      // A name for SNI is never an address (RFC 6066, 3).
      ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
      checkServerIdentity: (_host, certificate) => checkServerIdentity(serverName, certificate),
    })
    socket.on('session', through)
    socket.once('secureConnect', () => {
      clearTimeout(deadline)
      phase = phase === 'handshake' ? 'unproven' : phase
      if (socket.getProtocol() === 'TLSv1.2') through()
      handlers.onOpen()
    })
    return socket
  }

  /** What a broken connection says of a tunnel that nothing has come through yet. */
  const blame = (loss: Loss, code: string): Loss => {
    if (tls !== undefined) {
      const words = sentence(code, tls.serverName)
      return isRefusal(code) ? refused(words) : failed(words)
    }
    if (phase === 'connecting') {
      // The node's own machine says that nobody listens there: then the tunnel leads there.
      if (code !== 'ECONNREFUSED' || isLoopback(host)) return failed(sentence(code, host))
    }
    through()
    return loss
  }

  return {
    enter(tcp) {
      if (tls !== undefined) return secure(tcp)
      clearTimeout(deadline)
      phase = 'unproven'
      handlers.onOpen()
      return tcp
    },
    heard: through,
    explain(loss) {
      clearTimeout(deadline)
      if (phase === 'through') return loss
      switch (loss.reason) {
        case 'connectFailed':
        case 'socketFailed':
          return blame(loss, loss.detail)
        case 'socketClosed':
          return blame(loss, 'ECONNRESET')
        case 'loginTimedOut':
          // Let in or not, TLS was spoken: who is silent is behind it.
          if (tls !== undefined && phase === 'unproven') through()
          return loss
        default:
          return loss
      }
    },
  }
}
