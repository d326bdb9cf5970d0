/** Who is to be called back from a queue, and who wasn't reached: as the API shows them. No personal data. */

import { owedIn } from '../call/owed-alarm.ts'
import { promisedPlace } from '../call/promises.ts'
import type { Call } from '../call/state.ts'
import type { QueueId } from '../ids.ts'
import type { SiteState } from './state.ts'

/** `promised`: the caller is still there. `waiting` for the place's turn, `paused` after an attempt, `calling` now. */
export const CALLBACK_STATES = ['promised', 'waiting', 'paused', 'calling', 'failed'] as const

export interface CallbackView {
  readonly callId: string
  readonly state: (typeof CALLBACK_STATES)[number]
  /** Masked. */
  readonly callingNumber: string
  /** Since when the caller waits; of one who wasn't reached, when it was given up. */
  readonly since: number
  readonly attempts: number
  /** When the caller is rung again at the earliest; null: at the place's turn, now, or never. */
  readonly nextAttemptAt: number | null
  /** Until when the promise holds; null: it is over. */
  readonly until: number | null
}

/** Who wasn't reached first, the longest owed first; then the others in the order of their places. Null: no such queue. */
export function viewCallbacks(state: SiteState, queueId: QueueId): readonly CallbackView[] | null {
  const queue = state.queues.get(queueId)
  if (!queue) return null
  const failed = owedIn(state, queueId).map(({ callId, masked, since, attempts }): CallbackView => {
    const over = { nextAttemptAt: null, until: null } as const
    return { callId, state: 'failed', callingNumber: masked, since, attempts, ...over }
  })
  const calls = [...queue.promises].flatMap((callId) => state.calls.get(callId) ?? [])
  const order = (call: Call) => promisedPlace(call)?.servedAs ?? 0
  return [...failed, ...calls.sort((a, b) => order(a) - order(b)).map(shown)]
}

function shown(call: Call): CallbackView {
  const { phase, promised, calling } = call
  const about = { callId: call.id, callingNumber: calling.masked, nextAttemptAt: null } as const
  const since = promisedPlace(call)?.enqueuedAt ?? call.startedAt
  switch (phase.name) {
    case 'callingBack':
      return { ...about, state: 'calling', since, attempts: phase.attempt, until: phase.expiresAt }
    case 'awaitingCallback': {
      const { attempt: attempts, expiresAt: until, paused, dueAt } = phase
      if (!paused) return { ...about, state: 'waiting', since, attempts, until }
      return { ...about, state: 'paused', since, attempts, until, nextAttemptAt: dueAt }
    }
    default:
      return { ...about, state: 'promised', since, attempts: 0, until: promised?.expiresAt ?? null }
  }
}
