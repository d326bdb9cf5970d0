/** Where the callers of a queue go when they have waited too long there, or nobody is on. Plain data of its definition. */
import type { FlowId, QueueId } from '../ids.ts'

/** At least one of `afterMs` and `when` is there; with both, the one counts from the other on. */
export interface OverflowRule {
  /** So long after the caller came into this queue. */
  readonly afterMs?: number
  /** While nobody is logged on for the queue. */
  readonly when?: 'nobodyOn'
  readonly to: OverflowTarget
}

export type OverflowTarget =
  /** The caller keeps the place: whoever came there later is served later. */
  | { readonly queueId: QueueId }
  /** A number outside, another site's too. Where nobody answers, the caller is back at the place. */
  | { readonly number: string }
  /** Another flow, from its start; the place is given up. */
  | { readonly flowId: FlowId }

/** What has become of the rules for one caller. */
export interface Overflowing {
  /** When the caller came into this queue; absent: when the place began. */
  readonly joinedAt?: number
  /** Rules by their number that have been tried here and have led nowhere. */
  readonly tried?: readonly number[]
  /** Queues from which the caller has come: none of them is gone back to. */
  readonly from?: readonly QueueId[]
  /** When the rules are to be looked at next; absent: time alone changes nothing. */
  readonly overflowAt?: number
}

/** When the next rule begins to count, after `at`; undefined: none does by time alone. */
export function nextLook(
  rules: readonly OverflowRule[],
  tried: readonly number[],
  joinedAt: number,
  at: number,
): number | undefined {
  let next: number | undefined
  rules.forEach(({ afterMs = 0 }, index) => {
    const begins = joinedAt + afterMs
    if (!tried.includes(index) && begins > at && (next === undefined || begins < next)) next = begins
  })
  return next
}

/** The first rule that counts now, by its number; -1: none does. */
export function ruleNow(
  rules: readonly OverflowRule[],
  { tried = [] }: Overflowing,
  joinedAt: number,
  isManned: boolean,
  at: number,
): number {
  return rules.findIndex(
    ({ afterMs = 0, when }, index) =>
      !tried.includes(index) && joinedAt + afterMs <= at && (when === undefined || !isManned),
  )
}
