import { expect, test } from 'vitest'
import { encodeCursor } from '../../../src/adapters/http/page.ts'
import { call, callPage, callWithFacts } from '../../../src/adapters/http/schemas/call.ts'
import { AGENT, agentRow, CALL, callView, NO_CALL, QUEUE, T0, wholeCall } from './examples.ts'
import { codeOf, startApi, World } from './support.ts'

/** The same place but for one letter. */
function altered(cursor: string): string {
  const at = cursor.length - 3
  return cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1)
}

/** Ids in the order of `n`. */
const idOf = (n: number) => `call_01JD8Z4Q6W3V5T7R9P0N2M4K${String(n).padStart(2, '0')}`

function worldWithCalls(count: number): World {
  const world = new World()
  // Two calls to each moment, so that pages are cut between calls of the same one.
  world.views = Array.from({ length: count }, (_, n) => callView(idOf(n), T0 + Math.floor(n / 2) * 1000))
  return world
}

test('a list is walked page by page along its Link, newest first, each call once', async () => {
  const { ask, origin } = await startApi(worldWithCalls(11))
  const met: string[] = []
  let path: string | undefined = '/v1/calls?limit=4&queueId=queue_appointments'
  let pages = 0
  while (path !== undefined) {
    const { status, json, headers } = await ask(path)
    expect(status).toBe(200)
    callPage.parse(json)
    met.push(...json.items.map((item: { callId: string }) => item.callId))
    const link = headers.get('link')
    expect(link === null).toBe(json.nextCursor === null)
    const next: string | undefined = /^<([^>]+)>; rel="next"$/.exec(link ?? '')?.[1]
    expect(link === null || next !== undefined).toBe(true)
    path = next && new URL(next, origin).href.slice(origin.length)
    if (path !== undefined) expect(path).toContain('queueId=queue_appointments')
    pages += 1
  }
  expect(pages).toBe(3)
  expect(met).toEqual(Array.from({ length: 11 }, (_, n) => idOf(10 - n)))
})

test('a page that is exactly full is known to be the last', async () => {
  const { ask } = await startApi(worldWithCalls(4))
  const { json, headers } = await ask('/v1/calls?limit=4')
  expect(json.items).toHaveLength(4)
  expect(json.nextCursor).toBeNull()
  expect(headers.get('link')).toBeNull()
})

test('without a limit a page has fifty, and two hundred at most', async () => {
  const { ask, world } = await startApi(worldWithCalls(0))
  await ask('/v1/calls')
  await ask('/v1/calls?limit=200')
  expect(world.viewed.map(({ limit }) => limit)).toEqual([51, 201])
})

test('filters reach the store; what matches nothing is an empty list', async () => {
  const { ask, world } = await startApi(worldWithCalls(2))
  const { json } = await ask(`/v1/calls?state=connected&agentId=${AGENT}&queueId=${QUEUE}`)
  expect(json).toEqual({ items: [], nextCursor: null })
  expect(world.viewed).toMatchObject([
    { state: 'connected', agentId: AGENT, queueId: QUEUE, after: undefined },
  ])
})

test('a number given in full reaches the store as keyed hashes only, of each form in which it is written', async () => {
  const { ask, world } = await startApi(worldWithCalls(60))
  const query = 'callingNumber=%2B8613800005678&from=2026-03-02T00:00:00%2B08:00&serviceNumber=12320'
  const { headers } = await ask(`/v1/calls?${query}&limit=5`)
  const [viewed] = world.viewed
  expect(viewed).toMatchObject({
    direction: 'inbound',
    serviceNumber: '12320',
    from: Date.UTC(2026, 2, 1, 16),
  })
  expect(viewed?.partyHashes).toHaveLength(5)
  for (const hash of viewed?.partyHashes ?? []) expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(JSON.stringify([viewed, world.logged])).not.toContain('13800005678')
  const next = new URL(/^<(.+)>/.exec(headers.get('link') ?? '')?.[1] ?? '', 'http://x')
  expect(next.searchParams.get('callingNumber')).toBe('+8613800005678')
  expect(next.searchParams.get('from')).toBe('2026-03-01T16:00:00.000Z')
})

test.each([
  ['limit=0', '#/limit'],
  ['limit=201', '#/limit'],
  ['limit=1e1', '#/limit'],
  ['limit=', '#/limit'],
  ['limit=5&limit=6', '#/limit'],
  ['state=sleeping', '#/state'],
  ['queueId=agent_li-na', '#/queueId'],
  ['agentId=', '#/agentId'],
  ['cursor=abc', '#/cursor'],
  [`cursor=${Buffer.from('1.99999999999999999.call_1').toString('base64url')}`, '#/cursor'],
  [`cursor=${altered(encodeCursor({ orderAt: T0, id: CALL }))}`, '#/cursor'],
  ['callingNumber=none', '#/callingNumber'],
  ['callingNumber=12320&calledNumber=12320', '#/calledNumber'],
  ['callingNumber=12320&direction=outbound', '#/direction'],
  ['flowId=main', '#/flowId'],
  ['colour=red', '#/colour'],
])('a list asked with %s is refused, naming the place', async (query, pointer) => {
  const { ask, world } = await startApi()
  const answer = await ask(`/v1/calls?${query}`)
  expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid'])
  expect(answer.json.errors).toMatchObject([{ in: 'query', pointer }])
  expect(world.viewed).toEqual([])
})

test('a call is read from its journal, with its facts, moments in RFC 3339 and parties masked only', async () => {
  const world = new World()
  world.rows = [agentRow(), ...wholeCall()]
  const { ask } = await startApi(world)
  const { status, json, text } = await ask(`/v1/calls/${CALL}`)
  expect(status).toBe(200)
  callWithFacts.parse(json)
  expect(json).toMatchObject({
    callId: CALL,
    state: 'ended',
    callingNumber: '138****5678',
    queueId: QUEUE,
    agentId: AGENT,
    startedAt: '2026-03-02T08:15:30.250Z',
    connectedAt: '2026-03-02T08:15:35.300Z',
    endedAt: '2026-03-02T08:16:35.350Z',
    ending: { by: 'caller', why: 'hungUp' },
  })
  expect(json.facts.map((fact: { type: string }) => fact.type)).toEqual(wholeCall().map((row) => row.type))
  expect(json.facts.map((fact: { seq: number }) => fact.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(json.facts[0]).toMatchObject({
    pos: 41,
    at: '2026-03-02T08:15:30.250Z',
    data: { calling: '138****5678' },
  })
  expect(json.facts[2].data.giveUpAt).toBe('2026-03-02T08:25:30.250Z')
  expect(json.facts[8].data.durationMs).toBe(65_100)
  expect(text).not.toContain('hash')
})

test('the list and the journal show a call alike', async () => {
  const world = new World()
  world.rows = wholeCall().slice(0, 3)
  world.views = [callView(CALL, T0)]
  const { ask } = await startApi(world)
  const { facts: _, ...fromJournal } = (await ask(`/v1/calls/${CALL}`)).json
  const [fromList] = (await ask('/v1/calls')).json.items
  call.parse(fromList)
  expect(fromJournal).toEqual(fromList)
})

test.each([NO_CALL, 'call_1', 'agent_li-na', '%F0%9F%98%80', 'call_%00'])(
  'there is no call %s, whether the id could exist or not',
  async (id) => {
    const { ask } = await startApi()
    const answers = [await ask(`/v1/calls/${id}`), await ask(`/v1/calls/${id}`, { method: 'HEAD' })]
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    expect(answers[0] && codeOf(answers[0])).toBe('call-unknown')
  },
)

test('clearing a call is ordered, and answered with where to look', async () => {
  const { ask, world } = await startApi()
  const { status, json, headers } = await ask(`/v1/calls/${CALL}/clear`, { method: 'POST' })
  expect([status, json, headers.get('location')]).toEqual([202, { callId: CALL }, `/v1/calls/${CALL}`])
  expect(world.dispatched).toMatchObject([{ command: { type: 'clearCall', callId: CALL } }])
})

test('a call that has ended is told from one that never was', async () => {
  const world = new World()
  world.rows = wholeCall()
  world.outcome = () => ({ type: 'refused', code: 'call-unknown', detail: 'no such call' })
  const { ask } = await startApi(world)
  const ended = await ask(`/v1/calls/${CALL}/clear`, { method: 'POST' })
  expect([ended.status, codeOf(ended), ended.json.detail]).toEqual([409, 'call-state', 'the call has ended'])
  const never = await ask(`/v1/calls/${NO_CALL}/clear`, { method: 'POST' })
  expect([never.status, codeOf(never)]).toEqual([404, 'call-unknown'])
})

test('a bug in a journal is a 500 that says nothing, and the next request is served', async () => {
  const world = new World()
  world.rows = wholeCall().slice(1)
  const { ask } = await startApi(world)
  const answer = await ask(`/v1/calls/${CALL}`)
  expect([answer.status, codeOf(answer)]).toEqual([500, 'internal'])
  expect(answer.text).not.toContain('journal')
  expect(world.logged.some(({ level }) => level === 'error')).toBe(true)
  expect((await ask('/v1/calls')).status).toBe(200)
})

test.each([
  ['mask', true],
  ['unmask', false],
])('a call’s recording: %s is ordered, and what stands in the way is told', async (what, masked) => {
  const world = new World()
  const { ask } = await startApi(world)
  const path = `/v1/calls/${CALL}/recording/${what}`
  const { status, json, headers } = await ask(path, { method: 'POST' })
  expect([status, json, headers.get('location')]).toEqual([202, { callId: CALL }, `/v1/calls/${CALL}`])
  expect(world.dispatched).toMatchObject([{ command: { type: 'maskRecording', callId: CALL, masked } }])
  world.outcome = () => ({ type: 'refused', code: 'recording-state', detail: 'not being recorded' })
  const refused = await ask(path, { method: 'POST' })
  expect([refused.status, codeOf(refused)]).toEqual([409, 'recording-state'])
})
