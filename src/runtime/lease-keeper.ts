/**
 * A controller's side of a site's lease: asks for it, renews it, gives it back; and remembers what it has seen of
 * others meanwhile, by which it knows when their orders are over.
 */
import type { Log } from '../lib/log.ts'
import {
  appendGraceMs,
  type Claim,
  type ClaimTiming,
  headSeen,
  isForgotten,
  leaseSeen,
  NOTHING_SEEN,
  proofsOver,
  type Sightings,
} from './claiming.ts'
import { Fence } from './fence.ts'
import { type Clock, type JournalPort, type LeaseOutcome, type LeasePort, PortUnavailable } from './ports.ts'

export interface LeaseKeeperOptions {
  readonly siteId: string
  readonly leaseTtlMs: number
  readonly leaseRenewMs: number
  readonly lease: LeasePort
  readonly journal: Pick<JournalPort, 'head'>
  readonly clock: Clock
  readonly log: Log
}

export class LeaseKeeper {
  readonly fence: Fence
  /** Under which name the lease is held. */
  readonly holder: string
  readonly #options: LeaseKeeperOptions
  readonly #timing: ClaimTiming
  #seen: Sightings = NOTHING_SEEN
  #watching: Promise<void> | undefined

  constructor(options: LeaseKeeperOptions, holder: string, fence: Fence) {
    this.#options = options
    this.#timing = timingOf(options)
    this.holder = holder
    this.fence = fence
  }

  /**
   * Asks for the lease: `held` when it is ours, with the fence begun anew. `forgotten`: it was to be had because Redis
   * has lost another's; it has been given back, and is to be left to that other for a while.
   */
  async ask(): Promise<'held' | 'none' | 'forgotten'> {
    const { lease, siteId, leaseTtlMs, clock, log } = this.#options
    const seen = this.#seen
    const askedAt = clock.monotonic()
    const outcome = await lease.acquire(siteId, this.holder, leaseTtlMs)
    const at = clock.monotonic()
    this.#seen = leaseSeen(seen, outcome, at, askedAt)
    if (outcome.type !== 'held') {
      log.debug({ siteId, outcome: outcome.type }, 'the lease is not to be had yet')
      this.#watching ??= this.#watchHead()
      return 'none'
    }
    if (isForgotten(seen, outcome, at)) {
      log.warn({ siteId, holder: seen.grant?.holder }, 'Redis has forgotten a lease: left to its holder')
      await this.release()
      return 'forgotten'
    }
    this.fence.begin(askedAt, outcome.ttlMs)
    return 'held'
  }

  /** Renews the lease of a site that is ours; what comes of it is told to the fence. */
  async renew(): Promise<LeaseOutcome['type']> {
    const { lease, siteId, leaseTtlMs, clock } = this.#options
    const askedAt = clock.monotonic()
    const outcome = await lease.acquire(siteId, this.holder, leaseTtlMs)
    this.#seen = leaseSeen(this.#seen, outcome, clock.monotonic(), askedAt)
    if (outcome.type === 'held') this.fence.leaseHeld(askedAt, outcome.ttlMs)
    return outcome.type
  }

  /**
   * For how many milliseconds the owner before may still order; 0 or less when it can't any more, by a renewal after
   * that moment. Undefined while it can't be said. To be asked right after `renew`.
   */
  otherOrdersMs(claim: Omit<Claim, 'holder'>): number | undefined {
    const over = proofsOver({ ...claim, holder: this.holder }, this.#seen, this.#timing)
    return over === undefined ? undefined : over - this.#options.clock.monotonic()
  }

  async release(): Promise<void> {
    await this.#options.lease.release(this.#options.siteId, this.holder)
  }

  /** What was begun ends. */
  async close(): Promise<void> {
    await this.release()
    await this.#watching
  }

  /** Since when the journal stands still says when another's appends prove nothing any more. */
  async #watchHead(): Promise<void> {
    const { journal, siteId, clock, log } = this.#options
    try {
      const pos = await journal.head(siteId)
      this.#seen = headSeen(this.#seen, pos, clock.monotonic())
    } catch (error) {
      if (!(error instanceof PortUnavailable)) log.error({ siteId, err: error }, 'the journal was not read')
    } finally {
      this.#watching = undefined
    }
  }
}

function timingOf({ leaseTtlMs, leaseRenewMs }: LeaseKeeperOptions): ClaimTiming {
  return { leaseTtlMs, graceMs: appendGraceMs({ ttlMs: leaseTtlMs, renewMs: leaseRenewMs }) }
}

/** The fence of a site whose lease lasts so long. */
export function fenceFor(options: LeaseKeeperOptions): Fence {
  return new Fence(options.clock, timingOf(options).graceMs)
}
