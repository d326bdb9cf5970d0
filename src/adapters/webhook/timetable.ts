/** When a delivery that failed is tried again. */

const S = 1_000
const MIN = 60 * S
const H = 60 * MIN

/**
 * Before each try in turn, as Standard Webhooks 1.0.0 proposes; about three days in all. Whoever wants to be told again
 * after that replays.
 */
export const STANDARD_DELAYS_MS: readonly number[] = [
  0,
  5 * S,
  5 * MIN,
  30 * MIN,
  2 * H,
  5 * H,
  10 * H,
  14 * H,
  20 * H,
  24 * H,
]

/** At most so much longer, so that a receiver that comes back isn't asked for everything at once. */
const JITTER = 0.1

/**
 * Milliseconds until the next try after `failures` failed ones; undefined when that was the last.
 *
 * @param random uniform in [0, 1)
 */
export function nextDelayMs(
  delaysMs: readonly number[],
  failures: number,
  random: () => number,
): number | undefined {
  const delayMs = delaysMs[failures]
  return delayMs === undefined ? undefined : Math.round(delayMs * (1 + JITTER * random()))
}
