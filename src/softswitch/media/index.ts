import { Clock } from './clock.ts'
import { PortRange } from './rtp-socket.ts'
import { RtpSession } from './session.ts'
import type { SessionFactory } from './session-factory.ts'

export interface MediaOptions {
  /** IPv4 address to bind. */
  readonly address: string
  /** Inclusive; even ports are used. */
  readonly ports: { readonly from: number; readonly to: number }
  /** A source, tap or digit handler threw: a bug in it. The session and all others go on. */
  readonly onFault: (fault: unknown) => void
}

/** Makes the media side of legs: RTP sessions on one clock and one range of ports. */
export function createSessions(options: MediaOptions): SessionFactory {
  const clock = new Clock(options.onFault)
  const range = new PortRange(options.ports.from, options.ports.to)
  const open = new Set<RtpSession>()
  return {
    open() {
      const session = new RtpSession({
        address: options.address,
        range,
        clock,
        onFault: options.onFault,
        onClose: (closed) => open.delete(closed),
      })
      open.add(session)
      return session
    },
    async close() {
      for (const session of [...open]) session.close()
    },
  }
}
