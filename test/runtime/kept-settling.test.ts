/** What an earlier time of owning has left on a disk of real files that fails, hangs, and comes back. */
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCallSealing } from '../../src/adapters/crypto/call-private.ts'
import { openLocalJournal } from '../../src/adapters/local-journal/local-journal.ts'
import { openJournalFile } from '../../src/adapters/local-journal/segment.ts'
import type { JournalRow } from '../../src/domain/fact.ts'
import { deferred } from '../../src/lib/deferred.ts'
import { silentLog } from '../../src/lib/log.ts'
import { KeptSettling } from '../../src/runtime/kept-settling.ts'
import { unobserved } from '../../src/runtime/observer.ts'
import type { AppendBatch } from '../../src/runtime/ports.ts'
import { scratch } from '../support/scratch.ts'
import { HandClock } from './support/clock.ts'
import { HandTimers } from './support/hand-timers.ts'
import { HeldJournal } from './support/journal.ts'

const siteId = 'site_main'

function row(pos: number, type = 'callAccepted'): JournalRow {
  const isSite = type.startsWith('site')
  const about = isSite
    ? ({ kind: 'site', subject: siteId } as const)
    : ({ kind: 'call', subject: 'call_1' } as const)
  return { siteId, pos, ...about, subjectSeq: pos, at: 1_800_000_000_000, type, data: {} }
}

const batchOf = (...rows: JournalRow[]): AppendBatch => ({ siteId, rows, views: [], privateFields: [] })

/** A journal with two facts, and what a dead controller has left behind them on its disk. */
async function leftBehind(...left: JournalRow[]) {
  const journal = new HeldJournal([row(1, 'siteTaken'), row(2)])
  const clock = new HandClock()
  const timers = new HandTimers(clock)
  const directory = join(scratch().path, 'journal')
  const sealing = createCallSealing([randomBytes(32)])
  const before = openLocalJournal({ directory, siteId, sealing, maxBytes: 1_000_000 })
  await before.begin()
  for (const one of left) expect(await before.write(batchOf(one))).toEqual({ type: 'kept' })
  await before.close()
  const all = {
    journal,
    clock,
    timers,
    rung: 0,
    /** What opening a file comes to. */
    disk: 'well' as 'well' | 'failing' | Promise<void>,
    files: () => readdirSync(directory).filter((name) => name.endsWith('.log')),
  }
  const local = openLocalJournal({
    directory,
    siteId,
    sealing,
    maxBytes: 1_000_000,
    async openFile(path, flags) {
      if (all.disk === 'failing') throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'open' })
      if (all.disk !== 'well') await all.disk
      return openJournalFile(path, flags)
    },
  })
  onTestFinished(() => local.close())
  const kept = new KeptSettling({
    siteId,
    local,
    journal,
    clock,
    timers,
    observer: unobserved,
    log: silentLog,
    doorbell: {
      ring: () => {
        all.rung += 1
      },
      listen: () => () => undefined,
    },
  })
  /** Time passes until it has come about. */
  async function pumped<T>(promise: Promise<T>): Promise<T> {
    let isOver = false
    const over = () => {
      isOver = true
    }
    promise.then(over, over)
    while (!isOver) {
      timers.pass(100)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return promise
  }
  return Object.assign(all, { local, kept, pumped })
}

describe('only facts that say that the site was kept', () => {
  it('are dropped when another has gone on: nothing is lost with them', async () => {
    const { journal, kept, local, files } = await leftBehind(row(3, 'siteKept'), row(4, 'siteKept'))
    journal.takenBy('another')
    expect(await kept.settle(() => false)).toBe(true)
    expect(files()).toEqual([])
    expect(await local.aside()).toBe(0)
  })

  it('are so too behind others that the journal has', async () => {
    const { journal, kept, local, files } = await leftBehind(row(3), row(4, 'siteKept'))
    journal.rows.push(row(3))
    journal.takenBy('another')
    expect(await kept.settle(() => false)).toBe(true)
    expect(files()).toEqual([])
    expect(await local.aside()).toBe(0)
  })

  it('are set aside with another one that is lost', async () => {
    const { journal, kept, local } = await leftBehind(row(3, 'siteKept'), row(4), row(5, 'siteKept'))
    journal.takenBy('another')
    expect(await kept.settle(() => false)).toBe(true)
    expect(await local.aside()).toBe(1)
  })

  it('are brought in where nobody has gone on', async () => {
    const all = await leftBehind(row(3, 'siteKept'))
    const settled = all.kept.settle(() => true)
    ;(await all.journal.attempt(1)).commit()
    expect(await settled).toBe(true)
    expect(all.journal.rows.map(({ pos }) => pos)).toEqual([1, 2, 3])
    expect(all.rung).toBe(1)
  })
})

describe('while the site is not ours', () => {
  it('what was kept is brought in before another goes on, which follows on it then', async () => {
    const all = await leftBehind(row(3), row(4))
    const brought = all.kept.bring(() => true)
    ;(await all.journal.attempt(1)).commit()
    await brought
    expect(all.journal.rows.map(({ pos }) => pos)).toEqual([1, 2, 3, 4])
    expect([all.rung, await all.local.aside()]).toEqual([1, 0])
  })

  it('nothing is begun any more when we are to stop: a journal that never confirms would hold up the end', async () => {
    const all = await leftBehind(row(3), row(4))
    await all.kept.bring(() => false)
    expect(all.journal.rows.map(({ pos }) => pos)).toEqual([1, 2])
    expect(await all.local.aside()).toBe(0)
    expect(all.files()).not.toEqual([])
  })

  it('it is set aside once another has gone on', async () => {
    const all = await leftBehind(row(3), row(4))
    all.journal.takenBy('another')
    await all.kept.bring(() => true)
    expect(all.journal.rows.map(({ pos }) => pos)).toEqual([1, 2, 3])
    expect(await all.local.aside()).toBe(1)
  })

  it('a later time of owning is looked at when it ends, not some seconds after', async () => {
    const all = await leftBehind()
    await all.kept.bring(() => true)
    await all.local.begin()
    expect(await all.local.write(batchOf(row(3)))).toEqual({ type: 'kept' })
    all.kept.end()
    const brought = all.kept.bring(() => true)
    ;(await all.journal.attempt(1)).commit()
    await brought
    expect(all.journal.rows.map(({ pos }) => pos)).toEqual([1, 2, 3])
  })
})

describe('a disk that can not say what is there', () => {
  it('keeps the site from being taken, until it can', async () => {
    const all = await leftBehind(row(3))
    all.disk = 'failing'
    expect(await all.kept.settle(() => true)).toBe(false)
    expect(all.kept.fault).toBe('EIO')
    all.timers.pass(5_000)
    expect(await all.kept.settle(() => true)).toBe(false)
    all.disk = 'well'
    const settled = all.kept.settle(() => true)
    ;(await all.journal.attempt(1)).commit()
    expect(await settled).toBe(true)
    expect(all.kept.fault).toBeUndefined()
    expect(all.journal.rows.map(({ pos }) => pos)).toEqual([1, 2, 3])
  })

  it('keeps it for some seconds only; what turns up then is set aside, and nothing is written before that', async () => {
    const all = await leftBehind(row(3))
    all.disk = 'failing'
    expect(await all.kept.settle(() => true)).toBe(false)
    all.timers.pass(6_000)
    expect(await all.kept.settle(() => true)).toBe(true)
    all.journal.takenBy('this one')
    expect(await all.local.write(batchOf(row(4)))).toMatchObject({ type: 'unavailable' })
    await all.kept.look()
    expect(all.kept.fault).toBe('EIO')
    all.disk = 'well'
    all.timers.pass(5_000)
    await all.kept.look()
    expect(all.kept.fault).toBeUndefined()
    expect(await all.local.aside()).toBe(1)
    expect(await all.local.write(batchOf(row(4)))).toEqual({ type: 'kept' })
    // Looked at no more while it is ours: what lies there now is its own.
    all.timers.pass(60_000)
    await all.kept.look()
    expect(all.files()).toHaveLength(1)
    // A later time of owning looks anew.
    all.journal.rows.push(row(4))
    all.kept.end()
    expect(await all.kept.settle(() => true)).toBe(true)
    expect(all.files()).toEqual([])
  })

  it('and hangs is not waited for longer, and its late answer is not lost', async () => {
    const all = await leftBehind(row(3))
    const { promise, resolve } = deferred()
    all.disk = promise
    expect(await all.pumped(all.kept.settle(() => true))).toBe(false)
    expect(all.kept.fault).toBe('noAnswer')
    const rounds = [false]
    while (rounds.at(-1) === false) rounds.push(await all.pumped(all.kept.settle(() => true)))
    expect(rounds.length).toBeLessThan(6)
    all.journal.takenBy('this one')
    resolve()
    all.timers.pass(5_000)
    await all.kept.look()
    expect(all.kept.fault).toBeUndefined()
    expect(await all.local.aside()).toBe(1)
  })

  it('is no reason to give up what it holds: a fault while reading is another try', async () => {
    const all = await leftBehind(row(3))
    const broken = { ...all.local, read: async () => ({ type: 'unavailable', reason: 'EIO' }) as const }
    const kept = new KeptSettling({
      siteId,
      local: broken,
      journal: all.journal,
      clock: all.clock,
      timers: all.timers,
      observer: unobserved,
      log: silentLog,
      doorbell: { ring: () => undefined, listen: () => () => undefined },
    })
    expect(await kept.settle(() => true)).toBe(false)
    expect(kept.fault).toBe('EIO')
    expect(await all.local.aside()).toBe(0)
  })
})
