/** The owner's measures say that there is too much to do, or no longer: the fact, and the alarm. */
import { both, type Decision, decided, nothing } from '../decision.ts'
import { clearAlarm, raiseAlarm } from './alarming.ts'
import { siteFact } from './facts.ts'
import type { Load, LoadReason } from './load.ts'
import { same } from './same.ts'
import type { SiteState } from './state.ts'

/** The measure has changed, or a new owner says how it is with it. What is so already gives no fact. */
export function loadChanged(state: SiteState, load: Load, at: number): Decision {
  const { level, why, nodes } = load
  const changed = same(state.load, { level, why, nodes })
    ? nothing
    : decided([siteFact(state.siteId, 'loadChanged', at, { level, why, nodes })])
  const alarm =
    level === 'normal'
      ? clearAlarm(state, 'overloaded', null, at)
      : raiseAlarm(state, 'overloaded', null, wordsOf(load), at)
  return both(changed, alarm ?? nothing)
}

const WORDS: Readonly<Record<LoadReason, string>> = {
  eventLoop: 'this process is late',
  lag: 'inputs wait for their orders',
  appends: 'the database is slow',
  spill: 'the local journal is nearly full',
  calls: 'the site has as many calls as it may have',
  sessions: 'few sessions are left',
}

function wordsOf({ why, nodes }: Load): string {
  const on = nodes.length > 0 ? ` on ${nodes.join(', ')}` : ''
  const reasons = why.map((one) => (one === 'sessions' ? `${WORDS[one]}${on}` : WORDS[one]))
  return `routine callers hear that all is busy: ${reasons.join('; ')}`
}
