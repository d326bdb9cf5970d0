import type { Clock } from './ports.ts'

/**
 * The machine's clock for facts and deadlines, without steps backwards: the wall clock is read once and carried on
 * by the monotonic one; where the wall clock runs ahead of that by more than a second (it was corrected forwards),
 * it is followed. A clock set back is waited for.
 */
export function machineClock(): Clock {
  const monotonic = () => performance.now()
  let base = Date.now() - monotonic()
  return {
    now() {
      const wall = Date.now()
      const carried = base + monotonic()
      if (wall - carried > 1_000) base = wall - monotonic()
      return Math.floor(Math.max(carried, base + monotonic()))
    },
    monotonic,
  }
}
