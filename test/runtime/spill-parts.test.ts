import { describe, expect, it } from 'vitest'
import { alarmKey } from '../../src/domain/site/alarms.ts'
import { mergeBatches } from '../../src/runtime/merge-batches.ts'
import type { AppendBatch, View } from '../../src/runtime/ports.ts'
import { createPrivateOverlay } from '../../src/runtime/private-overlay.ts'
import type { SpillLevel } from '../../src/runtime/spill.ts'
import { spillAlarm } from '../../src/runtime/spill-alarm.ts'

const SITE = 'site_main'

function batch(
  pos: number,
  type: string,
  fields: Readonly<Record<string, string>>,
  subject = 'call_1',
): AppendBatch {
  const row = { siteId: SITE, pos, kind: 'call' as const, subject, subjectSeq: pos, at: 1, type, data: {} }
  const privateFields = Object.entries(fields).map(([name, value]) => ({ callId: subject, name, value }))
  return { siteId: SITE, rows: [row], views: [], privateFields }
}

describe('what the database has not got yet of a call’s private fields', () => {
  /** Counts how often the database is asked. */
  function anOverlay(mostCalls?: number) {
    let asked = 0
    const overlay = createPrivateOverlay(
      {
        read: async () => {
          asked += 1
          return 'of the database'
        },
        readSome: async () => {
          asked += 1
          return new Map([
            ['a', 'of the database'],
            ['b', 'of the database'],
          ])
        },
      },
      mostCalls,
    )
    return { overlay, asked: () => asked }
  }
  const every = () => true

  it('is read here; of a call that began here the database is not asked at all', async () => {
    const { overlay, asked } = anOverlay()
    overlay.hold(batch(5, 'callAccepted', { a: '1' }))
    overlay.hold(batch(6, 'dataSet', { b: '2' }))
    expect(await overlay.read(SITE, 'call_1', 'a')).toBe('1')
    expect(await overlay.read(SITE, 'call_1', 'c')).toBeUndefined()
    expect([...(await overlay.readSome(SITE, 'call_1', every))]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect(asked()).toBe(0)
    overlay.durable(SITE, 5)
    expect(await overlay.read(SITE, 'call_1', 'b')).toBe('2')
    expect(await overlay.read(SITE, 'call_1', 'c')).toBe('of the database')
    overlay.durable(SITE, 6)
    expect(await overlay.read(SITE, 'call_1', 'b')).toBe('of the database')
  })

  it('is laid over what the database has of an older call', async () => {
    const { overlay } = anOverlay()
    overlay.hold(batch(5, 'dataSet', { b: '2' }))
    expect([...(await overlay.readSome(SITE, 'call_1', every))]).toEqual([
      ['a', 'of the database'],
      ['b', '2'],
    ])
    overlay.clear('site_other')
    expect(await overlay.read(SITE, 'call_1', 'b')).toBe('2')
    overlay.clear(SITE)
    expect(await overlay.read(SITE, 'call_1', 'b')).toBe('of the database')
  })

  it('is bounded: the calls that were heard of longest ago go first', async () => {
    const { overlay } = anOverlay(2)
    for (const n of [1, 2, 3]) overlay.hold(batch(n, 'callAccepted', { a: String(n) }, `call_${n}`))
    expect(await overlay.read(SITE, 'call_1', 'a')).toBe('of the database')
    expect(await overlay.read(SITE, 'call_3', 'a')).toBe('3')
  })
})

it('makes one batch of several, with each subject’s last look and what only its first one tells', () => {
  const view = (pos: number, more: Partial<View> = {}): View => ({
    kind: 'call',
    id: 'call_1',
    pos,
    body: { pos },
    orderAt: 1,
    state: 'queued',
    queueId: null,
    agentId: null,
    ...more,
  })
  const first = { ...batch(1, 'callAccepted', { a: '1' }), views: [view(1, { partyHash: 'h' })] }
  const second = { ...batch(2, 'callQueued', { a: '2' }), views: [view(2), view(2, { id: 'call_2' })] }
  const merged = mergeBatches([first, second])
  expect(merged.rows.map(({ pos }) => pos)).toEqual([1, 2])
  expect(merged.privateFields.map(({ value }) => value)).toEqual(['1', '2'])
  expect(merged.views).toEqual([view(2, { partyHash: 'h' }), view(2, { id: 'call_2' })])
})

describe('the alarm about facts that are on this machine alone', () => {
  const level = (more: Partial<SpillLevel>): SpillLevel => ({
    spilling: true,
    fill: 0.1,
    forMs: 2_000,
    stuck: undefined,
    ...more,
  })
  const raised = (detail: string) => {
    const alarm = { alarm: 'journalLocal', nodeId: null, detail, since: 1 } as const
    return { alarms: new Map([[alarmKey('journalLocal', null), alarm]]) }
  }
  const quiet = { alarms: new Map() }
  const HERE = 'facts are kept on this machine'

  it.each([
    ['nothing is kept', quiet, { spilling: false, forMs: 0 }, undefined],
    ['only for a moment', quiet, { forMs: 1_999 }, undefined],
    ['for two seconds', quiet, {}, HERE],
    ['it is known', raised(HERE), {}, undefined],
    ['it fills', raised(HERE), { fill: 0.8 }, 'the local journal is nearly full: no routine callers'],
    [
      'it is full',
      raised(HERE),
      { fill: 1, stuck: 'full' },
      'the local journal is full: only emergencies go on',
    ],
    [
      'the disk fails',
      quiet,
      { spilling: false, stuck: 'unavailable' },
      'the local journal can not be written: only emergencies go on',
    ],
    ['no lease either', quiet, { spilling: false, stuck: 'lease' }, 'the lease is gone too: nothing goes on'],
  ] as const)('%s', (_, state, more, detail) => {
    const told = spillAlarm(state, level(more), 7)
    expect(told && 'detail' in told ? told.detail : undefined).toBe(detail)
  })

  it('ends when all is durable', () => {
    expect(spillAlarm(raised(HERE), level({ spilling: false, forMs: 0 }), 7)).toEqual({
      type: 'clearAlarm',
      alarm: 'journalLocal',
      nodeId: null,
      at: 7,
    })
  })
})
