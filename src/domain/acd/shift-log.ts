/**
 * What an agent did, day by day, made of the agent's own facts: shifts from log-on to log-off, the states within them,
 * and how long each lasted. Nothing is kept for it beside the journal.
 */
import type { JournalRow } from '../fact.ts'
import type { AgentPhase } from './agent.ts'
import { beginOfDay } from './days.ts'
import type { AgentFact } from './facts.ts'

export type ShiftPhase = Exclude<AgentPhase['name'], 'loggedOff'>

/** One state, as far as it lies within the day. Times in milliseconds since the epoch. */
export interface Stretch {
  readonly phase: ShiftPhase
  /** Why not ready. */
  readonly reasonCode: string | null
  /** The supervisor whose doing it was. */
  readonly by: string | null
  readonly callId: string | null
  readonly since: number
  /** Null: it goes on. */
  readonly until: number | null
}

/** From a log-on to its log-off, which may lie on other days. */
export interface Shift {
  readonly extension: string
  readonly loggedOnAt: number
  /** Null: the agent is logged on still. */
  readonly loggedOffAt: number | null
}

export interface StateTotal {
  readonly phase: ShiftPhase
  readonly reasonCode: string | null
  /** How often it began on this day. */
  readonly times: number
  readonly durationMs: number
}

export interface ShiftDay {
  /** As `dayOf` counts. */
  readonly day: number
  readonly loggedOnMs: number
  /** Those of which some part lies on this day. */
  readonly shifts: readonly Shift[]
  /** By phase and reason, in the order in which they first came. */
  readonly totals: readonly StateTotal[]
  readonly states: readonly Stretch[]
}

/**
 * @param rows the agent's, in order, from the log-on of the shift that `fromDay` begins in, where there is one
 * @param now what goes on is counted until then
 */
export function shiftDays(
  rows: readonly JournalRow[],
  fromDay: number,
  toDay: number,
  now: number,
): readonly ShiftDay[] {
  const { shifts, stretches } = read(rows)
  const days: ShiftDay[] = []
  for (let day = fromDay; day <= toDay; day += 1) {
    const [from, to] = [beginOfDay(day), beginOfDay(day + 1)]
    const states = stretches.flatMap((one) => within(one, from, to, now))
    days.push({
      day,
      loggedOnMs: states.reduce((sum, one) => sum + lastedMs(one, now), 0),
      shifts: shifts.filter((one) => one.loggedOnAt < to && (one.loggedOffAt ?? now) >= from),
      totals: totalsOf(states, from, stretches, now),
      states,
    })
  }
  return days
}

function read(rows: readonly JournalRow[]): { shifts: Shift[]; stretches: Stretch[] } {
  const shifts: Shift[] = []
  const stretches: Stretch[] = []
  const close = (at: number) => {
    const last = stretches.at(-1)
    if (last && last.until === null) stretches[stretches.length - 1] = { ...last, until: at }
  }
  for (const row of rows) {
    // What else the journal holds of an agent changes no state.
    const fact = row as unknown as AgentFact
    if (fact.type === 'agentLoggedOff') {
      close(fact.at)
      const shift = shifts.at(-1)
      if (shift) shifts[shifts.length - 1] = { ...shift, loggedOffAt: fact.at }
      continue
    }
    if (fact.type === 'agentLoggedOn')
      shifts.push({ extension: fact.data.extension, loggedOnAt: fact.at, loggedOffAt: null })
    const begun = begunBy(fact)
    if (!begun) continue
    close(fact.at)
    stretches.push({ ...begun, since: fact.at, until: null })
  }
  return { shifts, stretches }
}

function begunBy(fact: AgentFact): Omit<Stretch, 'since' | 'until'> | undefined {
  const none = { reasonCode: null, by: null, callId: null }
  switch (fact.type) {
    case 'agentLoggedOn':
      return { ...none, phase: 'notReady', reasonCode: 'loggedOn' }
    case 'agentReady':
      return { ...none, phase: 'ready', by: fact.data.by ?? null }
    case 'agentNotReady': {
      const { reasonCode, callId, by = null } = fact.data
      return { phase: 'notReady', reasonCode, callId, by }
    }
    case 'agentReserved':
      return { ...none, phase: 'reserved', callId: fact.data.callId }
    case 'agentBusy':
      return { ...none, phase: 'busy', callId: fact.data.callId }
    case 'agentWrapUp':
      return { ...none, phase: 'wrapUp', callId: fact.data.callId }
    default:
      return undefined
  }
}

/** The part of a state that lies on the day; a state that began and ended in the same millisecond is none. */
function within(one: Stretch, from: number, to: number, now: number): readonly Stretch[] {
  const until = one.until ?? now
  if (one.since >= to || until <= from || until <= one.since) return []
  return [
    {
      ...one,
      since: Math.max(one.since, from),
      until: one.until === null && now < to ? null : Math.min(until, to),
    },
  ]
}

function lastedMs({ since, until }: Stretch, now: number): number {
  return Math.max(0, (until ?? now) - since)
}

function totalsOf(
  states: readonly Stretch[],
  from: number,
  all: readonly Stretch[],
  now: number,
): readonly StateTotal[] {
  const carriedOver = states[0]?.since === from && !all.some(({ since }) => since === from)
  const totals = new Map<string, StateTotal>()
  states.forEach((one, index) => {
    const { phase, reasonCode } = one
    const key = `${phase} ${reasonCode}`
    const before = totals.get(key) ?? { phase, reasonCode, times: 0, durationMs: 0 }
    const times = before.times + (index === 0 && carriedOver ? 0 : 1)
    totals.set(key, { phase, reasonCode, times, durationMs: before.durationMs + lastedMs(one, now) })
  })
  return [...totals.values()]
}
