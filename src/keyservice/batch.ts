/** Group commit: what comes while a write is being made durable shares the next one. */

export type BatchOutcome<R> =
  | { readonly type: 'done'; readonly result: R }
  | { readonly type: 'failed' }
  /** Too many wait. */
  | { readonly type: 'full' }

export interface Batcher<T, R> {
  add(item: T): Promise<BatchOutcome<R>>
  /** All that was added has ended. */
  drained(): Promise<void>
}

const MAX_WAITING = 1000

/** @param flush makes all items durable, in order, and returns a result for each; rejects when none is */
export function createBatcher<T, R>(flush: (items: readonly T[]) => Promise<readonly R[]>): Batcher<T, R> {
  let waiting: { item: T; end: (outcome: BatchOutcome<R>) => void }[] = []
  let running: Promise<void> | undefined
  const run = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const results = await flush(batch.map((one) => one.item)).catch(() => undefined)
      batch.forEach(({ end }, index) => {
        const result = results?.[index]
        end(result === undefined ? { type: 'failed' } : { type: 'done', result })
      })
    }
    running = undefined
  }
  return {
    add(item) {
      if (waiting.length >= MAX_WAITING) return Promise.resolve({ type: 'full' })
      return new Promise((end) => {
        waiting.push({ item, end })
        running ??= run()
      })
    },
    async drained() {
      while (running !== undefined) await running
    },
  }
}
