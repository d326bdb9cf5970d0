/** Records of ended calls, out of a real PostgreSQL. */
import { afterEach, expect, test } from 'vitest'
import { callRecord, callRecordPage } from '../../../src/adapters/http/schemas/call-record.ts'
import { callIdFrom } from '../../../src/domain/ids.ts'
import type { CallView } from '../../../src/domain/site/view.ts'
import { PortUnavailable } from '../../../src/runtime/ports.ts'
import { freshStore, rows, type TestStore } from '../store/support.ts'
import { AGENT, callView, QUEUE, T0 } from './examples.ts'
import { type Api, codeOf, SITE, startApi, World } from './support.ts'

const MINUTE_MS = 60_000

let store: TestStore | undefined
afterEach(async () => {
  await store?.close()
  store = undefined
})

const callId = (n: number) => callIdFrom(`01K${String(n).padStart(23, '0')}`)

const VOICES = [
  {
    role: 'caller',
    agentId: null,
    receivedPackets: 2_000,
    sentPackets: 1_990,
    lostPackets: 40,
    jitterMs: 4.5,
    mos: 4.2,
    heard: true,
  },
] as const

/** The n-th call began n minutes after T0. */
function ended(n: number, more: Partial<CallView> = {}) {
  const startedAt = T0 + n * MINUTE_MS
  return callView(callId(n), startedAt, {
    state: 'ended',
    agentId: AGENT,
    connectedAt: startedAt + 10_000,
    endedAt: startedAt + 50_000,
    ending: { by: 'caller', why: 'hungUp' },
    recordingId: `rec_${callId(n).slice('call_'.length)}`,
    waitedMs: 8_000,
    talkedMs: 40_000,
    voiceQuality: VOICES,
    ...more,
  })
}

async function startWith(views: readonly ReturnType<typeof callView>[]): Promise<Api> {
  store = await freshStore()
  const outcome = await store.journal.append({ siteId: SITE, rows: rows(1, 1), views, privateFields: [] })
  expect(outcome.type).toBe('appended')
  const world = new World()
  world.callRecords = store.callRecords
  return startApi(world)
}

const idsOf = (json: { items: { callId: string }[] }) => json.items.map((item) => item.callId)

test('a record says when, who, how long and how it ended; numbers are masked', async () => {
  const { ask } = await startWith([ended(1), callView(callId(2), T0)])
  const { status, json } = await ask(`/v1/call-records/${callId(1)}`)
  expect(status).toBe(200)
  callRecord.parse(json)
  expect(json).toEqual({
    callId: callId(1),
    siteId: SITE,
    direction: 'inbound',
    startedAt: '2026-03-02T08:16:30.250Z',
    answeredAt: '2026-03-02T08:16:30.350Z',
    connectedAt: '2026-03-02T08:16:40.250Z',
    endedAt: '2026-03-02T08:17:20.250Z',
    durationMs: 50_000,
    waitedMs: 8_000,
    talkedMs: 40_000,
    callingNumber: '138****5678',
    calledNumber: '12320',
    serviceNumber: '12320',
    queueId: QUEUE,
    agentId: AGENT,
    endedBy: 'caller',
    endedWhy: 'hungUp',
    recordingId: `rec_${callId(1).slice(5)}`,
    voiceQuality: VOICES,
  })
  const live = await ask(`/v1/call-records/${callId(2)}`)
  expect([live.status, codeOf(live)]).toEqual([409, 'call-state'])
  const none = await ask(`/v1/call-records/${callId(3)}`)
  expect([none.status, codeOf(none)]).toEqual([404, 'call-unknown'])
})

test('a call of an earlier version has a record too', async () => {
  const view = ended(1)
  const { recordingId: _, waitedMs: __, talkedMs: ___, voiceQuality: ____, ...body } = view.body as CallView
  const { ask } = await startWith([{ ...view, body }])
  expect((await ask(`/v1/call-records/${callId(1)}`)).json).toMatchObject({
    recordingId: null,
    waitedMs: null,
    talkedMs: null,
    voiceQuality: [],
  })
})

test('pages hold each ended call once, newest first, and no live one', async () => {
  const sameMoment = { startedAt: T0 + 5 * MINUTE_MS }
  const views = [1, 2, 3, 4].map((n) => ended(n))
  const twin = { ...ended(6, sameMoment), orderAt: sameMoment.startedAt }
  const { ask } = await startWith([...views, ended(5), twin, callView(callId(7), T0 + 9 * MINUTE_MS)])
  const met: string[] = []
  let path: string | undefined = '/v1/call-records?limit=2'
  while (path !== undefined) {
    const { json, headers } = await ask(path)
    callRecordPage.parse(json)
    met.push(...idsOf(json))
    path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
    expect(path === undefined).toBe(json.nextCursor === null)
  }
  expect(met).toEqual([6, 5, 4, 3, 2, 1].map(callId))
})

test('filters hold on every page, and in the address of the next', async () => {
  const { ask } = await startWith([
    ended(1),
    ended(2, { direction: 'outbound', queueId: null }),
    ended(3, { ending: { by: 'caller', why: 'abandoned' }, agentId: null }),
    ended(4, { ending: { by: 'agent', why: 'hungUp' } }),
    ended(5, { agentId: 'agent_wang' }),
  ])
  const found = async (query: string) => idsOf((await ask(`/v1/call-records?${query}`)).json)
  const at = (n: number) => encodeURIComponent(new Date(T0 + n * MINUTE_MS).toISOString())
  expect(await found('direction=outbound')).toEqual([callId(2)])
  expect(await found(`queueId=${QUEUE}`)).toEqual([5, 4, 3, 1].map(callId))
  expect(await found('agentId=agent_wang')).toEqual([callId(5)])
  expect(await found('endedWhy=abandoned')).toEqual([callId(3)])
  expect(await found('endedBy=agent&endedWhy=hungUp')).toEqual([callId(4)])
  expect(await found('endedBy=agent&endedWhy=abandoned')).toEqual([])
  // From the moment itself on, up to but not at the other.
  expect(await found(`from=${at(2)}&to=${at(4)}`)).toEqual([3, 2].map(callId))
  const offset = encodeURIComponent('2026-03-02T16:18:30.250+08:00')
  expect(await found(`from=${offset}`)).toEqual([5, 4, 3].map(callId))

  const first = await ask(`/v1/call-records?limit=1&from=${at(2)}&to=${at(5)}&agentId=${AGENT}`)
  const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
  expect([...idsOf(first.json), ...idsOf((await ask(next)).json)]).toEqual([4, 2].map(callId))
})

test.each([
  ['from=yesterday', '#/from'],
  ['to=2026-03-02', '#/to'],
  ['from=2026-03-02T08:00:00', '#/from'],
  ['endedWhy=bored', '#/endedWhy'],
  ['direction=up', '#/direction'],
  ['state=ended', '#/state'],
])('%s is refused', async (query, pointer) => {
  const { ask } = await startApi()
  for (const path of ['/v1/call-records', '/v1/call-records.csv']) {
    const { status, json } = await ask(`${path}?${query}`)
    expect([status, json.errors[0].pointer]).toEqual([422, pointer])
  }
})

test('the export is a table with a line of names, and the same filters', async () => {
  const { ask } = await startWith([ended(1), ended(2, { direction: 'outbound', queueId: null }), ended(3)])
  const { status, headers, text } = await ask('/v1/call-records.csv')
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present'])
  expect(headers.get('content-disposition')).toBe('attachment; filename="call-records.csv"')
  const lines = text.split('\r\n')
  expect(lines[0]).toBe(
    'callId,siteId,direction,startedAt,answeredAt,connectedAt,endedAt,durationMs,waitedMs,talkedMs,' +
      'callingNumber,calledNumber,serviceNumber,queueId,agentId,endedBy,endedWhy,recordingId,voiceQuality',
  )
  expect(lines).toHaveLength(5)
  expect(lines[4]).toBe('')
  const [, told = '', voices = ''] = /^(.*),"(\[.*\])"$/.exec(lines[2] ?? '') ?? []
  expect(JSON.parse(voices.replaceAll('""', '"'))).toEqual(VOICES)
  expect(told).toBe(
    `${callId(2)},site_main,outbound,2026-03-02T08:17:30.250Z,2026-03-02T08:17:30.350Z,` +
      '2026-03-02T08:17:40.250Z,2026-03-02T08:18:20.250Z,50000,8000,40000,138****5678,12320,12320,,' +
      `${AGENT},caller,hungUp,rec_${callId(2).slice(5)}`,
  )
  const filtered = (await ask('/v1/call-records.csv?direction=outbound')).text.split('\r\n')
  expect(filtered.slice(1, -1)).toEqual([lines[2]])
  const empty = (await ask('/v1/call-records.csv?agentId=agent_nobody')).text
  expect(empty).toBe(`${lines[0]}\r\n`)
})

test('what a spreadsheet would take for a formula is text, and what would break the table is quoted', async () => {
  const { ask } = await startWith([
    ended(1, { callingNumber: '=HYPERLINK("http://x")', serviceNumber: '+1', calledNumber: 'a,"b"\r\nc' }),
  ])
  const { text } = await ask('/v1/call-records.csv')
  expect(text).toContain(`,"'=HYPERLINK(""http://x"")","a,""b""\r\nc",'+1,`)
})

test('a long export holds every record once, page after page', async () => {
  const views = Array.from({ length: 1_203 }, (_, n) => ended(n % 600, {})).map((view, n) => ({
    ...view,
    id: callId(n),
    body: { ...view.body, callId: callId(n) },
  }))
  const { ask } = await startWith(views)
  const { text } = await ask('/v1/call-records.csv')
  const met = text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.slice(0, 31))
  expect(met).toHaveLength(1_203)
  expect(new Set(met)).toEqual(new Set(views.map(({ id }) => id)))
})

test('an export whose database goes away breaks off, and never looks whole', async () => {
  const world = new World()
  const record = { ...ended(1).body, durationMs: 1, endedBy: 'caller', endedWhy: 'hungUp' } as never
  let asked = 0
  world.callRecords = {
    get: async () => undefined,
    list: async ({ limit }) => {
      asked += 1
      if (asked > 1) throw new PortUnavailable('away')
      return Array.from({ length: limit }, () => record)
    },
  }
  const { ask } = await startApi(world)
  await expect(ask('/v1/call-records.csv')).rejects.toThrow()
  asked = 1
  const answer = await ask('/v1/call-records.csv')
  expect([answer.status, codeOf(answer)]).toEqual([503, 'store-unavailable'])
})
