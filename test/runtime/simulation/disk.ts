/** A controller's disk with its local journal: outlives its processes, is full at times, or fails. */
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { LocalJournalPort } from '../../../src/runtime/local-journal.ts'
import type { AppendBatch } from '../../../src/runtime/ports.ts'
import type { Random } from '../../domain/simulation/random.ts'
import type { Time } from '../../domain/simulation/time.ts'
import type { SimProcess } from './sim-process.ts'

/** Files hold so many batches; only whole files are dropped. */
const SEGMENT = 4

export class Disk {
  /** Files, oldest first. */
  segments: AppendBatch[][] = []
  /** Rows that have been moved out of the way. */
  readonly aside: JournalRow[] = []
  /** `failing`: nothing can be written. What is there can be read: a disk that is lost with the database loses facts. */
  state: 'well' | 'full' | 'failing' = 'well'
  /** Called when something is to be written. */
  asked: () => void = () => undefined
  /** Most rows. */
  readonly most: number
  readonly time: Time
  readonly random: Random

  constructor(time: Time, random: Random, most: number) {
    this.time = time
    this.random = random
    this.most = most
  }

  get batches(): AppendBatch[] {
    return this.segments.flat()
  }

  get size(): number {
    return this.batches.reduce((sum, { rows }) => sum + rows.length, 0)
  }

  has(row: JournalRow): boolean {
    return this.batches.some(({ rows }) => rows.includes(row))
  }
}

/** As one process has it open. */
export function diskJournal(disk: Disk, process: SimProcess): LocalJournalPort {
  const { time, random } = disk
  let isUsable = false
  /** What was found is settled. */
  let isReady = false
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => T): Promise<T> {
    const outcome = turn.then(
      () =>
        new Promise<T>((resolve) => {
          time.after(random.between(0, 1), () => {
            if (process.isDead) return
            const value = work()
            process.receive(() => resolve(value))
          })
        }),
    )
    turn = outcome
    return outcome
  }
  const fails = { type: 'unavailable', reason: 'EIO' } as const

  return {
    begin: () =>
      inTurn(() => {
        isUsable = true
        const all = disk.batches.flatMap(({ rows }) => rows)
        const [first] = all
        isReady = first === undefined
        if (!first) return { type: 'empty' }
        return { type: 'kept', firstPos: first.pos, lastPos: all.at(-1)?.pos ?? first.pos }
      }),
    write(batch) {
      disk.asked()
      return inTurn(() => {
        if (!isReady || disk.state === 'failing') return fails
        if (disk.state === 'full' || disk.size + batch.rows.length > disk.most) return { type: 'full' }
        const newest = disk.segments.at(-1)
        if (newest && newest.length < SEGMENT) newest.push(batch)
        else disk.segments.push([batch])
        return { type: 'kept' }
      })
    },
    read: (afterPos, mostRows) =>
      inTurn(() => {
        if (!isUsable) return fails
        const batches: AppendBatch[] = []
        let rows = 0
        let next = afterPos + 1
        for (const batch of disk.batches) {
          const [first] = batch.rows
          if (!first || (batch.rows.at(-1)?.pos ?? 0) <= afterPos) continue
          if (first.pos !== next) return { type: 'damaged' }
          if (batches.length > 0 && rows + batch.rows.length > mostRows) break
          batches.push(batch)
          rows += batch.rows.length
          next += batch.rows.length
        }
        return { type: 'batches', batches }
      }),
    drop: (uptoPos, what) =>
      inTurn(() => {
        if (!isReady && what !== 'found') return
        const isOver = (segment: AppendBatch[]) => (segment.at(-1)?.rows.at(-1)?.pos ?? 0) <= uptoPos
        while (disk.segments[0] && isOver(disk.segments[0])) disk.segments.shift()
        isReady ||= disk.segments.length === 0
      }),
    setAside: () =>
      inTurn(() => {
        if (disk.state === 'failing') return fails
        const files = disk.segments.length
        const rows = disk.batches.flatMap((batch) => batch.rows)
        disk.aside.push(...rows)
        disk.segments = []
        isUsable = true
        isReady = true
        return { type: 'setAside', facts: rows.length, files }
      }),
    aside: async () => (disk.aside.length > 0 ? 1 : 0),
    get bytes() {
      return disk.size
    },
    get fill() {
      return Math.min(1, disk.size / disk.most)
    },
    close: async () => undefined,
  }
}
