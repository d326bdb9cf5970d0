/** What sums come to: shares and means. Null: of nothing there is none. */
import type { AgentSums, QueueSums } from './measures.ts'

export interface QueueRates {
  /** Neither answered nor gone yet. */
  readonly waiting: number
  readonly serviceLevel: number | null
  readonly answerRate: number | null
  readonly abandonRate: number | null
  readonly averageAnswerMs: number | null
  readonly averageAbandonMs: number | null
  readonly averageTalkMs: number | null
  readonly averageWrapUpMs: number | null
  readonly averageHandlingMs: number | null
}

export function queueRates(sums: QueueSums): QueueRates {
  const { answered, abandoned, shortAbandoned, overflowed, left, timedOut, fellBack, endedOtherwise } = sums
  const counted = answered + abandoned + overflowed + left + timedOut + fellBack + endedOtherwise
  return {
    waiting: Math.max(0, sums.arrived - counted - shortAbandoned),
    serviceLevel: serviceLevelOf(sums),
    answerRate: share(answered, counted),
    abandonRate: share(abandoned, counted),
    averageAnswerMs: mean(sums.answerWaitMs, answered),
    averageAbandonMs: mean(sums.abandonWaitMs, abandoned),
    averageTalkMs: mean(sums.talkMs, sums.talks),
    averageWrapUpMs: mean(sums.wrapUpMs, sums.talks),
    averageHandlingMs: mean(sums.talkMs + sums.wrapUpMs, sums.talks),
  }
}

/** Answered in time, of those answered and those who count as not served: between 0 and 1. */
export function serviceLevelOf(
  sums: Readonly<Record<'answered' | 'answeredInTime' | 'unserved', number>>,
): number | null {
  return share(sums.answeredInTime, sums.answered + sums.unserved)
}

export interface AgentRates {
  /** Offers that ring still. */
  readonly ringing: number
  readonly loggedOnMs: number
  readonly occupancy: number | null
  readonly averageTalkMs: number | null
  readonly averageWrapUpMs: number | null
  readonly averageHandlingMs: number | null
}

export function agentRates(sums: AgentSums): AgentRates {
  const { readyMs, ringingMs, busyMs, afterCallMs, notReadyMs, talks, talkMs, wrapUpMs } = sums
  const { offered, answered, missed, rejected, failed, withdrawn } = sums
  return {
    ringing: Math.max(0, offered - answered - missed - rejected - failed - withdrawn),
    loggedOnMs: readyMs + ringingMs + busyMs + afterCallMs + notReadyMs,
    occupancy: share(busyMs + afterCallMs, busyMs + afterCallMs + readyMs + ringingMs),
    averageTalkMs: mean(talkMs, talks),
    averageWrapUpMs: mean(wrapUpMs, talks),
    averageHandlingMs: mean(talkMs + wrapUpMs, talks),
  }
}

/** To four places: a hundredth of a per cent. */
function share(part: number, of: number): number | null {
  return of === 0 ? null : Math.round((part / of) * 10_000) / 10_000
}

function mean(sum: number, count: number): number | null {
  return count === 0 ? null : Math.round(sum / count)
}
