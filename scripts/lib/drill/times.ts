/** How long it took until somebody was there again: reported, never judged. */
import type { Evidence } from './evidence.ts'

export interface Times {
  /** From the death of the site's owner to the next `siteTaken`, as the journal's reader saw it. */
  readonly takeoverMs: readonly number[]
  /** From taking the site, or losing a switch, to knowing what is there: `switchConnected`. */
  readonly reconcileMs: readonly number[]
  /** With every controller dead: from its death, or from the caller's own INVITE, to the ringing fallback group. */
  readonly failOpenMs: readonly number[]
}

/** After which somebody takes the site at once; where it is away for a while on purpose, that while would be measured. */
const DEATHS: readonly string[] = ['controllerKilled', 'controllerTold']

export function timesOf({
  faults,
  facts,
  callers,
  fallbackCalls,
}: Pick<Evidence, 'faults' | 'facts' | 'callers' | 'fallbackCalls'>): Times {
  const takeoverMs: number[] = []
  const failOpenMs: number[] = []
  for (const { kind, at, recoveredAt } of faults) {
    const until = recoveredAt ?? Number.POSITIVE_INFINITY
    const taken = facts.find(
      ({ type, seenAt }) => type === 'siteTaken' && seenAt > at && seenAt <= until + 1_000,
    )
    if (DEATHS.includes(kind) && taken) takeoverMs.push(taken.seenAt - at)
    if (kind !== 'controllerDead') continue
    for (const { number, rangAt } of fallbackCalls) {
      if (rangAt < at || rangAt > until) continue
      const caller = callers.find((one) => one.number === number)
      if (caller) failOpenMs.push(rangAt - Math.max(at, caller.startedAt))
    }
  }
  const reconcileMs: number[] = []
  let since: number | undefined
  for (const { type, seenAt } of facts) {
    if (type === 'siteTaken' || type === 'switchLost') since ??= seenAt
    if (type === 'switchConnected' && since !== undefined) {
      reconcileMs.push(seenAt - since)
      since = undefined
    }
  }
  return { takeoverMs, reconcileMs, failOpenMs }
}

/** The value that so many percent don't exceed (nearest rank); null of nothing. */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null
}
