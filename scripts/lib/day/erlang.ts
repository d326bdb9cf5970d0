/**
 * What queueing theory says of one queue whose callers come at random and evenly, whose talks are exponential, and
 * whose agents do nothing else. The sources: A. K. Erlang 1917 (C: whoever waits, waits); C. Palm 1957 (A: patience is
 * exponential too). Times in milliseconds, rates per millisecond.
 */
export interface Station {
  readonly agents: number
  readonly arrivalsPerMs: number
  readonly talkMs: number
  /** Mean patience; undefined: endless. */
  readonly patienceMs: number | undefined
}

export interface Expected {
  /** Share of callers who don't get an agent at once. */
  readonly waits: number
  /** Mean wait of all callers, of those who give up too. */
  readonly meanWaitMs: number
  /** Share of callers who give up. */
  readonly givesUp: number
}

/** Undefined where the queue would grow without end. */
export function expected(station: Station): Expected | undefined {
  const { agents, arrivalsPerMs, talkMs, patienceMs } = station
  const load = arrivalsPerMs * talkMs
  if (patienceMs === undefined && load >= agents) return undefined
  const leaving = (n: number) =>
    Math.min(n, agents) / talkMs + Math.max(0, n - agents) / (patienceMs ?? Number.POSITIVE_INFINITY)
  // Birth and death, relative to the state with every agent busy and nobody waiting: no factorial overflows.
  let busyOrLess = 0
  for (let n = agents - 1, p = 1; n >= 0; n -= 1) {
    p *= leaving(n + 1) / arrivalsPerMs
    busyOrLess += p
  }
  let full = 0
  let waiting = 0
  for (let n = agents, p = 1; p > 1e-15 * (full + busyOrLess) || n < agents + 10; n += 1) {
    full += p
    waiting += p * (n - agents)
    p *= arrivalsPerMs / leaving(n + 1)
  }
  const all = busyOrLess + full
  const meanWaiting = waiting / all
  return {
    waits: full / all,
    // Little's law.
    meanWaitMs: meanWaiting / arrivalsPerMs,
    givesUp: patienceMs === undefined ? 0 : meanWaiting / patienceMs / arrivalsPerMs,
  }
}
