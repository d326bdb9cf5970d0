/** How long to wait before trying again. */

export interface BackoffLimits {
  /** The wait before the first retry, before jitter. */
  readonly firstMs: number
  /** No wait is longer than this. */
  readonly capMs: number
}

/**
 * Milliseconds to wait before retry number `attempt` (0 for the first): doubled each time up to the cap, of which
 * the upper half is random, so that many clients don't return at once and none returns in a tight loop.
 *
 * @param random uniform in [0, 1), such as `Math.random`
 */
export function backoffMs(attempt: number, limits: BackoffLimits, random: () => number): number {
  // 2 ** 30 is past every sensible cap; beyond 2 ** 1023 the product would be infinite.
  const doubled = limits.firstMs * 2 ** Math.min(Math.max(0, attempt), 30)
  const longest = Math.min(limits.capMs, doubled)
  return Math.round(longest / 2 + (random() * longest) / 2)
}
