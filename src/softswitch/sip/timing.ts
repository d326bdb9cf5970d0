/** RFC 3261 17.1.1.1 and table 4, in milliseconds. Tests shorten them; all others follow from these three. */
export interface Timing {
  /** Round-trip estimate: first retransmission. */
  readonly t1Ms: number
  /** Longest retransmission interval of non-INVITE requests and of a 200. */
  readonly t2Ms: number
  /** How long a message may stay in the network. */
  readonly t4Ms: number
}

export const STANDARD_TIMING: Timing = { t1Ms: 500, t2Ms: 4000, t4Ms: 5000 }

/** 64*T1: timers B, F, H, J, L, M, and how long a 200 waits for its ACK. */
export function giveUpMs(timing: Timing): number {
  return 64 * timing.t1Ms
}

/** Named timers of one owner, all stopped at once when it ends. */
export class TimerSet {
  private readonly running = new Map<string, NodeJS.Timeout>()

  /** Starts or restarts `name`. */
  start(name: string, delayMs: number, fire: () => void): void {
    this.stop(name)
    const timer = setTimeout(() => {
      this.running.delete(name)
      fire()
    }, delayMs)
    this.running.set(name, timer)
  }

  stop(name: string): void {
    clearTimeout(this.running.get(name))
    this.running.delete(name)
  }

  /** Calls `again` after T1, 2*T1, … (at most `capMs` apart) until stopped. */
  repeat(name: string, firstMs: number, capMs: number, again: () => void): void {
    this.start(name, firstMs, () => {
      this.repeat(name, Math.min(firstMs * 2, capMs), capMs, again)
      again()
    })
  }

  stopAll(): void {
    for (const timer of this.running.values()) clearTimeout(timer)
    this.running.clear()
  }
}
