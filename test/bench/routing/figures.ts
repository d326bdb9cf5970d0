/** What the parts of `bench:routing` say of a run, and of several. */
import { round } from '../measure.ts'

export interface Figures {
  readonly p50Ms: number
  readonly p99Ms: number
}

export function summary(values: readonly number[]): Figures {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { p50Ms: at(0.5), p99Ms: at(0.99) }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

export function medians(runs: readonly Figures[]): Figures {
  return { p50Ms: median(runs.map((one) => one.p50Ms)), p99Ms: median(runs.map((one) => one.p99Ms)) }
}
