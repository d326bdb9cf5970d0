/** When nobody could be served, by what was broken and by what the journal says: in these windows callers may wait. */
import type { Evidence, JournalFact } from '../evidence.ts'

export interface Span {
  readonly from: number
  readonly to: number
}

/** After a recovery, until what was put off is done. */
const AFTER_MS = 2_000

/** From each fault to its recovery, and from each takeover or loss of a switch until the switch is connected again. */
export function unservedWindows({ faults, facts }: Pick<Evidence, 'faults' | 'facts'>): readonly Span[] {
  const spans: Span[] = faults.map(({ at, recoveredAt }) => ({
    from: at,
    to: recoveredAt === null ? Number.POSITIVE_INFINITY : recoveredAt + AFTER_MS,
  }))
  let since: JournalFact | undefined
  for (const fact of facts) {
    if (fact.type === 'siteTaken' || fact.type === 'switchLost') since ??= fact
    if (fact.type === 'switchConnected' && since) {
      spans.push({ from: since.at, to: fact.at + AFTER_MS })
      since = undefined
    }
  }
  if (since) spans.push({ from: since.at, to: Number.POSITIVE_INFINITY })
  return merged(spans)
}

/**
 * Whether it was while the owner had lost both stores and another had not, or just after. What such an owner does until its
 * lease ends is known to it alone, and is set aside: the double fault that OPERATIONS.md tells of, at its shortest.
 */
export function whileCutOff(at: number, faults: Evidence['faults']): boolean {
  return faults.some((fault) => {
    const until = fault.recoveredAt === null ? Number.POSITIVE_INFINITY : fault.recoveredAt + AFTER_MS
    return fault.kind === 'controllerCutOff' && at >= fault.at && at <= until
  })
}

/** How much of the span lies outside all windows; windows are in order and apart. */
export function outside({ from, to }: Span, windows: readonly Span[]): number {
  const inside = windows.reduce(
    (sum, window) => sum + Math.max(0, Math.min(to, window.to) - Math.max(from, window.from)),
    0,
  )
  return Math.max(0, to - from - inside)
}

export function isWithin(at: number, windows: readonly Span[]): boolean {
  return windows.some(({ from, to }) => at >= from && at <= to)
}

function merged(spans: readonly Span[]): readonly Span[] {
  const all: { from: number; to: number }[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else all.push({ ...span })
  }
  return all
}
