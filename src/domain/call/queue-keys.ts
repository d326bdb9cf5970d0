/** A key pressed by a caller who waits: the way out of the queue that it stands for. */
import { type Decision, stale } from '../decision.ts'
import type { MenuKey } from '../ivr/flow.ts'
import type { SiteState } from '../site/state.ts'
import type { Call } from './state.ts'

export function keyInQueue(_state: SiteState, _call: Call, _key: MenuKey, _at: number): Decision {
  return stale
}
