import { randomBytes } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createCallSealing } from '../../../src/adapters/crypto/call-private.ts'
import {
  type LocalJournalOptions,
  openLocalJournal,
} from '../../../src/adapters/local-journal/local-journal.ts'
import type { JournalFile } from '../../../src/adapters/local-journal/segment.ts'
import type { LocalJournalPort } from '../../../src/runtime/local-journal.ts'
import type { AppendBatch } from '../../../src/runtime/ports.ts'
import { scratch } from '../../support/scratch.ts'

const SITE = 'site_main'
const NUMBER = '13812345678'
const MASTER_KEY = randomBytes(32)

/** Facts from this position on, with a number that belongs to one of them. */
function batch(firstPos: number, facts = 2, filling = ''): AppendBatch {
  const rows = Array.from({ length: facts }, (_, index) => ({
    siteId: SITE,
    pos: firstPos + index,
    kind: 'call' as const,
    subject: 'call_1',
    subjectSeq: firstPos + index,
    at: 1_800_000_000_000,
    type: 'callAccepted',
    data: { filling },
  }))
  return { siteId: SITE, rows, views: [], privateFields: [{ callId: 'call_1', name: 'n', value: NUMBER }] }
}

function aJournal(more: Partial<LocalJournalOptions> = {}) {
  const directory = join(scratch().path, 'journal', SITE)
  const open = (again: Partial<LocalJournalOptions> = {}) =>
    openLocalJournal({
      directory,
      siteId: SITE,
      sealing: createCallSealing([MASTER_KEY]),
      maxBytes: 1_000_000,
      ...more,
      ...again,
    })
  const files = () => readdirSync(directory).filter((name) => name.endsWith('.log'))
  return { directory, open, files, path: (name: string) => join(directory, name) }
}

/** All that is there after a position. */
async function rest(journal: LocalJournalPort, afterPos: number): Promise<AppendBatch[]> {
  const all: AppendBatch[] = []
  for (let pos = afterPos; ; ) {
    const read = await journal.read(pos, 3)
    if (read.type !== 'batches') throw new Error(read.type)
    if (read.batches.length === 0) return all
    all.push(...read.batches)
    pos = all.at(-1)?.rows.at(-1)?.pos ?? 0
  }
}

it('gives back in order what was written, also to the next process, and is empty once that is dropped', async () => {
  const { open, files } = aJournal()
  const first = open()
  expect(await first.begin()).toEqual({ type: 'empty' })
  expect(await first.read(0, 10)).toEqual({ type: 'batches', batches: [] })
  for (const pos of [11, 13, 15]) expect(await first.write(batch(pos))).toEqual({ type: 'kept' })
  expect(await rest(first, 10)).toEqual([batch(11), batch(13), batch(15)])
  // No word of it: as a killed process leaves its files.
  const next = open()
  expect(await next.begin()).toEqual({ type: 'kept', firstPos: 11, lastPos: 16 })
  expect(await rest(next, 12)).toEqual([batch(13), batch(15)])
  // Until that is settled nothing comes behind it; and who drops what he has written himself doesn't mean this.
  expect(await next.write(batch(17))).toEqual({ type: 'unavailable', reason: 'not open' })
  await next.drop(16)
  expect(await rest(next, 12)).toEqual([batch(13), batch(15)])
  await next.drop(14, 'found')
  expect(await rest(next, 14)).toEqual([batch(15)])
  await next.drop(16, 'found')
  expect(files()).toEqual([])
  expect(next.bytes).toBe(0)
  expect(await next.write(batch(17))).toEqual({ type: 'kept' })
  expect(await rest(next, 16)).toEqual([batch(17)])
  await first.close()
  await next.close()
})

it('seals all of it, and nobody else may read the files', async () => {
  const { open, files, path } = aJournal()
  const journal = open()
  await journal.begin()
  await journal.write(batch(1))
  const [name = ''] = files()
  const bytes = readFileSync(path(name))
  for (const word of [NUMBER, 'callAccepted', 'call_1']) expect(bytes.includes(word)).toBe(false)
  expect(statSync(path(name)).mode & 0o777).toBe(0o600)
  expect(statSync(path('.')).mode & 0o777).toBe(0o700)
  await journal.close()
})

it('goes on in further files, and removes each as soon as all of it is dropped', async () => {
  const { open, files } = aJournal({ segmentBytes: 500 })
  const journal = open()
  await journal.begin()
  for (let pos = 1; pos <= 20; pos += 2) await journal.write(batch(pos))
  const before = files().length
  expect(before).toBeGreaterThan(2)
  await journal.drop(10)
  expect(files().length).toBeLessThan(before)
  expect((await rest(journal, 10)).flatMap(({ rows }) => rows.map(({ pos }) => pos))).toEqual([
    11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
  ])
  await journal.close()
})

it('reads no more at a time than it is asked for, though a batch alone may be larger', async () => {
  const { open } = aJournal()
  const journal = open()
  await journal.begin()
  await journal.write(batch(1, 5))
  await journal.write(batch(6, 1))
  expect(await journal.read(0, 2)).toEqual({ type: 'batches', batches: [batch(1, 5)] })
  await journal.close()
})

it('is full at its size, keeps nothing then, and has room again when something was dropped', async () => {
  const { open } = aJournal({ maxBytes: 3_000, segmentBytes: 1_000 })
  const journal = open()
  await journal.begin()
  let pos = 1
  while ((await journal.write(batch(pos))).type === 'kept') pos += 2
  expect(pos).toBeGreaterThan(3)
  expect(journal.fill).toBeGreaterThan(0.5)
  expect(journal.bytes).toBeLessThanOrEqual(3_000)
  expect(await journal.write(batch(pos))).toEqual({ type: 'full' })
  expect(await rest(journal, 0)).toHaveLength((pos - 1) / 2)
  await journal.drop(pos - 1)
  expect(journal.fill).toBe(0)
  expect(await journal.write(batch(pos))).toEqual({ type: 'kept' })
  await journal.close()
})

it('leaves out a record that its writer died over, however much of it was written', async () => {
  const { open, files, path } = aJournal()
  const journal = open()
  await journal.begin()
  await journal.write(batch(1))
  const [name = ''] = files()
  const whole = statSync(path(name)).size
  await journal.write(batch(3))
  const size = statSync(path(name)).size
  await journal.close()
  const bytes = readFileSync(path(name))
  for (const cut of [whole + 1, whole + 19, whole + 20, size - 1]) {
    writeFileSync(path(name), bytes.subarray(0, cut))
    const next = open()
    expect(await next.begin()).toEqual({ type: 'kept', firstPos: 1, lastPos: 2 })
    expect(await rest(next, 0)).toEqual([batch(1)])
    await next.drop(2, 'found')
    expect(await next.write(batch(3))).toEqual({ type: 'kept' })
    expect(await rest(next, 2)).toEqual([batch(3)])
    await next.drop(4)
    await next.close()
  }
  // The length came to the disk, the bytes didn't.
  for (const from of [whole, whole + 20]) {
    const zeros = Buffer.concat([bytes.subarray(0, from), Buffer.alloc(size - from)])
    writeFileSync(path(name), zeros)
    const next = open()
    expect(await next.begin()).toEqual({ type: 'kept', firstPos: 1, lastPos: 2 })
    await next.close()
  }
})

it('forgets a file whose maker died before anything was in it', async () => {
  const { open, files, path } = aJournal()
  const journal = open()
  await journal.begin()
  await journal.write(batch(1))
  await journal.close()
  const [name = ''] = files()
  for (const size of [80, 5, 0]) {
    truncateSync(path(name), size)
    const next = open()
    expect(await next.begin()).toEqual({ type: 'empty' })
    expect(files()).toEqual([])
    await next.close()
    writeFileSync(path(name), 'CTILJ1\n')
  }
})

it('says that it is damaged in the middle, and gives what stands before that', async () => {
  const { open, files, path } = aJournal()
  const journal = open()
  await journal.begin()
  await journal.write(batch(1))
  const [name = ''] = files()
  const first = statSync(path(name)).size
  await journal.write(batch(3))
  await journal.write(batch(5))
  await journal.close()
  const bytes = readFileSync(path(name))
  bytes.writeUInt8(bytes.readUInt8(first + 40) ^ 1, first + 40)
  writeFileSync(path(name), bytes)
  const next = open()
  await next.begin()
  expect(await next.read(0, 100)).toEqual({ type: 'batches', batches: [batch(1)] })
  expect(await next.read(2, 100)).toEqual({ type: 'damaged' })
  expect(await next.setAside()).toEqual({ type: 'setAside', facts: 6, files: 1 })
  expect(files()).toEqual([])
  expect(await next.aside()).toBe(1)
  expect(await next.begin()).toEqual({ type: 'empty' })
  expect(await next.write(batch(3))).toEqual({ type: 'kept' })
  await next.close()
})

it("doesn't take a file for its own that is another master key's, another site's, or was given another name", async () => {
  const { open, files, path } = aJournal()
  const journal = open()
  await journal.begin()
  await journal.write(batch(1))
  await journal.close()
  const strangers = [open({ sealing: createCallSealing([randomBytes(32)]) }), open({ siteId: 'site_other' })]
  for (const stranger of strangers) {
    expect(await stranger.begin()).toMatchObject({ type: 'kept', firstPos: 1 })
    expect(await stranger.read(0, 10)).toEqual({ type: 'damaged' })
    await stranger.close()
  }
  const [name = ''] = files()
  writeFileSync(path('0000000000000009.log'), readFileSync(path(name)))
  const renamed = open()
  await renamed.begin()
  expect(await renamed.read(0, 10)).toEqual({ type: 'batches', batches: [batch(1)] })
  await renamed.drop(2, 'found')
  expect(await renamed.read(2, 10)).toEqual({ type: 'damaged' })
  expect(await renamed.setAside()).toMatchObject({ files: 1 })
  await renamed.close()
})

it('passes over what lies beside its files', async () => {
  const { open, directory } = aJournal()
  const journal = open()
  await journal.begin()
  writeFileSync(join(directory, 'notes.txt'), 'of the operator')
  expect(await journal.begin()).toEqual({ type: 'empty' })
  expect(readdirSync(directory)).toContain('notes.txt')
  await journal.close()
})

it('notices that files in between are missing', async () => {
  const { open, files, path } = aJournal({ segmentBytes: 100 })
  const journal = open()
  await journal.begin()
  for (const pos of [1, 3, 5]) await journal.write(batch(pos))
  await journal.close()
  const [, middle = ''] = files().sort()
  truncateSync(path(middle), 0)
  const next = open()
  await next.begin()
  expect(await next.read(0, 100)).toEqual({ type: 'batches', batches: [batch(1)] })
  expect(await next.read(2, 100)).toEqual({ type: 'damaged' })
  await next.close()
})

it('keeps nothing before it has looked what is there, nor where it may not write', async () => {
  const { directory, open } = aJournal()
  const journal = open()
  expect(await journal.write(batch(1))).toMatchObject({ type: 'unavailable' })
  await journal.close()
  writeFileSync(join(directory, '..', '..', 'a-file'), '')
  const nowhere = open({ directory: join(directory, '..', '..', 'a-file', 'journal') })
  expect(await nowhere.begin()).toEqual({ type: 'unavailable', reason: 'ENOTDIR' })
  expect(await nowhere.write(batch(1))).toMatchObject({ type: 'unavailable' })
  await nowhere.close()
})

/** A disk with so much room, which the test sets. */
function aSmallDisk() {
  const disk = { room: Number.POSITIVE_INFINITY, openFile }
  async function openFile(path: string, flags: number): Promise<JournalFile> {
    const file = await open(path, flags, 0o600)
    const write = async (bytes: Buffer, from: number, length: number, at: number) => {
      if (disk.room <= 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' })
      const taken = Math.min(length, disk.room)
      disk.room -= taken
      return file.write(bytes, from, taken, at)
    }
    return Object.assign(Object.create(file), {
      write,
      read: file.read.bind(file),
      truncate: file.truncate.bind(file),
      datasync: file.datasync.bind(file),
      stat: file.stat.bind(file),
      close: file.close.bind(file),
    }) as JournalFile
  }
  return disk
}

it('begins a file once the disk has room for it, however little of it could be written before', async () => {
  const disk = aSmallDisk()
  const { open, files } = aJournal({ openFile: disk.openFile })
  const journal = open()
  await journal.begin()
  for (const room of [0, 5, 0]) {
    disk.room = room
    expect(await journal.write(batch(1))).toEqual({ type: 'full' })
    expect(files()).toEqual([])
  }
  disk.room = Number.POSITIVE_INFINITY
  expect(await journal.write(batch(1))).toEqual({ type: 'kept' })
  expect(await rest(journal, 0)).toEqual([batch(1)])
  await journal.close()
})

it('takes back half a record when the disk is full, and goes on when it no longer is', async () => {
  const disk = aSmallDisk()
  const made = aJournal({ openFile: disk.openFile })
  const journal = made.open()
  await journal.begin()
  await journal.write(batch(1))
  disk.room = 30
  expect(await journal.write(batch(3))).toEqual({ type: 'full' })
  expect(await rest(journal, 0)).toEqual([batch(1)])
  disk.room = Number.POSITIVE_INFINITY
  expect(await journal.write(batch(3))).toEqual({ type: 'kept' })
  expect(await rest(journal, 0)).toEqual([batch(1), batch(3)])
  await journal.close()
  const next = made.open()
  expect(await next.begin()).toEqual({ type: 'kept', firstPos: 1, lastPos: 4 })
  await next.close()
  chmodSync(made.directory, 0o700)
})
