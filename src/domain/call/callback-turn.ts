/**
 * Whose turn it is to be called back: of those for whom somebody idle would do, who is to be served first, unless a caller
 * who waits is to be served before and would have that agent. The index holds who would do for whom: nobody is looked
 * through.
 */
import { licenceFault } from '../acd/licences.ts'
import type { Line } from '../acd/line.ts'
import { servedBefore, type Waiting } from '../acd/waiting.ts'
import type { SiteState } from '../site/state.ts'

export function firstToCallBack(state: SiteState, at: number): Waiting | undefined {
  const first = firstOf(state.ready.callable, 'callbacks', at)
  if (!first) return undefined
  const waits = firstOf(state.ready.matchable, 'waiting', at)
  return waits && servedBefore(waits.place, first.place) < 0 ? undefined : first
}

function firstOf(lines: Iterable<Line>, list: 'callbacks' | 'waiting', at: number): Waiting | undefined {
  let best: Waiting | undefined
  for (const line of lines) {
    const first = line[list].first()
    if (!first || (best && servedBefore(best.place, first.place) < 0)) continue
    if (hasLicensed(line, at)) best = first
  }
  return best
}

/** The index knows of licences as they were when it last looked: one may have expired since. */
function hasLicensed({ idle, needs }: Line, at: number): boolean {
  for (const { agent } of idle) if (licenceFault(agent, needs, at) === undefined) return true
  return false
}
