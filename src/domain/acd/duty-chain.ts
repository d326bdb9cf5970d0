/**
 * Who is rung on duty for the callers of a queue whom its team doesn't take: plain data of its definition, and which of
 * its steps counts when.
 */
import type { AgentId } from '../ids.ts'

export interface DutyChain {
  readonly steps: readonly DutyStep[]
  /** From the end of a round, in which nobody has taken the call, to the next. */
  readonly pauseMs: number
}

export interface DutyStep {
  /** So long after the caller came into the queue; sooner, when all who were rung before have failed. */
  readonly afterMs: number
  /** `nobodyOn`: only while no agent is logged on for the queue; `noLicence`: only while none has the licence needed. */
  readonly when: 'always' | 'nobodyOn' | 'noLicence'
  /** An agent, logged on or not, at his or her phone; or a number outside, such as a mobile's. */
  readonly to: { readonly agentId: AgentId } | { readonly number: string }
  readonly ringMs: number
}

/** A round of the chain, for one caller. */
export interface DutyRound {
  /** From when its steps' times count. */
  readonly from: number
  /** Steps by their number that have been tried. */
  readonly tried: readonly number[]
}

/** When the next step begins to count by time alone, after `at`; null: none does. */
export function nextDutyLook({ steps }: DutyChain, { from, tried }: DutyRound, at: number): number | null {
  let next: number | null = null
  steps.forEach(({ afterMs }, index) => {
    const begins = from + afterMs
    if (!tried.includes(index) && begins > at && (next === null || begins < next)) next = begins
  })
  return next
}

/**
 * The step to try now, by its number; undefined: none. A round's first waits for its time. Once somebody has been tried
 * and no phone rings, the next comes at once, and with it all of the same time.
 */
export function dutyStepNow(
  { steps }: DutyChain,
  { from, tried }: DutyRound,
  isRinging: boolean,
  counts: (step: DutyStep) => boolean,
  at: number,
): number | undefined {
  const open = [...steps.entries()]
    .filter(([index, step]) => !tried.includes(index) && counts(step))
    .sort(([a, first], [b, second]) => first.afterMs - second.afterMs || a - b)
  const [next] = open
  if (!next) return undefined
  const reached = Math.max(at - from, ...tried.map((index) => steps[index]?.afterMs ?? 0))
  const isForward = tried.length > 0 && !isRinging
  return isForward || next[1].afterMs <= reached ? next[0] : undefined
}

/** The next round: its first step comes when the pause is over. */
export function nextDutyRound({ steps, pauseMs }: DutyChain, at: number): DutyRound & { lookAt: number } {
  const first = Math.min(...steps.map(({ afterMs }) => afterMs))
  return { from: at + pauseMs - first, tried: [], lookAt: at + pauseMs }
}
