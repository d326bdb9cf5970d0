/**
 * One end for each leg, with how it sounded. CHANNEL_HANGUP comes first, from whichever thread hung the leg up, and
 * CHANNEL_HANGUP_COMPLETE, which knows the RTP statistics, up to 20 ms later from the leg's own thread. So the end
 * waits for the second; but not for long: a thread that hangs (in a script, on a disk) must keep nobody in a call.
 *
 * What the leg says in between (a prompt is over, a recording has stopped) is because of its end, and follows it: told
 * before, a caller who hangs up while an announcement plays would have heard it out, and go on to the queue.
 *
 * Ends are told in the order of their CHANNEL_HANGUPs: it says who hung up. The switch ends the other leg of a bridge
 * next, and is often done with that one first.
 */
import type { LegId } from '../../domain/ids.ts'
import type { RawSwitchInput } from '../../runtime/switch.ts'

export type LegHungUp = Extract<RawSwitchInput, { type: 'legHungUp' }>

export interface LegEnds {
  /** CHANNEL_HANGUP. */
  hungUp(end: LegHungUp): void
  /** CHANNEL_HANGUP_COMPLETE. */
  completed(end: LegHungUp): void
  /** Takes what is told of a leg; true when it must wait for the leg's end, and will be reported after it. */
  holds(input: RawSwitchInput): boolean
  /** The connection is lost: no measurements will come, so what waits is told without. */
  tellAll(): void
  /** The same, and from now on no end waits. */
  waitNoLonger(): void
  /** What waits is thrown away. */
  forget(): void
}

/** How long a leg's thread may take to finish with it. */
export const COMPLETE_MS = 500
/** Legs that end at once; beyond that they end without having sounded. */
const MOST_WAITING = 10_000
/** What one leg may say in that time; beyond that it is told at once. */
const MOST_BEHIND = 50

interface Ending {
  end: LegHungUp
  /** All is known, or has been waited for long enough. */
  ready: boolean
  readonly timer: NodeJS.Timeout
  readonly behind: RawSwitchInput[]
}

/** `report` is called once for each; as of `now`, since inputs reach the core in the order of their time. */
export function createLegEnds(report: (input: RawSwitchInput) => void, now: () => number): LegEnds {
  /** The longest hung up first. */
  const waiting = new Map<LegId, Ending>()
  let waits = true

  const tellReady = () => {
    for (const [legId, { ready, timer, end, behind }] of waiting) {
      if (!ready) return
      clearTimeout(timer)
      waiting.delete(legId)
      for (const input of [end, ...behind]) report({ ...input, at: now() })
    }
  }

  const readied = (legId: LegId) => {
    const ending = waiting.get(legId)
    if (ending) ending.ready = true
    tellReady()
  }

  const tellAll = () => {
    for (const ending of waiting.values()) ending.ready = true
    tellReady()
  }

  return {
    hungUp: (end) => {
      const { legId } = end
      if (waiting.has(legId)) return
      if (!waits || waiting.size >= MOST_WAITING) return report(end)
      const timer = setTimeout(readied, COMPLETE_MS, legId)
      waiting.set(legId, { end, ready: false, timer, behind: [] })
    },
    completed: (end) => {
      const ending = waiting.get(end.legId)
      // Its end was told already, or came before we were connected: the core knows what is late.
      if (ending === undefined) return report(end)
      ending.end = end
      readied(end.legId)
    },
    holds: (input) => {
      const ending = 'legId' in input ? waiting.get(input.legId) : undefined
      if (ending === undefined || ending.behind.length >= MOST_BEHIND) return false
      ending.behind.push(input)
      return true
    },
    tellAll,
    waitNoLonger: () => {
      waits = false
      tellAll()
    },
    forget: () => {
      for (const { timer } of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}
