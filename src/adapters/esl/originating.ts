/**
 * Legs whose `originate` is still under way. The switch reports an answer, or early media, up to 20 ms before the
 * originate that waits for it has let go of the leg; a bridge in between tears the leg out of its hands, and it says
 * ORIGINATOR_CANCEL of a leg that talks. So both are held back until the leg is parked, or the job has ended.
 */
import type { LegId } from '../../domain/ids.ts'
import type { RawSwitchInput } from '../../runtime/switch.ts'

export interface Originating {
  begin(legId: LegId): void
  /** Takes what an event said; true when it is held back, or swallowed, and must not be reported now. */
  came(input: RawSwitchInput): boolean
  /** The leg is free: what was held back is reported. Does nothing for other legs. */
  settle(legId: LegId): void
  /** The job has ended. True when the leg has been seen: then its own hang-up says what became of it. */
  end(legId: LegId): boolean
  forget(): void
}

/** As many entries as jobs are under way: `end` comes for each of them, by their deadline at the latest. */
export function createOriginating(report: (input: RawSwitchInput) => void, now: () => number): Originating {
  const legs = new Map<LegId, { seen: boolean; free: boolean; held: RawSwitchInput[] }>()

  const settle = (legId: LegId) => {
    const leg = legs.get(legId)
    if (leg === undefined) return
    leg.free = true
    // As of now: inputs reach the core in the order of their time.
    for (const input of leg.held.splice(0)) report({ ...input, at: now() })
  }

  return {
    begin: (legId) => {
      legs.set(legId, { seen: false, free: false, held: [] })
    },
    came: (input) => {
      const leg = 'legId' in input ? legs.get(input.legId) : undefined
      if (leg === undefined) return false
      leg.seen = true
      if (input.type === 'legHungUp') leg.held.length = 0
      if (leg.free || (input.type !== 'legAnswered' && input.type !== 'legHeard')) return false
      leg.held.push(input)
      return true
    },
    settle,
    end: (legId) => {
      settle(legId)
      const seen = legs.get(legId)?.seen ?? false
      legs.delete(legId)
      return seen
    },
    forget: () => legs.clear(),
  }
}
