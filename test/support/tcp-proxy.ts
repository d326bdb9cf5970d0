/**
 * A TCP relay on loopback that does harm when told to:
 *
 *   relaying ─ cut ─▶ connections are reset, new ones too while it stays cut
 *            ─ hold ▶ a black hole: connections are taken, nothing comes out, nobody is told of an end
 *            ─ late ▶ everything comes so many milliseconds after it was sent, in order
 *            ◀ mend ─ whatever it was; what was held comes now
 */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { type Lane, startLane } from './tcp-lane.ts'

export interface TcpProxy {
  readonly port: number
  /** Resets every connection; new ones are relayed unless `stayCut`. */
  cut(options?: { readonly stayCut?: boolean }): void
  /** Passes nothing on any more, in either direction, and takes new connections all the same. */
  hold(): void
  /** Passes everything on later, in each direction. */
  late(ms: number): void
  /** Relays as at first. */
  mend(): void
  close(): Promise<void>
}

/** `heard`: called for each connection that is relayed; what it returns, with everything that the client sends there. */
export async function startTcpProxy(
  targetPort: number,
  heard?: () => (chunk: Buffer) => void,
): Promise<TcpProxy> {
  const lanes = new Set<Lane>()
  let isCut = false
  let held = false
  let lateMs = 0
  const tellLanes = () => {
    for (const lane of lanes) lane.be({ held, lateMs })
  }
  const server = createServer({ allowHalfOpen: true }, (near) => {
    if (isCut) {
      near.resetAndDestroy()
      return
    }
    if (heard) near.on('data', heard())
    const far = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true })
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true)
      const lane = startLane(from, to, () => lanes.delete(lane))
      lane.be({ held, lateMs })
      lanes.add(lane)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const reset = () => {
    for (const lane of lanes) lane.reset()
  }
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut({ stayCut = false } = {}) {
      isCut = stayCut
      reset()
    },
    hold() {
      held = true
      tellLanes()
    },
    late(ms) {
      lateMs = ms
      tellLanes()
    },
    mend() {
      isCut = false
      held = false
      lateMs = 0
      tellLanes()
    },
    async close() {
      isCut = true
      reset()
      server.close()
      await once(server, 'close')
    },
  }
}
