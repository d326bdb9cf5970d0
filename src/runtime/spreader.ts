/**
 * Spreads sites over controllers for one process: says that it lives and what it has, hears the same of others, and
 * hands over what others should have. How that is decided is in `spreading.ts`.
 */
import type { Log } from '../lib/log.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import type { Clock, ControllersPort } from './ports.ts'
import { type Controller, NO_MEMORY, nextMove, patienceMs, unableFor } from './spreading.ts'

/** A site's owner, as far as it can be moved. */
export interface Movable {
  readonly owned: boolean
  readonly spilling: boolean
  readonly switchesReady: boolean
  handOver(): void
}

export interface SpreaderOptions {
  readonly controllers: ControllersPort
  /** By site, all that this process may own. */
  readonly owners: ReadonlyMap<string, Movable>
  /** Whether a switch of the site is to be reached from here: else nobody hands it over to this process. */
  readonly canReach?: (siteId: string) => boolean
  /** How often it is said that this process lives, and for how long that holds, milliseconds. */
  readonly everyMs: number
  readonly ttlMs: number
  readonly clock: Pick<Clock, 'monotonic'>
  readonly log: Log
  readonly timers?: Timers
}

export interface Spreader {
  /** Begins, under the name by which this process holds leases. */
  start(name: string): void
  /** Whether this process is to ask for the site now. */
  isTurn(siteId: string): Promise<boolean>
  /** Whether another live controller could take the site, as far as is known. */
  hasOther(siteId: string): boolean
  /** Whether the site is on its way to another: whoever asks for it may wait a moment. */
  isMoving(siteId: string): boolean
  /** Says to others that this process takes no more sites, and takes none. Resolves when that was said. */
  leave(): Promise<void>
}

/** So long a site that was handed over may be on its way, milliseconds. */
const MOVING_MS = 5_000

export function createSpreader(options: SpreaderOptions): Spreader {
  const { controllers, owners, everyMs, ttlMs, clock, log, timers = machineTimers } = options
  const { canReach = () => true } = options
  const freeSince = new Map<string, number>()
  let memory = NO_MEMORY
  let own = ''
  /** Undefined while nobody can say. */
  let live: readonly Controller[] | undefined
  let looking: Promise<void> | undefined
  let cancel: (() => void) | undefined
  let left = false

  async function look(): Promise<void> {
    const owned = [...owners].filter(([, owner]) => owner.owned)
    const unable = unableFor(memory, clock.monotonic())
    const siteIds = [...owners.keys()].filter((siteId) => !unable.has(siteId) && canReach(siteId))
    const heard = await controllers.announce({ name: own, siteIds, owned: owned.map(([id]) => id) }, ttlMs)
    live = heard ? await controllers.list() : undefined
    if (left) return
    const sites = owned
      .filter(([, owner]) => owner.owned)
      .map(([siteId, owner]) => ({ siteId, spilling: owner.spilling, inReach: owner.switchesReady }))
    const next = nextMove(memory, own, sites, live, clock.monotonic())
    memory = next.memory
    if (!next.move) return
    log.info({ ...next.move }, 'a site is handed over')
    owners.get(next.move.siteId)?.handOver()
  }

  /** One look at a time: a Redis that hangs gathers none. */
  function again(): void {
    looking ??= look()
      .catch((err: unknown) => log.error({ err }, 'controllers could not be looked at'))
      .finally(() => {
        looking = undefined
      })
  }

  return {
    start(name) {
      if (left) return
      own = name
      again()
      cancel ??= timers.every(everyMs, again)
    },
    async isTurn(siteId) {
      if (left) return false
      // At the very start others have to be heard of first.
      if (live === undefined) await looking
      const holder = live && (await controllers.holderOf(siteId))
      if (!holder || holder.now !== undefined) {
        freeSince.delete(siteId)
        // Whoever asks is told who has it; and where Redis is away, the lease can't be had either.
        return !left
      }
      const now = clock.monotonic()
      const since = freeSince.get(siteId) ?? now
      const isTurn = now - since >= patienceMs(siteId, own, live, holder.last)
      // Once asked for, it is free anew when it is seen free again.
      if (isTurn) freeSince.delete(siteId)
      else freeSince.set(siteId, since)
      return !left && isTurn
    },
    isMoving(siteId) {
      const moved = memory.handedOver.get(siteId)
      return left || (moved !== undefined && clock.monotonic() - moved.at < MOVING_MS)
    },
    hasOther: (siteId) =>
      live?.some(({ name, siteIds }) => name !== own && siteIds.includes(siteId)) ?? false,
    async leave() {
      left = true
      cancel?.()
      await looking
      if (own !== '') await controllers.leave(own)
    },
  }
}
