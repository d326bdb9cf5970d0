/** What is noted for auditors, and data that the API attaches: facts of the site, once each. */
import { describe, expect, test } from 'vitest'
import type { AccessNote } from '../../../src/domain/access/facts.ts'
import { accessIdFrom, type KeyId } from '../../../src/domain/ids.ts'
import { freeze, thaw } from '../../../src/domain/site/freeze.ts'
import { aSite, callId, Site, siteId } from '../support/story.ts'

const id = (n: number) => accessIdFrom(`01K${String(n).padStart(23, '0')}`)
const denied: AccessNote = {
  type: 'accessDenied',
  data: { principal: 'key_1', operation: 'clearCall', reason: 'scope', missing: 'calls:control', times: 3 },
}
const read: AccessNote = {
  type: 'dataUnmasked',
  data: { principal: 'api', person: 'zhao', callId: callId(1), names: ['patientName'] },
}

describe('notes for auditors', () => {
  test('a note is a subject of its own with one fact, however often it is said', () => {
    const site = new Site()
    const first = site.when({ type: 'noteAccess', accessId: id(1), note: denied })
    expect(first.outcome).toEqual({ type: 'accepted' })
    expect(first.facts).toMatchObject([
      { kind: 'access', subject: id(1), subjectSeq: 1, type: 'accessDenied', data: denied.data },
    ])
    const again = site.when({ type: 'noteAccess', accessId: id(1), note: denied })
    expect(again).toMatchObject({ facts: [], outcome: { type: 'accepted' } })
    expect(site.when({ type: 'noteAccess', accessId: id(2), note: denied }).facts).toHaveLength(1)
    expect(site.state.seqs.size).toBe(0)
  })

  test('only so many are known again: the memory doesn’t grow with the years', () => {
    const site = new Site()
    for (let n = 0; n < 1_100; n += 1) site.when({ type: 'noteAccess', accessId: id(n), note: denied })
    expect(site.state.accesses.size).toBe(1_000)
    expect(site.when({ type: 'noteAccess', accessId: id(1_099), note: denied }).facts).toEqual([])
  })

  test('a new owner, too, knows a note that is said to it again', () => {
    const site = new Site()
    site.when({ type: 'noteAccess', accessId: id(1), note: denied })
    const thawed = thaw(JSON.parse(JSON.stringify(freeze(site.state))), siteId)
    expect(thawed?.accesses).toEqual(new Set([id(1)]))
  })

  test('nothing but plain words gets into the journal by this way', () => {
    const site = new Site()
    const notes: AccessNote[] = [
      { ...denied, data: { ...denied.data, operation: '张伟 13812345678' } },
      { type: 'administered', data: { principal: 'api', operation: 'x', target: 'a b' } },
      { type: 'keyCreated', data: { principal: 'a\nb', keyId: 'key_1' as KeyId, roles: ['agent'] } },
      { ...read, data: { ...read.data, person: '赵医生' } },
      { ...read, data: { ...read.data, names: [] } },
      { ...read, data: { ...read.data, names: Array.from({ length: 71 }, (_, n) => `n${n}`) } },
    ]
    for (const note of notes) {
      const { facts, outcome } = site.when({ type: 'noteAccess', accessId: id(1), note, reasonLength: 5 })
      expect([facts, outcome]).toMatchObject([[], { type: 'refused', code: 'access-invalid' }])
    }
  })

  test.each([undefined, 0, 501])(
    'data is unmasked for a reason, not for one of length %s',
    (reasonLength) => {
      const asked = { type: 'noteAccess', accessId: id(1), note: read, reasonLength } as const
      expect(new Site().when(asked).outcome).toMatchObject({ code: 'access-invalid' })
    },
  )

  test('data of a call that has ended is unmasked too', () => {
    const happened = new Site().when({ type: 'noteAccess', accessId: id(1), note: read, reasonLength: 12 })
    expect(happened.facts).toMatchObject([{ type: 'dataUnmasked', data: read.data }])
    expect(JSON.stringify(happened.facts)).not.toContain('reason')
  })
})

describe('data that the API attaches', () => {
  test('the fact names the names, and they count as the call’s', () => {
    const site = aSite()
    site.arrives(1)
    const names = ['patientName', 'ward']
    const { facts, outcome } = site.when({ type: 'setAttachedData', callId: callId(1), names })
    expect(outcome).toEqual({ type: 'accepted', callId: callId(1) })
    expect(facts).toMatchObject([{ type: 'dataSet', data: { names, by: 'api', step: null } }])
    expect([...(site.state.calls.get(callId(1))?.data ?? [])]).toEqual(names)
  })

  test('a call takes 64 names, and those that it has again and again', () => {
    const site = aSite()
    site.arrives(1)
    const names = Array.from({ length: 64 }, (_, n) => `name${n}`)
    const attach = (some: readonly string[]) =>
      site.when({ type: 'setAttachedData', callId: callId(1), names: some }).outcome
    expect(attach(names)).toMatchObject({ type: 'accepted' })
    expect(attach(names.slice(0, 3))).toMatchObject({ type: 'accepted' })
    expect(attach(['another'])).toMatchObject({ type: 'refused', code: 'data-full' })
  })

  test('a call that has ended, or never was, takes none', () => {
    const asked = { type: 'setAttachedData', callId: callId(7), names: ['ward'] } as const
    expect(new Site().when(asked)).toMatchObject({ facts: [], outcome: { code: 'call-unknown' } })
  })
})
