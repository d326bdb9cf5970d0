/** Errands of flows, as the runtime sees them: what they ask, and what comes of it. */

import type { LocalMoment } from '../lib/expression.ts'

export type OpenState = 'open' | 'closed' | 'holiday'

/** The hospital's opening hours, and its clocks. */
export interface CalendarsPort {
  /** Undefined: there is no such calendar. */
  stateAt(name: string, at: number): OpenState | undefined
  /** What the site's clocks show. */
  now(at: number): LocalMoment
}
