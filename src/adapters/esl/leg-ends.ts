/**
 * One end for each leg, with how it sounded. CHANNEL_HANGUP comes first, from whichever thread hung the leg up, and
 * CHANNEL_HANGUP_COMPLETE, which knows the RTP statistics, up to 20 ms later from the leg's own thread. So the end
 * waits for the second; but not for long: a thread that hangs (in a script, on a disk) must keep nobody in a call.
 */
import type { LegId } from '../../domain/ids.ts'
import type { RawSwitchInput } from '../../runtime/switch.ts'

export type LegHungUp = Extract<RawSwitchInput, { type: 'legHungUp' }>

export interface LegEnds {
  /** CHANNEL_HANGUP. */
  hungUp(end: LegHungUp): void
  /** CHANNEL_HANGUP_COMPLETE. */
  completed(end: LegHungUp): void
  /** The connection is lost: what waits is thrown away. */
  forget(): void
}

/** How long a leg's thread may take to finish with it. */
export const COMPLETE_MS = 500
/** Legs that end at once; beyond that they end without having sounded. */
const MOST_WAITING = 10_000

/** `report` is called once for each leg; as of `now`, since inputs reach the core in the order of their time. */
export function createLegEnds(report: (end: LegHungUp) => void, now: () => number): LegEnds {
  const waiting = new Map<LegId, NodeJS.Timeout>()

  const over = (legId: LegId) => {
    clearTimeout(waiting.get(legId))
    waiting.delete(legId)
  }

  return {
    hungUp: (end) => {
      const { legId } = end
      if (waiting.has(legId)) return
      if (waiting.size >= MOST_WAITING) return report(end)
      const timer = setTimeout(() => {
        over(legId)
        report({ ...end, at: now() })
      }, COMPLETE_MS)
      waiting.set(legId, timer)
    },
    // Reported as well where the end was already, or was told before we were connected: the core knows what is late.
    completed: (end) => {
      over(end.legId)
      report(end)
    },
    forget: () => {
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
