/** The local journal with an end to each wait for what an earlier time has left there: a disk may hang, too. */
import { withDeadline } from '../lib/deadline.ts'
import type { Timers } from '../lib/timers.ts'
import type { LocalBegin, LocalJournalPort } from './local-journal.ts'

/** For one operation. */
const DISK_MS = 2_000

export type FoundJournal = Pick<LocalJournalPort, 'begin' | 'read' | 'drop' | 'setAside' | 'bytes'>

/**
 * What comes too late is `noAnswer`; of a `begin` it isn't lost, but the outcome of the next one: looked at twice, a
 * journal in which has been written meanwhile would be taken for an earlier time's.
 */
export function timelyLocal(local: FoundJournal, timers: Timers): FoundJournal {
  const noAnswer = { type: 'unavailable', reason: 'noAnswer' } as const
  let beginning: Promise<LocalBegin> | undefined

  async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
    const waited = await withDeadline(work, { timeoutMs: DISK_MS, timers })
    return waited.type === 'value' ? waited.value : undefined
  }

  return {
    async begin() {
      beginning ??= local.begin()
      const begun = await inTime(beginning)
      if (begun) beginning = undefined
      return begun ?? noAnswer
    },
    read: async (afterPos, mostRows) => (await inTime(local.read(afterPos, mostRows))) ?? noAnswer,
    async drop(uptoPos, what) {
      await inTime(local.drop(uptoPos, what))
    },
    setAside: async () => (await inTime(local.setAside())) ?? noAnswer,
    get bytes() {
      return local.bytes
    },
  }
}
