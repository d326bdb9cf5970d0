/** Lets a few through at a time; the others wait in the order in which they came. */
export interface Turnstile {
  /** Runs `work` when its turn comes. */
  pass<T>(work: () => Promise<T>): Promise<T>
}

/** `atOnce`: how many may be at work. How many wait is for the callers to bound. */
export function createTurnstile(atOnce: number): Turnstile {
  const waiting: (() => void)[] = []
  let inside = 0
  return {
    async pass(work) {
      if (inside < atOnce) inside += 1
      // Whoever leaves hands over the place, so that `inside` stays as it is.
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else inside -= 1
      }
    },
  }
}
