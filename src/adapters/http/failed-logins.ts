/**
 * Counts tokens that were refused, by where they came from. Guessing 256 bits leads nowhere; what is limited is how
 * much of the database and of the journal somebody without a key can use up.
 */
import { ipKeyGenerator } from 'express-rate-limit'

export interface FailedLogins {
  /** Seconds until the source may fail again; undefined while it may. */
  blockedS(address: string | undefined): number | undefined
  failed(address: string | undefined): void
}

const PER_MINUTE = 20
const WINDOW_MS = 60_000
/** Sources counted at once; the one that was seen first is forgotten first. */
const MOST_SOURCES = 10_000

interface Count {
  failures: number
  /** Monotonic. */
  readonly until: number
}

/** `now`: monotonic milliseconds. */
export function createFailedLogins(now: () => number = () => performance.now()): FailedLogins {
  const counts = new Map<string, Count>()
  // One who has an IPv6 network has all of its addresses.
  const sourceOf = (address: string | undefined) => (address ? ipKeyGenerator(address, 64) : 'unknown')
  const current = (source: string): Count | undefined => {
    const count = counts.get(source)
    if (!count || count.until > now()) return count
    counts.delete(source)
    return undefined
  }
  return {
    blockedS(address) {
      const count = current(sourceOf(address))
      if (!count || count.failures < PER_MINUTE) return undefined
      return Math.max(1, Math.ceil((count.until - now()) / 1000))
    },
    failed(address) {
      const source = sourceOf(address)
      const count = current(source)
      if (count) {
        count.failures += 1
        return
      }
      counts.set(source, { failures: 1, until: now() + WINDOW_MS })
      const [oldest] = counts.keys()
      if (counts.size > MOST_SOURCES && oldest !== undefined) counts.delete(oldest)
    },
  }
}
