import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EnvelopeRow } from '../../../src/runtime/recording.ts'
import { freshDatabase } from '../../support/postgres.ts'
import { freshStore, openStore, SITE, type TestStore } from './support.ts'

const recordingId = 'rec_01J9ZZZZZZZZZZZZZZZZZZZZZZ'
const row = (segment: number, more: Partial<EnvelopeRow> = {}): EnvelopeRow => ({
  siteId: SITE,
  recordingId,
  segment,
  take: Math.floor(segment / 1_000),
  envelope: `{"segment":${segment}}`,
  startedAt: '2026-03-01T08:00:00.000Z',
  object: null,
  ...more,
})
const object = {
  key: `${SITE}/${recordingId}/0.ctirec`,
  byteLength: 5_000_000_000,
  sha256: 'ab'.repeat(32),
  samples: 1_250_000_000,
  truncated: false,
}

describe('key envelopes', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await freshStore()
  })
  afterAll(() => store.close())

  it('are kept by segment, first without and then with their objects', async () => {
    const { envelopes } = store
    for (const segment of [1_001, 0, 1_000]) expect(await envelopes.save(row(segment))).toBe('saved')
    expect(await envelopes.save(row(0, { object }))).toBe('saved')
    expect(await envelopes.list(SITE, recordingId)).toEqual([row(0, { object }), row(1_000), row(1_001)])
    expect(await envelopes.list('site_other', recordingId)).toEqual([])
    expect(await envelopes.list(SITE, `${recordingId}X`)).toEqual([])
  })

  it('may be said again at any time, and keep the object that was said once', async () => {
    const { envelopes } = store
    const of = (more: Partial<EnvelopeRow> = {}) => row(2_000, more)
    for (const again of [of({ object }), of(), of({ object })])
      expect(await envelopes.save(again)).toBe('saved')
    const rows = await envelopes.list(SITE, recordingId)
    expect(rows.find(({ segment }) => segment === 2_000)).toEqual(of({ object }))
  })

  it.each<[string, Partial<EnvelopeRow>]>([
    ['envelope', { envelope: '{"other":1}' }],
    ['beginning', { startedAt: '2026-03-01T08:00:00.001Z' }],
    ['take', { take: 2 }],
    ['object', { object: { ...object, sha256: 'cd'.repeat(32) } }],
    ['end', { object: { ...object, truncated: true } }],
  ])('conflict with another %s under the same number, and stay as they are', async (_, other) => {
    const { envelopes } = store
    await envelopes.save(row(3_000, { object }))
    expect(await envelopes.save(row(3_000, { object, ...other }))).toBe('conflict')
    const rows = await envelopes.list(SITE, recordingId)
    expect(rows.find(({ segment }) => segment === 3_000)).toEqual(row(3_000, { object }))
  })

  it('can’t be saved or read while the database is away, and say so', async () => {
    const away = openStore({ ...(await freshDatabase()), port: 1 })
    await expect(away.envelopes.save(row(0))).rejects.toMatchObject({ name: 'PortUnavailable' })
    await expect(away.envelopes.list(SITE, recordingId)).rejects.toMatchObject({ name: 'PortUnavailable' })
    await away.close()
  })
})
