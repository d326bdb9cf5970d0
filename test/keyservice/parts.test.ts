import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createBatcher } from '../../src/keyservice/batch.ts'
import type { LogEntry } from '../../src/keyservice/log-entry.ts'
import { openOpeningLog } from '../../src/keyservice/opening-log.ts'
import { createRateLimit } from '../../src/keyservice/rate-limit.ts'
import { createRefusalLog } from '../../src/keyservice/refusal-log.ts'
import { openUsedPermits } from '../../src/keyservice/used-permits.ts'
import { parseAnchor, verifyLog } from '../../src/keyservice/verify-log.ts'
import { scratch } from '../support/scratch.ts'

const now = () => new Date('2026-05-01T08:00:00.000Z')

async function openLog(directory: string, maxFileBytes?: number) {
  const opened = await openOpeningLog({
    directory,
    now,
    ...(maxFileBytes === undefined ? {} : { maxFileBytes }),
  })
  if (!opened.ok) throw new Error(`${opened.place}: ${opened.fault}`)
  return opened.value
}

describe('the log', () => {
  it('cut at any byte opens again, holds together and loses whole lines only from the cut on', async () => {
    const directory = scratch().path
    const log = await openLog(directory)
    for (let i = 0; i < 3; i += 1) await log.write({ type: 'stopped' })
    await log.close()
    const [name] = readdirSync(directory)
    const file = join(directory, name ?? '')
    const whole = readFileSync(file, 'utf8')
    const lines = whole.split('\n')
    for (let cut = 0; cut <= whole.length; cut += 7) {
      writeFileSync(file, whole)
      truncateSync(file, cut)
      const kept = whole.slice(0, cut).split('\n').length - 1
      const again = await openLog(directory)
      await again.write({ type: 'stopped' })
      await again.close()
      expect(verifyLog(directory, [])).toMatchObject({ ok: true })
      expect(readFileSync(file, 'utf8').split('\n').slice(0, kept)).toEqual(lines.slice(0, kept))
    }
  })

  it('goes on in a further file, and a missing or exchanged file in between is found out', async () => {
    const directory = scratch().path
    const log = await openLog(directory, 500)
    for (let i = 0; i < 20; i += 1) await log.write({ type: 'stopped' })
    const head = log.head()
    await log.close()
    expect(head.seq).toBe(20)
    const names = readdirSync(directory).sort()
    expect(names.length).toBeGreaterThan(5)
    expect(names[0]).toBe('openings-000000000001.jsonl')
    expect(verifyLog(directory, [head])).toMatchObject({ ok: true, firstSeq: 1, head })
    const again = await openLog(directory, 500)
    expect(await again.write({ type: 'stopped' })).toMatchObject({ seq: 21 })
    await again.close()
    const at = (index: number) => join(directory, names[index] ?? '')
    const [second, third] = [readFileSync(at(1)), readFileSync(at(2))]
    rmSync(at(1))
    expect(verifyLog(directory, [])).toMatchObject({ ok: false })
    writeFileSync(at(1), third)
    expect(verifyLog(directory, [])).toMatchObject({ ok: false })
    writeFileSync(at(1), second.subarray(0, -1))
    expect(verifyLog(directory, [])).toMatchObject({ ok: false, reason: /cut off/ })
    writeFileSync(at(1), second)
    expect(verifyLog(directory, [])).toMatchObject({ ok: true })
    rmSync(at(0))
    expect(verifyLog(directory, [])).toMatchObject({ ok: true, firstSeq: 4 })
    const lost = parseAnchor(`1:${'0'.repeat(64)}`)
    expect(lost).toBeDefined()
    expect(verifyLog(directory, lost === undefined ? [] : [lost])).toMatchObject({
      ok: false,
      reason: /line 1/,
    })
  })

  it('rewritten as a whole agrees with itself, but not with what the API was told', async () => {
    const [one, other] = [scratch().path, scratch().path]
    const genuine = await openLog(one)
    const told = await genuine.write({ type: 'refused', refusal: 'permitUsed', client: 'a' })
    await genuine.close()
    const rewritten = await openLog(other)
    await rewritten.write({ type: 'refused', refusal: 'permitUsed', client: 'b' })
    await rewritten.close()
    expect(verifyLog(other, [])).toMatchObject({ ok: true })
    expect(verifyLog(other, told === undefined ? [] : [told])).toMatchObject({ ok: false, reason: /line 1/ })
  })
})

describe('used permits', () => {
  const options = (file: string, at: number) => ({
    file,
    expected: false,
    nowSeconds: () => at,
    skewSeconds: 5,
  })

  it('are forgotten an hour after they expired, and the file shrinks', async () => {
    const file = join(scratch().path, 'used')
    let at = 1000
    const used = await openUsedPermits({ ...options(file, at), nowSeconds: () => at, pruneEvery: 4 })
    const take = (permitId: string) => used.take({ permitId, issuedAt: at, expiresAt: at + 60 })
    expect(await take('a')).toBe('taken')
    expect(await take('b')).toBe('taken')
    at += 3600
    expect(await take('a')).toBe('used')
    expect(await take('c')).toBe('taken')
    at += 100
    expect(await take('d')).toBe('taken')
    expect(readFileSync(file, 'utf8')).toBe('from 0\n4660 c\n4760 d\n')
    expect(await take('e')).toBe('taken')
    await used.close()
    const again = await openUsedPermits(options(file, at))
    for (const permitId of ['c', 'd', 'e']) {
      expect(await again.take({ permitId, issuedAt: at, expiresAt: at + 60 })).toBe('used')
    }
    await again.close()
  })

  it('in a spoilt list bring all permits from before the start under suspicion', async () => {
    const file = join(scratch().path, 'used')
    writeFileSync(file, 'from 0\n1060 a\n10\0 b\n')
    const used = await openUsedPermits(options(file, 1010))
    expect(used.distrustsEarlier).toBe(true)
    expect(await used.take({ permitId: 'x', issuedAt: 1015, expiresAt: 1060 })).toBe('used')
    expect(await used.take({ permitId: 'y', issuedAt: 1016, expiresAt: 1060 })).toBe('taken')
    await used.close()
    const again = await openUsedPermits(options(file, 1020))
    expect(again.distrustsEarlier).toBe(false)
    expect(await again.take({ permitId: 'z', issuedAt: 1015, expiresAt: 1060 })).toBe('used')
    await again.close()
  })

  it('in an empty list, or one cut to its first half line, are under suspicion too', async () => {
    const file = join(scratch().path, 'used')
    for (const text of ['', 'fro', '1060 a\n']) {
      writeFileSync(file, text)
      const used = await openUsedPermits(options(file, 1010))
      expect(used.distrustsEarlier).toBe(true)
      await used.close()
    }
  })

  it('lose only a line that was never whole', async () => {
    const file = join(scratch().path, 'used')
    writeFileSync(file, 'from 0\n1060 a\n')
    appendFileSync(file, '1060 b')
    const used = await openUsedPermits(options(file, 1010))
    expect(used.distrustsEarlier).toBe(false)
    expect(await used.take({ permitId: 'a', issuedAt: 1000, expiresAt: 1060 })).toBe('used')
    expect(await used.take({ permitId: 'b', issuedAt: 1000, expiresAt: 1060 })).toBe('taken')
    await used.close()
  })
})

describe('a rate limit', () => {
  it('gives as many at once as a minute has, then one by one', () => {
    let ms = 0
    const limit = createRateLimit(60, () => ms)
    const take = (key: string) => limit.take(key).type
    expect(Array.from({ length: 61 }, () => take('a'))).toEqual([...Array(60).fill('granted'), 'denied'])
    expect(take('b')).toBe('granted')
    expect(limit.take('a')).toEqual({ type: 'denied', retryAfterSeconds: 1 })
    ms += 999
    expect(take('a')).toBe('denied')
    ms += 1
    expect(take('a')).toBe('granted')
    expect(take('a')).toBe('denied')
  })

  it('keeps a bounded number of buckets, and forgets full ones first', () => {
    let ms = 0
    const limit = createRateLimit(1, () => ms)
    limit.take('early')
    ms += 60_000
    for (let i = 0; i < 9999; i += 1) limit.take(`p${i}`)
    expect(limit.take('late').type).toBe('granted')
    expect(limit.take('p0').type).toBe('denied')
    expect(limit.take('early').type).toBe('granted')
  })
})

describe('refusals', () => {
  it('beyond the limit are counted, and the counts are written', async () => {
    const written: LogEntry[] = []
    const log = createRefusalLog({
      write: async (entry) => written.push(entry),
      limit: createRateLimit(2, () => 0),
    })
    for (let i = 0; i < 5; i += 1) await log.note('permitForged', 'c', undefined)
    await log.note('permitUsed', 'c', undefined)
    await log.close()
    expect(written).toEqual([
      { type: 'refused', refusal: 'permitForged', client: 'c' },
      { type: 'refused', refusal: 'permitForged', client: 'c' },
      { type: 'refusedMore', refusals: { permitForged: 3, permitUsed: 1 } },
    ])
  })
})

describe('a group commit', () => {
  it('writes together what came during a write, fails together, and takes no more than it can hold', async () => {
    const batches: number[][] = []
    let failing = false
    const batcher = createBatcher<number, number>(async (items) => {
      batches.push([...items])
      if (failing) throw new Error('the disk is full')
      return items.map((item) => item * 2)
    })
    const first = [1, 2, 3].map((item) => batcher.add(item))
    expect(await Promise.all(first)).toEqual([2, 4, 6].map((result) => ({ type: 'done', result })))
    expect(batches).toEqual([[1], [2, 3]])
    failing = true
    expect(await batcher.add(4)).toEqual({ type: 'failed' })
    failing = false
    const many = Array.from({ length: 1002 }, (_, i) => batcher.add(i))
    const outcomes = await Promise.all(many)
    expect(outcomes.filter((one) => one.type === 'full')).toHaveLength(1)
    expect(outcomes.filter((one) => one.type === 'done')).toHaveLength(1001)
    await batcher.drained()
  })
})
