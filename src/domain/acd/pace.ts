/**
 * How fast a queue has been served of late, as far as its callers' waits show it: what the expected wait is made of
 * (`estimate.ts`). Folded from facts, so that every owner estimates alike. The recent counts for more: each new
 * observation makes all older ones count a little less.
 */
import type { CallFact } from '../call/facts.ts'
import type { Call, Phase } from '../call/state.ts'
import type { QueueId } from '../ids.ts'

export interface Pace {
  /** The moment to which the times below have been added up. */
  readonly at: number
  /** Callers in the list now. */
  readonly inLine: number
  /** Somebody is logged on for the queue. */
  readonly manned: boolean
  /** When a caller who had waited was last taken out of the list by an offer; absent: never. */
  readonly servedAt?: number
  /** Callers taken out by offers, and the time in which somebody waited and somebody was on. */
  readonly served: number
  readonly servedMs: number
  /** Of that time, what has passed since the last of them. */
  readonly unservedMs: number
  /** Callers who left otherwise, and the waiting time of all of them together. */
  readonly left: number
  readonly leftMs: number
  /** From the offer to the answer, on average; absent: nobody has answered yet. */
  readonly answerMs?: number
}

/** What is left of the weight of older observations when a new one comes. */
const KEPT_OF_SERVED = 0.95
const KEPT_OF_LEFT = 0.98
const KEPT_OF_ANSWER = 0.9

export const NO_PACE: Pace = {
  at: 0,
  inLine: 0,
  manned: false,
  served: 0,
  servedMs: 0,
  unservedMs: 0,
  left: 0,
  leftMs: 0,
}

/** Adds up the time until `at`. Time in which nobody is on says nothing of how fast those who are on serve. */
export function paceUntil(pace: Pace, at: number): Pace {
  const ms = Math.max(0, at - pace.at)
  if (!pace.manned || pace.inLine === 0 || ms === 0) return { ...pace, at: Math.max(at, pace.at) }
  return {
    ...pace,
    at,
    servedMs: pace.servedMs + ms,
    unservedMs: pace.unservedMs + ms,
    leftMs: pace.leftMs + ms * pace.inLine,
  }
}

/** From now on somebody is on for the queue, or nobody is. */
export function manned(pace: Pace, isManned: boolean, at: number): Pace {
  return { ...paceUntil(pace, at), manned: isManned }
}

/** A caller enters the list. `back`: an offer to one who had waited has come to nothing, so nobody was served. */
export function entersLine(pace: Pace, at: number, back: boolean): Pace {
  const now = paceUntil(pace, at)
  return { ...now, inLine: now.inLine + 1, served: back ? Math.max(0, now.served - 1) : now.served }
}

/**
 * A caller goes out of the list: `served` by an offer, or otherwise. Where nobody has waited since the one before was
 * served, an agent was idle, and it says nothing of how soon one becomes free.
 */
export function leavesLine(pace: Pace, at: number, served: boolean): Pace {
  const now = paceUntil(pace, at)
  const inLine = Math.max(0, now.inLine - 1)
  if (served && now.unservedMs === 0 && now.servedAt !== at) return { ...now, inLine }
  const left = now.left * KEPT_OF_LEFT + (served ? 0 : 1)
  const rest = { ...now, inLine, left, leftMs: now.leftMs * KEPT_OF_LEFT }
  if (!served) return rest
  const older = now.servedMs - now.unservedMs
  return {
    ...rest,
    servedAt: at,
    served: now.served * KEPT_OF_SERVED + 1,
    servedMs: older * KEPT_OF_SERVED + now.unservedMs,
    unservedMs: 0,
  }
}

/** A phone has been answered so long after it was offered. */
export function answeredAfter(pace: Pace, ms: number): Pace {
  const before = pace.answerMs ?? ms
  return { ...pace, answerMs: before * KEPT_OF_ANSWER + ms * (1 - KEPT_OF_ANSWER) }
}

interface Paced {
  pace: Pace
}

/** Follows a call into a list, out of one, or from one to another. `before`: its phase before the fact. */
export function paceAfter(
  queues: ReadonlyMap<QueueId, Paced>,
  before: Phase,
  { phase }: Call,
  fact: Pick<CallFact, 'at'>,
): void {
  const { at } = fact
  const left = before.name === 'queued' ? queues.get(before.place.queueId) : undefined
  const entered = phase.name === 'queued' ? queues.get(phase.place.queueId) : undefined
  if (left !== entered) {
    if (left) left.pace = leavesLine(left.pace, at, phase.name === 'offered')
    if (entered) entered.pace = entersLine(entered.pace, at, hadWaited(before))
  }
  if (before.name !== 'offered' || phase.name !== 'connecting') return
  const queue = queues.get(phase.place.queueId)
  const offer = before.offers.find(({ legId }) => legId === phase.legId)
  if (queue && offer) queue.pace = answeredAfter(queue.pace, Math.max(0, at - offer.since))
}

/** An offer ends; whether the caller had waited before it. */
function hadWaited(before: Phase): boolean {
  if (before.name !== 'offered') return false
  return before.offers.every(({ since }) => since > before.place.enqueuedAt)
}
