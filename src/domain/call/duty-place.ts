/** Whose chain is followed for a call, and who of it rings. */
import type { LegId } from '../ids.ts'
import type { Duty, DutyRing } from './duty-state.ts'
import type { Call, Place } from './state.ts'

export function joinedAt(place: Place): number {
  return place.joinedAt ?? place.enqueuedAt
}

/** Whether it is the chain of this place. */
export function isDutyFor(duty: Duty, place: Place): boolean {
  return duty.queueId === place.queueId && duty.joinedAt === joinedAt(place)
}

export function dutyRingOf({ duty }: Call, legId: LegId): DutyRing | undefined {
  return duty?.rings.find((ring) => ring.legId === legId)
}

/** The ring whose question has this token. */
export function dutyAskedBy({ duty }: Call, token: string): DutyRing | undefined {
  return token === '' ? undefined : duty?.rings.find((ring) => ring.token === token)
}
