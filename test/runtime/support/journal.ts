/** A journal in memory whose appends a test lets come to an end, and how. The real one is met in ownership.test.ts. */
import type { JournalRow } from '../../../src/domain/fact.ts'
import {
  type AppendBatch,
  type AppendOutcome,
  type JournalPort,
  PortUnavailable,
} from '../../../src/runtime/ports.ts'
import { Feed } from '../../adapters/esl/support/feed.ts'

export interface Attempt {
  readonly batch: AppendBatch
  /** The database keeps the batch and says so. */
  commit(): void
  /** The database keeps the batch, and its answer is lost. */
  commitUnseen(): void
  /** Nothing is kept, nobody answers. */
  vanish(): void
  /** The database keeps a batch after all that had vanished. */
  keepLate(): void
  /** The position is taken. */
  refuse(): void
}

export class HeldJournal implements JournalPort {
  readonly rows: JournalRow[]
  readonly attempts: Attempt[] = []
  #arrived: (() => void)[] = []
  /** Reads fail too. */
  away = false
  /** What is there isn't confirmed: its standby is gone. */
  unconfirmed = false
  readonly confirmations = new Feed<'confirmed' | 'not confirmed'>()

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
        keepLate: keep,
        refuse: () => resolve({ type: 'conflict' }),
      })
      for (const look of this.#arrived.splice(0)) look()
    })
  }

  /** Another controller appends that it has the site. */
  takenBy(controllerId: string, at = 1): void {
    const last = this.rows.at(-1)
    if (!last) throw new Error('an empty journal')
    const { siteId, pos } = last
    const data = { epoch: 2, controllerId, address: 'there' }
    const about = { kind: 'site', subject: siteId, subjectSeq: 99 } as const
    this.rows.push({ siteId, pos: pos + 1, ...about, at, type: 'siteTaken', data })
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
    if (this.away) throw new PortUnavailable('away')
    return this.rows.at(-1)?.pos ?? 0
  }

  async confirm(): Promise<void> {
    this.confirmations.push(this.unconfirmed ? 'not confirmed' : 'confirmed')
    if (this.unconfirmed) throw new PortUnavailable('no standby')
  }

  async read(_siteId: string, afterPos: number, limit: number): Promise<readonly JournalRow[]> {
    if (this.away) throw new PortUnavailable('away')
    return this.rows.filter(({ pos }) => pos > afterPos).slice(0, limit)
  }

  async readSubject(_siteId: string, subject: string): Promise<readonly JournalRow[]> {
    return this.rows.filter((row) => row.subject === subject)
  }
}
