/** Attached data by REST: sealed as it comes, shown masked, and in full only to somebody who is noted. */
import { beforeEach, describe, expect, test } from 'vitest'
import { AGENT, CALL, callView, NO_CALL, QUEUE, T0, wholeCall } from './examples.ts'
import { type Api, codeOf, startApi } from './support.ts'

let api: Api
beforeEach(async () => {
  api = await startApi()
  api.world.views = [callView(CALL, T0, { agentId: AGENT, queueId: QUEUE })]
  api.world.sealed.set(
    CALL,
    new Map([
      ['callingNumber', '13812345678'],
      ['calledNumber', '12320'],
      ['callerName', ''],
      ['data:patientName', '"张伟"'],
      ['data:insuranceNumber', '450121990'],
      ['data:infectious', 'true'],
      ['openingReason:opening_1', 'complaint 12'],
    ]),
  )
})

const PATH = `/v1/calls/${CALL}/data`
const put = (data: object) => api.ask(PATH, { method: 'PUT', json: { data } })
const unmask = (json: object, token?: string) => api.ask(`${PATH}/unmask`, { json, ...(token && { token }) })

describe('what is attached', () => {
  test('is shown masked, with the call’s own numbers, and nothing else that is sealed', async () => {
    const { status, json } = await api.ask(PATH)
    expect([status, json]).toEqual([
      200,
      {
        callId: CALL,
        data: { infectious: '***', insuranceNumber: '45*****90', patientName: '张*' },
        own: { callingNumber: '138****5678', calledNumber: '12320', callerName: null },
      },
    ])
  })

  test('goes out as sealed fields beside a command that names the names alone', async () => {
    const answer = await put({ ward: 'B12', age: 47, infectious: false })
    expect(answer.status).toBe(200)
    const [sent] = api.world.dispatched
    expect(sent?.command).toEqual({
      type: 'setAttachedData',
      callId: CALL,
      names: ['ward', 'age', 'infectious'],
    })
    expect(sent?.options.privateFields).toEqual([
      { callId: CALL, name: 'data:ward', value: '"B12"' },
      { callId: CALL, name: 'data:age', value: '47' },
      { callId: CALL, name: 'data:infectious', value: 'false' },
    ])
    expect(JSON.stringify(api.world.logged)).not.toContain('B12')
  })

  test.each<[string, object]>([
    ['nothing', {}],
    ['a name that is none', { 'patient name': 'x' }],
    ['a name too long', { [`a${'b'.repeat(40)}`]: 1 }],
    ['too many names', Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`n${n}`, 1]))],
    ['a value too long', { note: 'x'.repeat(2_001) }],
    ['null', { note: null }],
    ['a list', { note: ['x'] }],
    ['the call’s own number', { callingNumber: '1' }],
    ['a name of JavaScript’s', { constructor: {} }],
  ])('isn’t %s', async (_, data) => {
    const answer = await put(data)
    expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid'])
    expect(api.world.dispatched).toEqual([])
  })

  test('is the longest text, too', async () => {
    expect((await put({ note: '病'.repeat(2_000) })).status).toBe(200)
  })

  test('can’t be added to a call that has ended, nor to one that never was', async () => {
    api.world.outcome = () => ({ type: 'refused', code: 'call-unknown', detail: 'There is no live call.' })
    api.world.rows = wholeCall()
    expect(codeOf(await put({ ward: 'B12' }))).toBe('call-state')
    const never = await api.ask(`/v1/calls/${NO_CALL}/data`, {
      method: 'PUT',
      json: { data: { ward: 'B12' } },
    })
    expect([never.status, codeOf(never)]).toEqual([404, 'call-unknown'])
    expect((await api.ask(`/v1/calls/${NO_CALL}/data`)).status).toBe(404)
  })
})

describe('data is read in full', () => {
  const asked = {
    names: ['patientName', 'callingNumber', 'ward', 'infectious'],
    reason: '预约挂号',
    person: 'zhao',
  }

  test('after it is in the journal who read what; why is sealed beside it', async () => {
    const { status, json } = await unmask(asked)
    expect([status, json]).toEqual([
      200,
      {
        callId: CALL,
        values: { patientName: '张伟', callingNumber: '13812345678', ward: null, infectious: true },
      },
    ])
    const [noted] = api.world.noted
    expect(noted?.note).toEqual({
      type: 'dataUnmasked',
      data: { principal: 'his', person: 'zhao', callId: CALL, names: asked.names },
    })
    expect(noted?.options.privateFields).toEqual([
      { callId: CALL, name: expect.stringMatching(/^unmaskReason:access_[0-9A-Z]{26}$/), value: '预约挂号' },
    ])
    expect(JSON.stringify(api.world.logged)).not.toMatch(/张伟|13812345678|预约/)
  })

  test.each([
    ['notOwner', { type: 'notOwner', retryAfterMs: 1_000 } as const, 503],
    ['timedOut', { type: 'timedOut' } as const, 504],
    ['refused', { type: 'refused', code: 'access-invalid', detail: 'x' } as const, 422],
  ])('no note, no data: %s', async (_, outcome, status) => {
    api.world.noting = () => outcome
    const answer = await unmask(asked)
    expect(answer.status).toBe(status)
    expect(answer.text).not.toMatch(/张伟|13812345678/)
  })

  test('by the person for whom the key stands, whoever is named', async () => {
    const { token } = api.world.keys.give({ roles: ['supervisor'], person: 'wang' })
    for (const person of ['zhao', undefined])
      expect((await unmask({ ...asked, person }, token)).status).toBe(200)
    expect(api.world.noted.map(({ note }) => note.data)).toMatchObject([
      { person: 'wang' },
      { person: 'wang' },
    ])
  })

  test.each<[string, object, string]>([
    ['without a person', { ...asked, person: undefined }, 'access-invalid'],
    ['for no reason', { ...asked, reason: '  ' }, 'invalid'],
    ['for too long a reason', { ...asked, reason: 'x'.repeat(501) }, 'invalid'],
    ['by a person of several words', { ...asked, person: 'dr zhao' }, 'invalid'],
    ['without names', { ...asked, names: [] }, 'invalid'],
    ['by other fields’ names', { ...asked, names: ['openingReason:opening_1'] }, 'invalid'],
  ])('not %s', async (_, json, code) => {
    const answer = await unmask(json)
    expect([answer.status, codeOf(answer)]).toEqual([422, code])
    expect(api.world.noted).toEqual([])
  })

  test('not by roles that may only see it masked', async () => {
    for (const role of ['integrator', 'quality', 'admin'] as const) {
      const { token } = api.world.keys.give({ roles: [role] })
      expect((await api.ask(PATH, { token })).status).toBe(200)
      expect((await unmask(asked, token)).status).toBe(403)
    }
  })
})
