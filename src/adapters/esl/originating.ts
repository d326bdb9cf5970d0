/**
 * Legs whose `originate` is still under way. The switch reports an answer, or early media, up to 20 ms before the
 * originate that waits for it has let go of the leg; a bridge in between tears the leg out of its hands, and it says
 * ORIGINATOR_CANCEL of a leg that talks. A job that went well ends just before its leg is parked; a bridge between
 * the two is torn by the park that follows. So both are held back until the leg is parked, or the job has failed.
 */
import type { LegId } from '../../domain/ids.ts'
import type { RawSwitchInput } from '../../runtime/switch.ts'

export interface Originating {
  begin(legId: LegId): void
  /** The leg comes up by an `originate` whose job isn't ours to hear of: its park ends the wait. */
  adopt(legId: LegId): void
  /** Takes what an event said; true when it is held back, or swallowed, and must not be reported now. */
  came(input: RawSwitchInput): boolean
  /** The leg is free: what was held back is reported. Does nothing for other legs. */
  settle(legId: LegId): void
  /**
   * The job has ended; `parks`: it went well, and the leg's park is still to come or has come. True when the leg has
   * been seen: then its own hang-up says what became of it.
   */
  end(legId: LegId, parks: boolean): boolean
  forget(): void
}

interface Leg {
  seen: boolean
  free: boolean
  /** Its job is over, or isn't ours to hear of: its park ends the wait. */
  adopted: boolean
  readonly held: RawSwitchInput[]
}

/**
 * As many entries as legs are coming up: `end` comes for each job by its deadline at the latest, and an adopted leg
 * is parked or hangs up.
 */
export function createOriginating(report: (input: RawSwitchInput) => void, now: () => number): Originating {
  const legs = new Map<LegId, Leg>()

  const settle = (legId: LegId) => {
    const leg = legs.get(legId)
    if (leg === undefined) return
    leg.free = true
    if (leg.adopted) legs.delete(legId)
    // As of now: inputs reach the core in the order of their time.
    for (const input of leg.held.splice(0)) report({ ...input, at: now() })
  }

  return {
    begin: (legId) => {
      legs.set(legId, { seen: false, free: false, adopted: false, held: [] })
    },
    adopt: (legId) => {
      if (!legs.has(legId)) legs.set(legId, { seen: true, free: false, adopted: true, held: [] })
    },
    came: (input) => {
      const leg = 'legId' in input ? legs.get(input.legId) : undefined
      if (leg === undefined) return false
      leg.seen = true
      if (input.type === 'legHungUp') {
        leg.held.length = 0
        if (leg.adopted) legs.delete(input.legId)
      }
      if (leg.free || (input.type !== 'legAnswered' && input.type !== 'legHeard')) return false
      leg.held.push(input)
      return true
    },
    settle,
    end: (legId, parks) => {
      const leg = legs.get(legId)
      if (leg === undefined) return true
      leg.adopted = true
      if (leg.free) legs.delete(legId)
      else if (!parks) settle(legId)
      return leg.seen
    },
    forget: () => legs.clear(),
  }
}
