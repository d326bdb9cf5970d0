import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainClient } from '../../support/postgres.ts'
import { batch, CALL, callView, freshStore, openStore, rows, SITE, type TestStore } from './support.ts'

describe('the site journal', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await freshStore()
  })
  afterAll(() => store.close())

  it('gives back what was appended, by position and by subject', async () => {
    const site = { siteId: 'site_reads' }
    expect(await store.journal.head(site.siteId)).toBe(0)
    const facts = rows(1, 5, site).map((row) =>
      row.pos === 3 ? { ...row, kind: 'agent' as const, subject: 'agent_1001', subjectSeq: 1 } : row,
    )
    expect(await store.journal.append(batch(facts))).toEqual({ type: 'appended' })
    expect(await store.journal.head(site.siteId)).toBe(5)
    expect(await store.journal.read(site.siteId, 0, 100)).toEqual(facts)
    expect(await store.journal.read(site.siteId, 2, 2)).toEqual(facts.slice(2, 4))
    expect(await store.journal.readSubject(site.siteId, 'agent_1001')).toEqual([facts[2]])
    expect(await store.journal.read('site_elsewhere', 0, 100)).toEqual([])
  })

  it('keeps any JSON as it is, broken text mended', async () => {
    const site = { siteId: 'site_json' }
    let pos = 0
    const json = fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.parse(JSON.stringify(value)))
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const data = { value, broken: 'a\0b\ud800c', pair: '😀', escaped: '\\u0000' }
        pos += 1
        const written = await store.journal.append(batch(rows(pos, 1, { ...site, data })))
        expect(written).toEqual({ type: 'appended' })
        const [read] = await store.journal.read(site.siteId, pos - 1, 1)
        expect(read?.data).toEqual({ value: mended(value), broken: 'a�b�c', pair: '😀', escaped: '\\u0000' })
      }),
      { numRuns: 60 },
    )
  })

  it('refuses a batch whose positions are taken, and all of it', async () => {
    const site = { siteId: 'site_taken' }
    await store.journal.append(batch(rows(1, 3, site)))
    const late = batch(rows(3, 2, { ...site, type: 'late' }), {
      views: [callView(4)],
      privateFields: [{ callId: CALL, name: 'callingNumber', value: '13800000000' }],
    })
    expect(await store.journal.append(late)).toEqual({ type: 'conflict' })
    expect(await store.journal.head(site.siteId)).toBe(3)
    expect(await store.views.get(site.siteId, 'call', CALL)).toBeUndefined()
    expect(await store.privateFields.read(site.siteId, CALL, 'callingNumber')).toBeUndefined()
  })

  it('refuses a batch that would leave a gap: this is not the journal the caller knows', async () => {
    const site = { siteId: 'site_gap' }
    await store.journal.append(batch(rows(1, 3, site)))
    const ahead = batch(rows(5, 1, site), { views: [callView(5)] })
    expect(await store.journal.append(ahead)).toEqual({ type: 'conflict' })
    expect(await store.views.get(site.siteId, 'call', CALL)).toBeUndefined()
  })

  it('refuses a second fact with the same number of the same subject', async () => {
    const site = { siteId: 'site_subject' }
    await store.journal.append(batch(rows(1, 1, site)))
    expect(await store.journal.append(batch(rows(2, 1, { ...site, subjectSeq: 1 })))).toEqual({
      type: 'conflict',
    })
  })

  it('throws on a batch that is a bug: empty, with a hole, with a row of another site', async () => {
    const holed = rows(1, 3).filter((row) => row.pos !== 2)
    await expect(store.journal.append(batch([]))).rejects.toThrow(RangeError)
    await expect(store.journal.append(batch(holed))).rejects.toThrow('position 3 where 2 is due')
    const stray = batch(rows(1, 1, { siteId: 'site_other' }), { siteId: SITE })
    await expect(store.journal.append(stray)).rejects.toThrow('row of another site')
  })

  it('lets exactly one of two owners write each position', async () => {
    const rival = openStore(store.database)
    const site = { siteId: 'site_rivals' }
    const wins = { ours: 0, theirs: 0 }
    for (let pos = 1; pos <= 50; pos += 1) {
      const outcomes = await Promise.all([
        store.journal.append(batch(rows(pos, 1, { ...site, type: 'ours' }))),
        rival.journal.append(batch(rows(pos, 1, { ...site, type: 'theirs' }))),
      ])
      expect(outcomes.map(({ type }) => type).sort()).toEqual(['appended', 'conflict'])
      const winner = outcomes[0].type === 'appended' ? 'ours' : 'theirs'
      wins[winner] += 1
      expect((await store.journal.read(site.siteId, pos - 1, 1))[0]?.type).toBe(winner)
    }
    expect(wins.ours + wins.theirs).toBe(50)
    await rival.close()
  })

  it('carries many sites at once, each without gaps', async () => {
    const sites = Array.from({ length: 12 }, (_, index) => `site_many-${index}`)
    await Promise.all(
      sites.map(async (siteId) => {
        for (let pos = 1; pos <= 20; pos += 2)
          expect(await store.journal.append(batch(rows(pos, 2, { siteId })))).toEqual({ type: 'appended' })
      }),
    )
    for (const siteId of sites)
      expect((await store.journal.read(siteId, 0, 100)).map(({ pos }) => pos)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      )
  })

  it('is append-only by the database’s own rule', async () => {
    await store.journal.append(batch(rows(1, 1, { siteId: 'site_only' })))
    const client = await plainClient(store.database)
    for (const sql of [
      "update journal set type = 'changed' where site_id = 'site_only'",
      "delete from journal where site_id = 'site_only'",
      'truncate journal',
    ])
      await expect(client.query(sql)).rejects.toThrow('the journal is append-only')
    await client.end()
    expect((await store.journal.read('site_only', 0, 10)).map(({ type }) => type)).toEqual(['menuEntered'])
  })
})

/** What jsonb can't hold inside strings, as U+FFFD. */
function mended(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, entry: unknown) => {
    if (typeof entry === 'string') return mendedText(entry)
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry
    return Object.fromEntries(Object.entries(entry).map(([key, inner]) => [mendedText(key), inner]))
  })
}

function mendedText(text: string): string {
  return Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0
    return code === 0 || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : char
  }).join('')
}
