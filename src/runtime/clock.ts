/**
 * Site time: what facts are dated by and deadlines are set by. It goes with the monotonic clock and is slewed towards
 * the wall clock by at most a tenth in either direction, as adjtime(3) does: a wall clock that is set back or forth by
 * an hour shortens no ring time and lengthens no wrap-up by more than a tenth, and is caught up with in ten hours.
 *
 *   site time = the reading before + what has passed since ± at most a tenth of that, towards the wall
 *
 * Time in which the machine was suspended has passed for callers too, though the monotonic clock stood still: a jump
 * of the wall clock that the boot clock made as well is followed.
 */
import type { SiteClock } from './ports.ts'

const MOST_SLEWED = 0.1
/** A smaller jump between two readings isn't worth asking whether the machine was suspended. */
const JUMP_MS = 1_000

export interface ClockSources {
  /** Milliseconds since the epoch; may step. */
  wall(): number
  /** Milliseconds that never run backwards. */
  monotonic(): number
  /** Milliseconds since the machine booted, those in which it was suspended included; undefined where nobody says. */
  sinceBoot?(): number | undefined
}

/** This machine's, without its boot clock. */
export const MACHINE: ClockSources = { wall: () => Date.now(), monotonic: () => performance.now() }

/** `begin`: site time now, where an earlier process's is gone on with; else it begins with the wall clock. */
export function machineClock(sources: ClockSources = MACHINE, begin = sources.wall()): SiteClock {
  const { wall, monotonic, sinceBoot = () => undefined } = sources
  /** How far the boot clock is ahead of the monotonic one: grows with each suspension. */
  const suspended = (mono: number) => (sinceBoot() ?? mono) - mono
  let siteMs = begin
  let seenWall = wall()
  let seenMono = monotonic()
  let seenSuspended = suspended(seenMono)

  function asleepFor(jumpMs: number, mono: number): number {
    if (jumpMs < JUMP_MS) return 0
    const sleptMs = suspended(mono) - seenSuspended
    seenSuspended += Math.max(0, sleptMs)
    return sleptMs >= JUMP_MS ? Math.min(sleptMs, jumpMs) : 0
  }

  function go(): void {
    const mono = monotonic()
    const wallNow = wall()
    const passed = Math.max(0, mono - seenMono)
    const carried = siteMs + passed + asleepFor(wallNow - seenWall - passed, mono)
    const most = passed * MOST_SLEWED
    siteMs = carried + Math.min(most, Math.max(-most, wallNow - carried))
    seenWall = wallNow
    seenMono = mono
  }

  return {
    now() {
      go()
      return Math.floor(siteMs)
    },
    notBefore(at) {
      go()
      siteMs = Math.max(siteMs, at)
    },
    wall,
    monotonic,
  }
}
