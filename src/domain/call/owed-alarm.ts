/** The alarm about callers who are owed a call, and who they are, by queue. */
import type { Decision } from '../decision.ts'
import type { QueueId } from '../ids.ts'
import { clearAlarm, raiseAlarm } from '../site/alarming.ts'
import type { SiteState } from '../site/state.ts'
import { detailOf, type Owed } from './owed.ts'

/** The alarm as it is to be, where it isn't so. */
export function owedAlarm(state: SiteState, at: number): Decision | undefined {
  const { owedCallbacks: owed } = state
  if (owed.size === 0) return clearAlarm(state, 'callbackFailed', null, at)
  return raiseAlarm(state, 'callbackFailed', null, detailOf(owed), at)
}

/** Those of one queue, the longest owed first. */
export function owedIn(state: SiteState, queueId: QueueId): readonly Owed[] {
  const found: Owed[] = []
  for (const one of state.owedCallbacks.values()) if (one.queueId === queueId) found.push(one)
  return found
}
