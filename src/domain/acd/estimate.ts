/**
 * How long a caller can expect to wait, from how fast the queue has been served of late and from the caller's place.
 *
 * Those ahead go one by one, served at the rate μ of the whole queue or leaving by themselves, each at the rate θ; with
 * `n` ahead the wait is 1/μ + 1/(μ+θ) + … + 1/(μ+nθ), the estimator QLa of Ibrahim and Whitt, "Real-Time Delay
 * Estimation in Overloaded Multiserver Queues with Abandonments" (Management Science 55, 2009), with both rates
 * measured. It says nothing where it can't know: nobody is on, too few have been served of late, or so long nobody
 * that the pace can't hold any more.
 */
import { type Pace, paceUntil } from './pace.ts'

/** Weight of observations: at a constant pace, the fourth caller served is the first of whom something is said. */
const LEAST_SERVED = 3
/** Yesterday's pace says nothing of today's. */
const RECENT_MS = 3_600_000
/** At an unchanged pace, one caller in 400 would be followed by such a gap. */
const LONGEST_GAPS = 6
/** From here on the sum is taken for an integral: 10,000 waiting callers cost no more than these. */
const SUMMED = 64

/**
 * From now to an agent's answer, in milliseconds; undefined where it can't be known.
 *
 * @param ahead who is served before the caller, those included who are to be called back
 */
export function expectedWaitMs(pace: Pace, ahead: number, at: number): number | undefined {
  const { manned, servedAt, served, servedMs, unservedMs, left, leftMs, answerMs } = paceUntil(pace, at)
  if (!manned || servedAt === undefined || answerMs === undefined) return undefined
  if (served < LEAST_SERVED || servedMs <= 0 || at - servedAt > RECENT_MS) return undefined
  const gapMs = servedMs / served
  if (unservedMs > LONGEST_GAPS * gapMs) return undefined
  const leaving = leftMs > 0 ? left / leftMs : 0
  return Math.round(untilServedMs(1 / gapMs, leaving, ahead) + answerMs)
}

/** `serving` and `leaving` per millisecond. */
function untilServedMs(serving: number, leaving: number, ahead: number): number {
  const summed = Math.min(ahead, SUMMED)
  let ms = 0
  for (let i = 0; i <= summed; i += 1) ms += 1 / (serving + i * leaving)
  if (ahead <= summed) return ms
  if (leaving <= 0) return ms + (ahead - summed) / serving
  // Each term is the middle of a step of the integral.
  const [low, high] = [summed + 0.5, ahead + 0.5]
  return ms + Math.log((serving + high * leaving) / (serving + low * leaving)) / leaving
}
