import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  bufferSource,
  createDataKey,
  createSealer,
  openSealed,
  storedSource,
} from '../../../src/adapters/crypto/ctirec1/index.ts'
import { openDirectoryStore } from '../../../src/adapters/storage/directory-store.ts'
import type { OpenNew } from '../../../src/adapters/storage/durable-file.ts'
import { openNew } from '../../../src/adapters/storage/durable-file.ts'
import type { ObjectDigest, ObjectStore } from '../../../src/runtime/object-store.ts'
import { scratch } from '../../support/scratch.ts'
import { header } from '../crypto/ctirec1/support.ts'

const KEY = 'site_main/rec_01J9ZZZZZZZZZZZZZZZZZZZZZZ/0.ctirec'
const inTime = () => ({ signal: AbortSignal.timeout(10_000) })
const digestOf = (bytes: Uint8Array): ObjectDigest => ({
  byteLength: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

interface Opened {
  readonly store: ObjectStore
  readonly root: string
}

async function opened(root = join(scratch().path, 'sealed'), openFile: OpenNew = openNew): Promise<Opened> {
  const opening = await openDirectoryStore({ root, openFile })
  if (opening.type !== 'opened') throw new Error(opening.reason)
  return { store: opening.store, root }
}

const drafts = (root: string) => readdirSync(join(root, '.drafts'))

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

describe('storing a sealed object', () => {
  it('keeps every byte, proves it by reading back, gives any range, and forgets it when told', async () => {
    const { store, root } = await opened()
    const bytes = randomBytes(600_000)
    expect(await store.put(KEY, pieces(bytes, 70_001), inTime())).toEqual({
      type: 'stored',
      ...digestOf(bytes),
    })
    expect(await store.verify(KEY, digestOf(bytes), inTime())).toEqual({ type: 'verified' })
    const stat = await store.stat(KEY)
    expect(stat).toMatchObject({ type: 'object', byteLength: bytes.length })
    expect(stat.type === 'object' && Math.abs(stat.storedAt - Date.now()) < 60_000).toBe(true)
    for (const [from, to] of [
      [0, 10],
      [599_990, 700_000],
      [5, 5],
      [700_000, 700_010],
      [0, 600_000],
    ] as const) {
      const read = await store.getRange(KEY, from, to)
      expect(read.type === 'bytes' && Buffer.from(read.bytes).equals(bytes.subarray(from, to))).toBe(true)
    }
    expect(drafts(root)).toEqual([])
    expect(await store.delete(KEY)).toEqual({ type: 'deleted' })
    expect(await store.delete(KEY)).toEqual({ type: 'missing' })
    expect(await store.stat(KEY)).toEqual({ type: 'missing' })
  })

  it('lets nobody but its own user read it, and nobody write it', async () => {
    const { store, root } = await opened()
    await store.put(KEY, [randomBytes(10)], inTime())
    expect(statSync(join(root, KEY)).mode & 0o777).toBe(0o400)
    expect(statSync(join(root, 'site_main')).mode & 0o777).toBe(0o700)
  })

  it('is found again by the next process', async () => {
    const { store, root } = await opened()
    await store.put(KEY, [Buffer.from('sealed')], inTime())
    const next = await opened(root)
    expect(await next.store.verify(KEY, digestOf(Buffer.from('sealed')), inTime())).toEqual({
      type: 'verified',
    })
  })

  it('never changes an object that is there', async () => {
    const { store, root } = await opened()
    await store.put(KEY, [Buffer.from('first')], inTime())
    expect(await store.put(KEY, [Buffer.from('second')], inTime())).toEqual({ type: 'exists' })
    expect(readFileSync(join(root, KEY), 'utf8')).toBe('first')
    expect(drafts(root)).toEqual([])
  })

  it('takes exactly one of many puts of one key at once', async () => {
    const { store, root } = await opened()
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => store.put(KEY, [Buffer.from(`writer ${n}`)], inTime())),
    )
    expect(outcomes.map((outcome) => outcome.type).toSorted()).toEqual([...Array(7).fill('exists'), 'stored'])
    const stored = outcomes.findIndex((outcome) => outcome.type === 'stored')
    expect(readFileSync(join(root, KEY), 'utf8')).toBe(`writer ${stored}`)
  })

  it('refuses what is not what was announced', async () => {
    const { store, root } = await opened()
    const whole = Buffer.from('whole object')
    const cut = whole.subarray(0, 5)
    const outcome = await store.put(KEY, [cut], { ...inTime(), expected: digestOf(whole) })
    expect(outcome).toEqual({ type: 'differs', ...digestOf(cut) })
    expect(await store.stat(KEY)).toEqual({ type: 'missing' })
    expect(drafts(root)).toEqual([])
  })

  it('finds out when an object was altered behind its back', async () => {
    const { store, root } = await opened()
    const bytes = Buffer.from('sealed bytes')
    await store.put(KEY, [bytes], inTime())
    execFileSync('chmod', ['600', join(root, KEY)])
    writeFileSync(join(root, KEY), 'sealed bytez')
    const found = await store.verify(KEY, digestOf(bytes), inTime())
    expect(found).toEqual({ type: 'differs', ...digestOf(Buffer.from('sealed bytez')) })
    expect(await store.verify('other', digestOf(bytes), inTime())).toEqual({ type: 'missing' })
  })
})

describe('when storing goes wrong, nothing is left behind', () => {
  it('a source that fails', async () => {
    const { store, root } = await opened()
    async function* failing() {
      yield Buffer.from('begin')
      throw Object.assign(new Error('read /spool/x'), { code: 'EIO' })
    }
    expect(await store.put(KEY, failing(), inTime())).toEqual({ type: 'sourceFailed', reason: 'EIO' })
    expect(drafts(root)).toEqual([])
    expect(await store.stat(KEY)).toEqual({ type: 'missing' })
  })

  it('a source that hangs: the put ends with its signal, and the source is told', async () => {
    const { store, root } = await opened()
    const abort = new AbortController()
    let told = false
    const hanging: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          queueMicrotask(() => abort.abort())
          return new Promise(() => {})
        },
        return: async () => {
          told = true
          return { done: true, value: undefined }
        },
      }),
    }
    expect(await store.put(KEY, hanging, { signal: abort.signal })).toEqual({ type: 'aborted' })
    expect(told).toBe(true)
    expect(drafts(root)).toEqual([])
  })

  it('a signal that came before it began', async () => {
    const { store, root } = await opened()
    expect(await store.put(KEY, [Buffer.from('x')], { signal: AbortSignal.abort() })).toEqual({
      type: 'aborted',
    })
    await store.put(KEY, [Buffer.from('x')], inTime())
    const verified = await store.verify(KEY, digestOf(Buffer.from('x')), { signal: AbortSignal.abort() })
    expect(verified).toEqual({ type: 'aborted' })
    expect(drafts(root)).toEqual([])
  })

  it('a disk that takes a part of each write still stores every byte', async () => {
    const { store } = await opened(undefined, async (path) => {
      const file = await openNew(path)
      return {
        write: ((bytes: Uint8Array, at: number, length: number) =>
          file.write(bytes, at, Math.min(length, 1_000))) as typeof file.write,
        sync: () => file.sync(),
        close: () => file.close(),
      }
    })
    const bytes = randomBytes(12_345)
    expect(await store.put(KEY, [bytes], inTime())).toEqual({ type: 'stored', ...digestOf(bytes) })
    expect(await store.verify(KEY, digestOf(bytes), inTime())).toEqual({ type: 'verified' })
  })

  it.each([
    ['ENOSPC', { type: 'full' }],
    ['EDQUOT', { type: 'full' }],
    ['EIO', { type: 'unavailable', reason: 'EIO' }],
  ])('a disk that says %s when it is to make the bytes durable', async (code, outcome) => {
    const { store, root } = await opened(undefined, async (path) => {
      const file = await openNew(path)
      return {
        write: file.write.bind(file),
        sync: () => Promise.reject(Object.assign(new Error(code), { code, syscall: 'fsync' })),
        close: () => file.close(),
      }
    })
    expect(await store.put(KEY, [Buffer.from('x')], inTime())).toEqual(outcome)
    expect(drafts(root)).toEqual([])
    expect(await store.stat(KEY)).toEqual({ type: 'missing' })
  })

  it('a real disk that is full, until there is room again', async ({ skip }) => {
    const disk = mountSmallDisk()
    if (disk === undefined) return skip('no right to mount a small disk')
    const { store, root } = await opened(join(disk, 'sealed'))
    const small = randomBytes(20_000)
    expect(await store.put('a', [small], inTime())).toMatchObject({ type: 'stored' })
    expect(await store.put(KEY, pieces(randomBytes(400_000), 8_192), inTime())).toEqual({ type: 'full' })
    expect(drafts(root)).toEqual([])
    expect(await store.stat(KEY)).toEqual({ type: 'missing' })
    expect(await store.verify('a', digestOf(small), inTime())).toEqual({ type: 'verified' })
    expect(await store.put(KEY, [small], inTime())).toMatchObject({ type: 'stored' })
  })

  it('what a killed process left is removed a day later, what a living one writes is not', async () => {
    const { root } = await opened()
    const [old, young] = [join(root, '.drafts', 'old'), join(root, '.drafts', 'young')]
    writeFileSync(old, 'part')
    writeFileSync(young, 'part')
    const dayAgo = Date.now() / 1_000 - 25 * 3_600
    utimesSync(old, dayAgo, dayAgo)
    await opened(root)
    expect(drafts(root)).toEqual(['young'])
  })

  it('a root that cannot be one', async () => {
    const { write } = scratch()
    const root = write('file', 'not a folder')
    expect(await openDirectoryStore({ root })).toEqual({ type: 'unavailable', reason: 'ENOTDIR' })
  })
})

/** Needs the right to mount; without it the faults above stand for a full disk. */
function mountSmallDisk(): string | undefined {
  const { path } = scratch()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', path], { stdio: 'pipe' })
  } catch {
    return undefined
  }
  onTestFinished(() => void execFileSync('umount', [path], { stdio: 'pipe' }))
  return path
}

describe('keys', () => {
  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/../b',
    'a/..',
    '/etc/passwd',
    'a//b',
    'a/',
    '.drafts/x',
    'a/.hidden',
    'a\\..\\b',
    'a\0b',
    'a\nb',
    'a:b',
    'ä',
    '%2e%2e/x',
    'a'.repeat(201),
    'a/'.repeat(300),
  ])('%j is none, for any act', async (key) => {
    const { store } = await opened()
    const bad = { type: 'badKey' }
    expect(await store.put(key, [Buffer.from('x')], inTime())).toEqual(bad)
    expect(await store.verify(key, digestOf(Buffer.from('x')), inTime())).toEqual(bad)
    expect(await store.getRange(key, 0, 1)).toEqual(bad)
    expect(await store.stat(key)).toEqual(bad)
    expect(await store.delete(key)).toEqual(bad)
  })

  it('never leads outside, whatever it is', async () => {
    const outer = scratch()
    const { store, root } = await opened(join(outer.path, 'sealed'))
    const part = fc.constantFrom('..', '.', 'a', 'b', '', '/', '\\', '%2e', '.drafts', 'sealed')
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        await store.put(parts.join('/'), [Buffer.from('x')], inTime())
        expect(readdirSync(outer.path)).toEqual(['sealed'])
      }),
      { numRuns: 50 },
    )
    expect(drafts(root)).toEqual([])
  })

  it('does not follow links that somebody laid into the store', async () => {
    const outer = scratch()
    outer.write('secret/0', 'outside')
    const { store, root } = await opened(join(outer.path, 'sealed'))
    symlinkSync(join(outer.path, 'secret'), join(root, 'folder'))
    symlinkSync(join(outer.path, 'secret/0'), join(root, 'file'))
    const linked = { type: 'unavailable', reason: 'linkedFolder' }
    expect(await store.getRange('folder/0', 0, 10)).toEqual(linked)
    expect(await store.put('folder/1', [Buffer.from('x')], inTime())).toEqual(linked)
    expect(await store.delete('folder/0')).toEqual(linked)
    expect(await store.getRange('file', 0, 10)).toEqual({ type: 'unavailable', reason: 'ELOOP' })
    expect(await store.put('file', [Buffer.from('x')], inTime())).toEqual({ type: 'exists' })
    expect(await store.list({ limit: 10 })).toEqual({ type: 'page', keys: [] })
    expect(readFileSync(join(outer.path, 'secret/0'), 'utf8')).toBe('outside')
    expect(readdirSync(join(outer.path, 'secret'))).toEqual(['0'])
  })

  it('tells a folder from an object', async () => {
    const { store } = await opened()
    await store.put('a/b', [Buffer.from('x')], inTime())
    expect(await store.stat('a')).toEqual({ type: 'missing' })
    expect(await store.stat('a/b/c')).toEqual({ type: 'missing' })
    expect(await store.put('a/b/c', [Buffer.from('x')], inTime())).toMatchObject({ type: 'unavailable' })
    expect(await store.getRange('a/b', 0, 1)).toMatchObject({ type: 'bytes' })
  })
})

describe('listing', () => {
  /** Names that sort otherwise as folders than as texts: `a-b` < `a.b` < `a/b` < `a0`. */
  const name = fc.constantFrom('a', 'a-b', 'a.b', 'a0', 'b', 'B', '_')
  const key = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))

  /** Pages until there are no more. */
  async function all(store: ObjectStore, prefix: string, limit: number): Promise<string[]> {
    const keys: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await store.list({ prefix, limit, ...(cursor === undefined ? {} : { cursor }) })
      if (page.type !== 'page') throw new Error(page.type)
      expect(page.keys.length).toBeLessThanOrEqual(limit)
      keys.push(...page.keys)
      if (page.cursor === undefined) return keys
      cursor = page.cursor
    }
  }

  it('gives every key once, in order, whatever the page size and the prefix', async () => {
    const outer = scratch()
    let run = 0
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { maxLength: 10 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('', 'a', 'a/', 'a-', 'a/a', 'a/a.b/', 'b', 'x'),
        async (keys, limit, prefix) => {
          run += 1
          const { store, root } = await opened(join(outer.path, `${run}`))
          const stored: string[] = []
          for (const one of keys) {
            // A key may be a folder of another one; then it can't be stored.
            const folder = stored.some((other) => one.startsWith(`${other}/`) || other.startsWith(`${one}/`))
            if (folder) continue
            mkdirSync(join(root, one, '..'), { recursive: true })
            writeFileSync(join(root, one), '')
            stored.push(one)
          }
          const expected = stored.filter((one) => one.startsWith(prefix)).sort()
          expect(await all(store, prefix, limit)).toEqual(expected)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('holds a folder of more names than it reads at once', async () => {
    const { store, root } = await opened()
    mkdirSync(join(root, 'many'))
    mkdirSync(join(root, 'none'))
    const names = Array.from({ length: 4_500 }, (_, n) => `many/${String(n * 7_919).padStart(9, '0')}`)
    for (const one of names) writeFileSync(join(root, one), '')
    expect(await all(store, 'many/', 1_000)).toEqual(names)
  })

  it('goes on behind a key that was deleted in the meantime', async () => {
    const { store } = await opened()
    for (const one of ['a/1', 'a/2', 'b']) await store.put(one, [Buffer.from('x')], inTime())
    const first = await store.list({ limit: 1 })
    await store.delete('a/1')
    const cursor = first.type === 'page' ? first.cursor : undefined
    expect(await store.list({ limit: 5, cursor: cursor ?? '' })).toEqual({ type: 'page', keys: ['a/2', 'b'] })
  })

  it('refuses a cursor that it did not give, and a limit that is none', async () => {
    const { store } = await opened()
    expect(await store.list({ limit: 5, cursor: '../..' })).toEqual({ type: 'badCursor' })
    await expect(store.list({ limit: 0 })).rejects.toThrow('1,000')
  })
})

describe('a sealed recording in the store', () => {
  it('is read by ranges without the rest', async () => {
    const { store } = await opened()
    const dataKey = createDataKey()
    const plaintext = randomBytes(100_000)
    const sealer = createSealer({ header, dataKey })
    async function* sealing() {
      yield sealer.prefix
      for (let at = 0; at < plaintext.length; at += 640) yield* sealer.push(plaintext.subarray(at, at + 640))
      yield* sealer.finish()
    }
    const put = await store.put(KEY, sealing(), inTime())
    if (put.type !== 'stored') throw new Error(put.type)
    const outcome = await openSealed(storedSource(store, KEY, put.byteLength), dataKey)
    if (outcome.type !== 'opened') throw new Error(outcome.type)
    const read = await outcome.recording.readRange(50_000, 70_000)
    expect(read.type === 'bytes' && read.bytes.equals(plaintext.subarray(50_000, 70_000))).toBe(true)

    await store.delete(KEY)
    expect(await outcome.recording.readRange(0, 10)).toEqual({ type: 'unreadable', reason: 'missing' })
    expect((await openSealed(bufferSource(Buffer.alloc(0)), dataKey)).type).toBe('refused')
  })
})
