/** A latched source silent for so long may be replaced by another port of the same host. */
const QUIET_TICKS = 10

/**
 * Symmetric RTP: packets go to where the far end's come from, once some have come (RFC 4961). Only hosts that the
 * signalling named are listened to, so a stranger can't take over a call by sending to its port.
 */
export class Latch {
  private readonly hosts = new Set<string>()
  private signalled: { address: string; port: number } | undefined
  private latched: { address: string; port: number } | undefined
  private lastTick = 0

  /** The far end's description names `address` and `port`. A changed one begins anew. */
  signal(address: string, port: number): void {
    if (this.signalled?.address === address && this.signalled.port === port) return
    this.signalled = { address, port }
    this.latched = undefined
    this.hosts.clear()
    this.hosts.add(address)
  }

  /** The host that the signalling itself came from: what a far end behind its own router is seen as. */
  alsoFrom(address: string): void {
    this.hosts.add(address)
  }

  /** Whether a packet from there is the far end's. `changed`: it is a new source. */
  admits(address: string, port: number, tick: number): { ok: boolean; changed: boolean } {
    const { latched } = this
    if (latched?.address === address && latched.port === port) {
      this.lastTick = tick
      return { ok: true, changed: false }
    }
    if (!this.hosts.has(address) || (latched && tick - this.lastTick < QUIET_TICKS)) {
      return { ok: false, changed: false }
    }
    this.latched = { address, port }
    this.lastTick = tick
    return { ok: true, changed: true }
  }

  /** Where to send; undefined while nobody has said. */
  get target(): { address: string; port: number } | undefined {
    return this.latched ?? this.signalled
  }
}
