/** Redis: leases that run out by its own time, rings of the doorbell; it may be away, hang, or forget everything. */
import type { DoorbellPort, LeaseGrant, LeaseOutcome, LeasePort } from '../../../src/runtime/ports.ts'
import type { Random } from '../../domain/simulation/random.ts'
import type { Time } from '../../domain/simulation/time.ts'
import type { Link } from './network.ts'
import type { SimProcess } from './sim-process.ts'

/** What the adapter waits for an answer. */
const COMMAND_MS = 2_000

export class Leases {
  state: 'there' | 'away' | 'stopped' = 'there'
  /** Called when somebody has it, at the moment from which it runs. */
  held: (holder: string, ttlMs: number) => void = () => undefined
  readonly time: Time
  readonly random: Random
  readonly #listeners = new Map<SimProcess, (siteId: string, pos: number) => void>()
  #lease: { readonly holder: string; readonly until: number } | undefined
  /** The newest grant, which outlives the lease. */
  #last: (LeaseGrant & { readonly released: boolean }) | undefined
  #grants = 0
  #waiting: (() => void)[] = []

  constructor(time: Time, random: Random) {
    this.time = time
    this.random = random
  }

  flush(): void {
    this.#lease = undefined
    this.#last = undefined
  }

  wake(): void {
    this.state = 'there'
    for (const run of this.#waiting.splice(0)) this.time.after(0, run)
  }

  whenAwake(run: () => void): void {
    if (this.state === 'stopped') this.#waiting.push(run)
    else run()
  }

  acquire(holder: string, ttlMs: number): LeaseOutcome {
    const { now } = this.time
    const lease = this.#lease && this.#lease.until > now ? this.#lease : undefined
    const before = this.#last
    if (lease && lease.holder !== holder) {
      const id = before?.holder === lease.holder ? before.id : ''
      return { type: 'heldByOther', ttlMs: lease.until - now, grant: { holder: lease.holder, id } }
    }
    this.#grants += 1
    const grant = { holder, id: `grant ${this.#grants}` }
    this.#lease = { holder, until: now + ttlMs }
    this.#last = { ...grant, released: false }
    this.held(holder, ttlMs)
    return { type: 'held', ttlMs, grant, before }
  }

  release(holder: string): void {
    if (this.#lease?.holder !== holder) return
    this.#lease = undefined
    if (this.#last) this.#last = { ...this.#last, released: true }
  }

  ring(siteId: string, pos: number): void {
    if (this.state !== 'there') return
    for (const [process, handler] of this.#listeners) {
      this.time.after(this.random.between(0, 3), () => process.receive(() => handler(siteId, pos)))
    }
  }

  listen(process: SimProcess, handler: (siteId: string, pos: number) => void): () => void {
    this.#listeners.set(process, handler)
    return () => this.#listeners.delete(process)
  }
}

export function leasePort(leases: Leases, process: SimProcess, link: Link): LeasePort {
  const { time } = leases
  function ask<T>(work: () => T, otherwise: (reason: string) => T): Promise<T> {
    return new Promise((resolve) => {
      const cancel = process.after(COMMAND_MS, () => resolve(otherwise('no answer')))
      const answer = (value: T) =>
        process.receive(() => {
          cancel()
          resolve(value)
        })
      time.after(link.wayMs, () => {
        if (link.state === 'cut' || leases.state === 'away') answer(otherwise('the connection is gone'))
        else if (link.isUp) {
          leases.whenAwake(() => {
            const value = work()
            time.after(link.wayMs, () => {
              if (link.isUp) answer(value)
            })
          })
        }
      })
    })
  }
  return {
    acquire: (_siteId, holder, ttlMs) =>
      ask<LeaseOutcome>(
        () => leases.acquire(holder, ttlMs),
        (reason) => ({ type: 'unavailable', reason }),
      ),
    release: (_siteId, holder) =>
      ask(
        () => leases.release(holder),
        () => undefined,
      ),
  }
}

export function doorbellPort(leases: Leases, process: SimProcess, link: Link): DoorbellPort {
  return {
    ring(siteId, pos) {
      leases.time.after(link.wayMs, () => {
        if (link.isUp) leases.ring(siteId, pos)
      })
    },
    listen: (handler) => leases.listen(process, handler),
  }
}
