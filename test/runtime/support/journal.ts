/** A journal in memory whose appends a test lets come to an end, and how. The real one is met in ownership.test.ts. */
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { AppendBatch, AppendOutcome, JournalPort } from '../../../src/runtime/ports.ts'

export interface Attempt {
  readonly batch: AppendBatch
  /** The database keeps the batch and says so. */
  commit(): void
  /** The database keeps the batch, and its answer is lost. */
  commitUnseen(): void
  /** Nothing is kept, nobody answers. */
  vanish(): void
  refuse(): void
}

export class HeldJournal implements JournalPort {
  readonly rows: JournalRow[]
  readonly attempts: Attempt[] = []
  #arrived: (() => void)[] = []
  /** Reads fail too. */
  away = false

  constructor(rows: readonly JournalRow[] = []) {
    this.rows = [...rows]
  }

  append(batch: AppendBatch): Promise<AppendOutcome> {
    return new Promise((resolve) => {
      const keep = () => this.rows.push(...batch.rows)
      this.attempts.push({
        batch,
        commit: () => {
          keep()
          resolve({ type: 'appended' })
        },
        commitUnseen: () => {
          keep()
          resolve({ type: 'unavailable', reason: 'no answer' })
        },
        vanish: () => resolve({ type: 'unavailable', reason: 'no answer' }),
        refuse: () => resolve({ type: 'conflict' }),
      })
      for (const look of this.#arrived.splice(0)) look()
    })
  }

  /** The nth append, from 1, as soon as it is asked for. */
  async attempt(n: number): Promise<Attempt> {
    for (;;) {
      const there = this.attempts[n - 1]
      if (there) return there
      await new Promise<void>((resolve) => this.#arrived.push(resolve))
    }
  }

  async head(): Promise<number> {
    if (this.away) throw new Error('away')
    return this.rows.at(-1)?.pos ?? 0
  }

  async read(_siteId: string, afterPos: number, limit: number): Promise<readonly JournalRow[]> {
    if (this.away) throw new Error('away')
    return this.rows.filter(({ pos }) => pos > afterPos).slice(0, limit)
  }

  async readSubject(_siteId: string, subject: string): Promise<readonly JournalRow[]> {
    return this.rows.filter((row) => row.subject === subject)
  }
}
