import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { snapshot as snapshotSchema } from '../../../../src/adapters/http/schemas/event.ts'
import type { JournalRow } from '../../../../src/domain/fact.ts'
import { aSite, callId, siteId } from '../../../domain/support/story.ts'
import { AGENT, agentView, CALL, callView, QUEUE, queueView, T0 } from '../examples.ts'
import { StreamSites } from './support.ts'

const sites = new StreamSites()
beforeAll(() => sites.begin())
afterEach(() => sites.closeSites())
afterAll(() => sites.end())

test('the snapshot holds what is live, and no call that has ended', async () => {
  const site = await sites.start()
  const [row] = aSite().journal
  if (!row) throw new Error('no journal')
  await site.append(
    [row],
    [
      callView(CALL, T0),
      callView('call_01JD8Z4Q6W3V5T7R9P0N2M4K6J', T0, {
        state: 'ended',
        endedAt: T0 + 1,
        ending: { by: 'caller', why: 'hungUp' },
      }),
      agentView(AGENT),
      queueView(QUEUE),
    ],
  )
  const { status, json } = await site.api.ask('/v1/snapshot')
  expect(status).toBe(200)
  snapshotSchema.parse(json)
  expect(json).toMatchObject({
    siteId,
    cursor: 'site_test-1',
    calls: [{ callId: CALL, startedAt: '2026-03-02T08:15:30.250Z' }],
    agents: [{ agentId: AGENT }],
    queues: [{ queueId: QUEUE }],
  })
})

test('a site of which nothing is known yet has an empty one', async () => {
  const site = await sites.start()
  expect((await site.api.ask('/v1/snapshot')).json).toEqual({
    siteId,
    cursor: 'site_test-0',
    calls: [],
    agents: [],
    queues: [],
  })
})

test('a snapshot is of its cursor exactly, at whatever moment it is taken', async () => {
  const site = await sites.start()
  const rows: JournalRow[] = []
  /** What happens to a call, with how it looks then, as one append. */
  const happens = (n: number, type: 'callAccepted' | 'callEnded') => {
    const ended = type === 'callEnded'
    const row: JournalRow = {
      siteId,
      pos: rows.length + 1,
      kind: 'call',
      subject: callId(n),
      subjectSeq: ended ? 2 : 1,
      at: T0,
      type,
      data: {},
    }
    rows.push(row)
    const view = callView(callId(n), T0, { state: ended ? 'ended' : 'queued' })
    return site.append([row], [{ ...view, pos: row.pos }])
  }
  let going = true
  const writing = (async () => {
    for (let n = 1; n <= 40; n += 1) {
      await happens(n, 'callAccepted')
      if (n % 2 === 0) await happens(n - 1, 'callEnded')
    }
    going = false
  })()
  const taken: { cursor: string; calls: { callId: string }[] }[] = []
  while (going) taken.push((await site.api.ask('/v1/snapshot')).json)
  await writing
  expect(new Set(taken.map(({ cursor }) => cursor)).size).toBeGreaterThan(2)
  for (const { cursor, calls } of taken) {
    const known = rows.slice(0, Number(cursor.split('-')[1]))
    const ended = new Set(known.filter(({ type }) => type === 'callEnded').map(({ subject }) => subject))
    const live = new Set(known.map(({ subject }) => subject).filter((id) => !ended.has(id)))
    expect(calls.map((call) => call.callId)).toEqual([...live].sort())
  }
})
