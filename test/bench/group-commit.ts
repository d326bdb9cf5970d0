/** Group commit as the site mailbox does it: one append under way, and it takes all facts that wait. */
import type { JournalRow } from '../../src/domain/fact.ts'
import type { JournalPort } from '../../src/runtime/ports.ts'

export type Unplaced = Omit<JournalRow, 'pos'>

/** Writes one fact; resolves when it is durable. */
export type Write = (fact: Unplaced) => Promise<void>

/** @param head the journal's newest position */
export function groupCommit(journal: JournalPort, siteId: string, head: number): Write {
  let pos = head
  let waiting: {
    readonly fact: Unplaced
    readonly done: () => void
    readonly failed: (why: Error) => void
  }[] = []
  let underWay = false

  async function drain(): Promise<void> {
    if (underWay) return
    underWay = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const rows = batch.map(({ fact }, index) => ({ ...fact, pos: pos + index + 1 }))
      const outcome = await journal.append({ siteId, rows, views: [], privateFields: [] })
      pos += rows.length
      for (const { done, failed } of batch)
        outcome.type === 'appended' ? done() : failed(new Error(`append: ${outcome.type}`))
    }
    underWay = false
  }

  return (fact) =>
    new Promise((done, failed) => {
      waiting.push({ fact, done, failed })
      // After all who write in this turn.
      queueMicrotask(() => void drain())
    })
}
