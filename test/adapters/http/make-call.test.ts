import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { callAccepted } from '../../../src/adapters/http/schemas/call.ts'
import type { DispatchOutcome } from '../../../src/runtime/gateway.ts'
import { PortUnavailable } from '../../../src/runtime/ports.ts'
import { AGENT } from './examples.ts'
import { type Api, codeOf, deferred, OTHER_TOKEN, startApi, TOKEN, World } from './support.ts'

const NUMBER = '+8613812345678'
const DIGITS = '13812345678'
const KEY = '6f1c1d5e-3b0a-4c9e-9a57-2f6a1b1c7d10'

function place(api: Api, json: unknown = { agentId: AGENT, calledNumber: NUMBER }, key = KEY, token = TOKEN) {
  return api.ask('/v1/calls', { json, headers: { 'idempotency-key': key }, token })
}

test('a call is made: the number goes into the sealed field alone, masked and hashed elsewhere', async () => {
  const api = await startApi()
  const { status, json, headers } = await place(api)
  expect(status).toBe(202)
  callAccepted.parse(json)
  expect(headers.get('location')).toBe(`/v1/calls/${json.callId}`)
  const [sent] = api.world.dispatched
  expect(sent?.options.privateFields).toEqual([{ callId: json.callId, name: 'calledNumber', value: NUMBER }])
  expect(sent?.command).toEqual({
    type: 'makeCall',
    agentId: AGENT,
    callId: json.callId,
    called: { masked: '861******5678', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  })
})

test('the same request again gets the first answer, and no second call', async () => {
  const api = await startApi()
  const first = await place(api)
  const again = await place(api)
  expect([again.status, again.text]).toEqual([first.status, first.text])
  expect(again.headers.get('location')).toBe(first.headers.get('location'))
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
  expect([first, again].map((each) => each.headers.get('idempotency-replayed'))).toEqual([null, 'true'])
  expect(api.world.dispatched).toHaveLength(1)
})

test('a quoted key is the same key', async () => {
  const api = await startApi()
  const first = await place(api)
  expect((await place(api, undefined, `"${KEY}"`)).json).toEqual(first.json)
})

test('another body under the same key is refused; so is the same body to another number', async () => {
  const api = await startApi()
  await place(api)
  for (const json of [
    { agentId: 'agent_wang', calledNumber: NUMBER },
    { agentId: AGENT, calledNumber: '+8613812345679' },
  ]) {
    const answer = await place(api, json)
    expect([answer.status, codeOf(answer)]).toEqual([422, 'idempotency-key-reused'])
  }
  expect(api.world.dispatched).toHaveLength(1)
})

test('keys of different systems do not meet', async () => {
  const api = await startApi()
  const mine = await place(api)
  const theirs = await place(api, undefined, KEY, OTHER_TOKEN)
  expect(theirs.status).toBe(202)
  expect(theirs.json.callId).not.toBe(mine.json.callId)
})

test('while the first is running the second is told so, and afterwards gets its answer', async () => {
  const world = new World()
  const decided = deferred<DispatchOutcome>()
  const asked = deferred<void>()
  world.outcome = () => {
    asked.resolve()
    return decided.promise
  }
  const api = await startApi(world)
  const first = place(api)
  await asked.promise
  const meanwhile = await place(api)
  expect([meanwhile.status, codeOf(meanwhile)]).toEqual([409, 'idempotency-running'])
  expect(meanwhile.headers.get('retry-after')).toBe('1')
  decided.resolve({ type: 'accepted' })
  expect((await place(api)).json).toEqual((await first).json)
  expect(world.dispatched).toHaveLength(1)
})

test.each([undefined, '', 'short', 'with space in it', 'x'.repeat(129), '"unclosed-quote'])(
  'without a proper key (%s) nothing is done',
  async (key) => {
    const { ask, world } = await startApi()
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key }
    const answer = await ask('/v1/calls', { json: { agentId: AGENT, calledNumber: NUMBER }, headers })
    expect([answer.status, codeOf(answer)]).toEqual([400, 'idempotency-key-missing'])
    expect(world.dispatched).toEqual([])
  },
)

test('a refusal is a first answer too', async () => {
  const world = new World()
  world.outcome = () => ({ type: 'refused', code: 'agent-state', detail: 'the agent is logged off' })
  const api = await startApi(world)
  const first = await place(api)
  expect([first.status, codeOf(first), first.json.detail]).toEqual([
    409,
    'agent-state',
    'the agent is logged off',
  ])
  world.outcome = () => ({ type: 'accepted' })
  const again = await place(api)
  expect([again.status, again.text]).toEqual([409, first.text])
  expect(codeOf(again)).toBe('agent-state')
})

test.each<[DispatchOutcome, string]>([
  [{ type: 'notOwner', retryAfterMs: 1500 }, 'not-owner'],
  [{ type: 'refused', code: 'switch-unavailable', detail: 'no node' }, 'switch-unavailable'],
])('what came to nothing for the moment frees the key: %o', async (outcome, code) => {
  const world = new World()
  world.outcome = () => outcome
  const api = await startApi(world)
  const first = await place(api)
  expect([first.status, codeOf(first)]).toEqual([503, code])
  expect(first.headers.get('retry-after')).toBe('2')
  world.outcome = () => ({ type: 'accepted' })
  expect((await place(api)).status).toBe(202)
})

test('a command that was not confirmed names the call it may have made, and is not repeated', async () => {
  const world = new World()
  world.outcome = () => ({ type: 'timedOut' })
  const api = await startApi(world)
  const first = await place(api)
  expect([first.status, codeOf(first)]).toEqual([504, 'timed-out'])
  expect(first.json.callId).toMatch(/^call_/)
  world.outcome = () => ({ type: 'accepted' })
  expect((await place(api)).text).toBe(first.text)
  expect(world.dispatched).toHaveLength(1)
})

test('a failure inside is not repeated either: nobody knows what it has done', async () => {
  const world = new World()
  world.outcome = () => Promise.reject(new Error(`dialling ${NUMBER} failed`))
  const api = await startApi(world)
  const first = await place(api)
  expect([first.status, codeOf(first)]).toEqual([500, 'internal'])
  expect(first.text).not.toContain(DIGITS)
  world.outcome = () => ({ type: 'accepted' })
  expect((await place(api)).status).toBe(500)
})

test('without the store no call is made, for nobody could keep the promise', async () => {
  const world = new World()
  world.idempotency.begin = () => Promise.reject(new PortUnavailable('connection refused'))
  const api = await startApi(world)
  const answer = await place(api)
  expect([answer.status, codeOf(answer)]).toEqual([503, 'store-unavailable'])
  expect(world.dispatched).toEqual([])
})

test.each([new PortUnavailable('connection lost'), new Error('a bug')])(
  'a first answer that cannot be kept is given all the same: %s',
  async (failure) => {
    const world = new World()
    world.idempotency.finish = () => Promise.reject(failure)
    const api = await startApi(world)
    expect((await place(api)).status).toBe(202)
    // The key stays taken: no second call.
    expect(codeOf(await place(api))).toBe('idempotency-running')
  },
)

test.each([
  [{ agentId: AGENT }, '#/calledNumber'],
  [{ agentId: AGENT, calledNumber: 13812345678 }, '#/calledNumber'],
  [{ agentId: AGENT, calledNumber: '12' }, '#/calledNumber'],
  [{ agentId: AGENT, calledNumber: '138 1234 5678' }, '#/calledNumber'],
  [{ agentId: AGENT, calledNumber: `${DIGITS}\n` }, '#/calledNumber'],
  [{ agentId: AGENT, calledNumber: '１３８１２３４５６７８' }, '#/calledNumber'],
  [{ agentId: AGENT, calledNumber: `sofia/gateway/${DIGITS}` }, '#/calledNumber'],
  [{ agentId: 'li-na', calledNumber: NUMBER }, '#/agentId'],
  [{ agentId: AGENT, calledNumber: NUMBER, priority: 1 }, '#/priority'],
  [{ agentId: AGENT, calledNumber: NUMBER, [DIGITS]: 1 }, '#'],
  [[], '#'],
])('%j is refused, naming the place and not what was there', async (json, pointer) => {
  const api = await startApi()
  const answer = await place(api, json)
  expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid'])
  expect(answer.json.errors).toContainEqual({ in: 'body', pointer, detail: expect.any(String) })
  expect(answer.text).not.toContain(DIGITS)
  expect(api.world.dispatched).toEqual([])
})

test('whatever happens, the number is in no log, no answer, no kept answer', async () => {
  const world = new World()
  const api = await startApi(world)
  const outcomes: DispatchOutcome[] = [
    { type: 'accepted' },
    { type: 'timedOut' },
    { type: 'refused', code: 'agent-state', detail: 'not now' },
    { type: 'notOwner', retryAfterMs: 1 },
  ]
  let said = ''
  for (const [n, outcome] of outcomes.entries()) {
    world.outcome = () => outcome
    said += (await place(api, undefined, `key-number-${n}`)).text
  }
  said += (
    await api.ask('/v1/calls', {
      body: `{"calledNumber":"${NUMBER}`,
      headers: { 'content-type': 'application/json' },
    })
  ).text
  said += (await api.ask(`/v1/calls/${NUMBER}?to=${NUMBER}`)).text
  said += (await api.ask(`/v1/calls?state=${NUMBER}`)).text
  said += inspect(world.logged, { depth: null, maxArrayLength: null })
  said += inspect(world.kept, { depth: null, maxArrayLength: null })
  expect(world.logged.length).toBeGreaterThanOrEqual(7)
  expect(world.kept.size).toBe(3)
  expect(said).not.toContain(DIGITS)
})
