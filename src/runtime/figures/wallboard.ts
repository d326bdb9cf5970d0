/**
 * What goes on in each queue now, and how the day has been so far: from the owner's memory, where waiting callers and
 * agents are known even while the database is away, and from what is counted of the journal.
 */
import { serves } from '../../domain/acd/agent.ts'
import { placeWaitedAt } from '../../domain/call/state.ts'
import type { Queue, SiteState } from '../../domain/site/state.ts'
import type { Ledger } from './ledger.ts'
import { queueRates, serviceLevelOf } from './rates.ts'
import { recentCounts } from './recent.ts'
import { DEFAULT_LEVEL } from './standing.ts'

/** Of those who are logged on for the queue. Who serves several queues is counted in each. */
export interface BoardAgents {
  readonly loggedOn: number
  readonly ready: number
  readonly ringing: number
  /** With a call, of whatever queue. */
  readonly talking: number
  readonly wrapUp: number
  readonly notReady: number
}

export interface QueueBoard {
  readonly queueId: string
  /** Callers whom nobody has answered, those included for whom a phone rings. */
  readonly waiting: number
  readonly emergenciesWaiting: number
  /** To be called back, and not called yet. */
  readonly callbacksWaiting: number
  readonly longestWaitSince: number | null
  readonly agents: BoardAgents
  /** What the queue promises: so many of a hundred, within so long. */
  readonly target: { readonly percent: number; readonly withinMs: number }
  /** Of those who came since the day began. Null: not known yet. */
  readonly today: {
    readonly arrived: number
    readonly answered: number
    readonly abandoned: number
    readonly shortAbandoned: number
    readonly serviceLevel: number | null
    readonly averageAnswerMs: number | null
    readonly longestWaitMs: number
  } | null
  /** Of what was decided in the last 30 minutes. */
  readonly lastHalfHour: {
    readonly answered: number
    readonly abandoned: number
    readonly serviceLevel: number | null
  } | null
}

/** By queue, by id. Looks at each caller who is there, and each agent of each queue, once. */
export function wallboardOf(
  state: SiteState,
  ledger: Ledger | undefined,
  now: number,
): readonly QueueBoard[] {
  const callers = callersOf(state)
  const queues = [...state.queues.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  return queues.map((queue) => ({
    queueId: queue.id,
    ...(callers.get(queue.id) ?? NOBODY),
    agents: agentsOf(state, queue),
    ...countedOf(queue, ledger, now),
  }))
}

type Callers = Pick<QueueBoard, 'waiting' | 'emergenciesWaiting' | 'callbacksWaiting' | 'longestWaitSince'>

const NOBODY: Callers = { waiting: 0, emergenciesWaiting: 0, callbacksWaiting: 0, longestWaitSince: null }

function callersOf({ calls }: SiteState): ReadonlyMap<string, Callers> {
  const found = new Map<string, Callers>()
  for (const { phase } of calls.values()) {
    const place = placeWaitedAt(phase)
    const toCall = phase.name === 'awaitingCallback' ? phase.place : undefined
    const queueId = place?.queueId ?? toCall?.queueId
    if (queueId === undefined) continue
    const before = found.get(queueId) ?? NOBODY
    if (!place) {
      found.set(queueId, { ...before, callbacksWaiting: before.callbacksWaiting + 1 })
      continue
    }
    const since = place.enqueuedAt
    found.set(queueId, {
      ...before,
      waiting: before.waiting + 1,
      emergenciesWaiting: before.emergenciesWaiting + (place.priority === 'emergency' ? 1 : 0),
      longestWaitSince: before.longestWaitSince === null ? since : Math.min(before.longestWaitSince, since),
    })
  }
  return found
}

const PHASES = {
  ready: 'ready',
  reserved: 'ringing',
  busy: 'talking',
  wrapUp: 'wrapUp',
  notReady: 'notReady',
} as const

function agentsOf({ agents }: SiteState, { id, members }: Queue): BoardAgents {
  const counts = { loggedOn: 0, ready: 0, ringing: 0, talking: 0, wrapUp: 0, notReady: 0 }
  for (const agentId of members) {
    const agent = agents.get(agentId)
    if (!agent || agent.phase.name === 'loggedOff' || !serves(agent, id)) continue
    counts.loggedOn += 1
    counts[PHASES[agent.phase.name]] += 1
  }
  return counts
}

function countedOf(
  { id, definition }: Queue,
  ledger: Ledger | undefined,
  now: number,
): Pick<QueueBoard, 'target' | 'today' | 'lastHalfHour'> {
  const { withinMs, targetPercent: percent } = definition.serviceLevel ?? DEFAULT_LEVEL
  const target = { percent, withinMs }
  if (!ledger) return { target, today: null, lastHalfHour: null }
  const sums = ledger.today(id, now)
  const { arrived, answered, abandoned, shortAbandoned, longestWaitMs } = sums
  const { serviceLevel, averageAnswerMs } = queueRates(sums)
  const standing = ledger.queue(id)
  const recent = recentCounts(standing ?? { recent: [] }, now)
  return {
    target,
    today: { arrived, answered, abandoned, shortAbandoned, serviceLevel, averageAnswerMs, longestWaitMs },
    lastHalfHour: {
      answered: recent.answered,
      abandoned: recent.abandoned,
      serviceLevel: serviceLevelOf(recent),
    },
  }
}
