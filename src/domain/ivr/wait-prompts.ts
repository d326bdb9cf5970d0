/** What waiting callers hear of how long it may take still: whole sentences, so that a person can record them. */

/** In minutes, the shortest first. */
const MINUTES = [2, 3, 5, 10, 15, 20, 30] as const

/** In every prompt set. */
export const WAIT_PROMPTS: readonly string[] = [
  'wait-under-1',
  ...MINUTES.map((minutes) => `wait-minutes-${minutes}`),
  'wait-over-30',
]

/** Rounded up: who waits longer than was said is disappointed, who is served sooner isn't. */
export function waitPrompt(expectedMs: number): string {
  if (expectedMs <= 60_000) return 'wait-under-1'
  const minutes = MINUTES.find((one) => expectedMs <= one * 60_000)
  return minutes === undefined ? 'wait-over-30' : `wait-minutes-${minutes}`
}
