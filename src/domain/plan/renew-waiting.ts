/** Callers who wait while the rules of their queue become others: the new ones count for them from now on. */
import { LIMITS } from '../call/limits.ts'
import { type Call, type Place, placeWaitedAt } from '../call/state.ts'
import { stepNamed } from '../call/walk/walk.ts'
import { scheduleCall } from '../site/schedule.ts'
import { flowOf, type SiteState } from '../site/state.ts'
import type { Announcements } from './definition.ts'
import { definitionFor } from './of-call.ts'

/** `concerns`: whether the rules have changed for this caller. */
export function renewWaiting(
  state: SiteState,
  concerns: (call: Call, place: Place) => boolean,
  at: number,
): void {
  for (const call of state.calls.values()) {
    const place = placeWaitedAt(call.phase)
    if (place && concerns(call, place)) renew(state, call, renewed(state, call, place, at))
  }
}

/** What waiting callers hear between the music. */
export function announcementsFor(state: SiteState, call: Call, place: Place): Announcements | undefined {
  const planned = definitionFor(state, call, place.queueId)?.announcements
  if (planned) return planned
  const flow = flowOf(state, call)
  const { answered } = call
  const step = flow && place.step !== undefined ? stepNamed({ answered, flow }, place.step) : undefined
  return step?.kind === 'queue' ? step.announcements : undefined
}

export function betweenMs({ everyMs }: Announcements): number {
  return Math.max(everyMs, LIMITS.betweenAnnouncementsMs)
}

/** The rules are looked at at once, as if none had been tried. */
function renewed(state: SiteState, call: Call, place: Place, at: number): Place {
  const { overflowAt: _at, tried: _tried, ...rest } = place
  const rules = definitionFor(state, call, place.queueId)?.overflow ?? []
  const announcements = announcementsFor(state, call, place)
  const announceAt = announcements && (place.announceAt ?? at + betweenMs(announcements))
  return { ...rest, announceAt, ...(rules.length > 0 ? { overflowAt: at } : {}) }
}

function renew(state: SiteState, call: Call, place: Place): void {
  const { phase } = call
  switch (phase.name) {
    case 'queued': {
      const queue = state.queues.get(place.queueId)
      queue?.waiting.remove(call, phase.place)
      state.ready.unlist(call.id)
      call.phase = { name: 'queued', place }
      queue?.waiting.add(call, place)
      state.ready.list(state, call)
      break
    }
    case 'offered':
    case 'connecting':
    case 'transferring':
      call.phase = { ...phase, place }
      break
    default:
      return
  }
  scheduleCall(state, call)
}
