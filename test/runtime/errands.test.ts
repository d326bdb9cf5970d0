import { describe, expect, it } from 'vitest'
import type { CallId } from '../../src/domain/ids.ts'
import { dataField } from '../../src/domain/ivr/data.ts'
import type { Errand } from '../../src/domain/site/errands.ts'
import { createErrands } from '../../src/runtime/create-errands.ts'
import type { ErrandAnswer } from '../../src/runtime/errands.ts'
import { readAnswer } from '../../src/runtime/flow-language/answer.ts'
import type { SourceAnswer, SourceRequest } from '../../src/runtime/sources.ts'

const CALL = 'call_01K00000000000000000000001' as CallId
const known = {
  language: 'zh',
  profile: 'elderly',
  serviceNumber: '4001',
  startedAt: 0,
  queueId: null,
} as const

interface World {
  readonly fields?: Readonly<Record<string, string>>
  /** One after the other; the last again and again. */
  readonly answers?: readonly SourceAnswer[]
}

function errandsIn({ fields = {}, answers = [] }: World) {
  const asked: { readonly source: string; readonly request: SourceRequest }[] = []
  const failures: unknown[] = []
  const left = [...answers]
  const errands = createErrands({
    siteId: 'site_test',
    privateFields: {
      read: async () => undefined,
      readSome: async (_, __, isWanted) => {
        if ('away' in fields) throw new Error('away')
        return new Map(Object.entries(fields).filter(([name]) => isWanted(name)))
      },
    },
    calendars: {
      stateAt: (name) => (name === 'clinic' ? 'holiday' : undefined),
      now: () => ({ hour: 9, minute: 0, weekday: 1, date: '2026-03-02' }),
    },
    sources: {
      async ask(source, request) {
        asked.push({ source, request })
        return (left.length > 1 ? left.shift() : left[0]) ?? { type: 'unknown' }
      },
    },
    readAnswer: (json, asking) => readAnswer(json, asking),
    now: () => 0,
    failed: (_, error) => failures.push(error),
  })
  const run = (errand: Errand, signal = new AbortController().signal): Promise<ErrandAnswer> =>
    errands.run({ callId: CALL, token: 'token-1', errand, timeoutMs: 5_000, known }, signal)
  return { run, asked, failures }
}

const data = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [dataField(name), JSON.stringify(value)]))

const failed = (why: string) => ({ result: { kind: 'failed', why } })

describe('a branch', () => {
  const branch = (...expressions: string[]): Errand => ({ kind: 'branch', expressions })

  it('is the first expression that is true', async () => {
    const { run } = errandsIn({ fields: { ...data({ age: 70 }), callingNumber: '13812345678' } })
    const answer = await run(
      branch('data.age < 65', 'call.callingNumber.startsWith("138") && call.profile == "elderly"', 'true'),
    )
    expect(answer.result).toEqual({ kind: 'branch', index: 1 })
    expect((await run(branch('now.hour > 12', 'has(data.other)'))).result).toEqual({
      kind: 'branch',
      index: null,
    })
  })

  it('that can not be said with the data there is, fails', async () => {
    const { run } = errandsIn({ fields: data({ age: 'seventy' }) })
    for (const expression of ['data.age > 65', 'data.missing > 65', 'data.age', 'data.'])
      expect(await run(branch(expression))).toMatchObject(failed('invalid'))
  })

  it('fails when what is known can not be read, and says so to whoever looks after the service', async () => {
    const { run, failures } = errandsIn({ fields: { away: '' } })
    expect(await run(branch('true'))).toMatchObject(failed('unavailable'))
    expect(failures).toHaveLength(1)
  })

  it('takes what is sealed in another shape for absent', async () => {
    const { run } = errandsIn({ fields: { [dataField('a')]: '{"x":1}', [dataField('b')]: 'not json' } })
    expect((await run(branch('data.a == null && data.b == null'))).result).toEqual({
      kind: 'branch',
      index: 0,
    })
  })
})

describe('set', () => {
  it('is fixed values and expressions over what was known before', async () => {
    const { run } = errandsIn({ fields: data({ visits: 2 }) })
    const values = { visits: { value: 0 }, more: { expression: 'data.visits + 1' }, vip: { value: true } }
    const answer = await run({ kind: 'set', values })
    expect(answer.result).toEqual({ kind: 'set', names: ['visits', 'more', 'vip'] })
    expect([...answer.data]).toEqual([
      ['visits', 0],
      ['more', 3],
      ['vip', true],
    ])
  })

  it.each(['data.missing', '[1]', '1 / 0'])('is all or nothing: %s', async (expression) => {
    const answer = await errandsIn({}).run({ kind: 'set', values: { a: { value: 1 }, b: { expression } } })
    expect(answer).toMatchObject(failed('invalid'))
    expect(answer.data.size).toBe(0)
  })
})

it('hours are those of the calendar, if there is one', async () => {
  const { run } = errandsIn({})
  expect((await run({ kind: 'hours', calendar: 'clinic' })).result).toEqual({ kind: 'hours', is: 'holiday' })
  expect(await run({ kind: 'hours', calendar: 'other' })).toMatchObject(failed('unknown'))
})

describe('a look-up', () => {
  const lookUp = (more: Partial<Extract<Errand, { kind: 'lookUp' }>> = {}): Errand => ({
    kind: 'lookUp',
    source: 'his',
    path: '/patients/{{card}}',
    query: { phone: 'tel:{{phone}}' },
    into: { name: '/patients/0/name', age: '/patients/0/age' },
    candidates: '/patients',
    ...more,
  })
  const fields = data({ card: '62/2', phone: '138' })
  const answered = (json: unknown): SourceAnswer => ({ type: 'answered', json })

  it('asks with what the caller has said, and attaches what it was told to', async () => {
    const { run, asked } = errandsIn({
      fields,
      answers: [answered({ patients: [{ name: '张三', age: 70 }] })],
    })
    const answer = await run(lookUp())
    expect(asked[0]).toEqual({
      source: 'his',
      request: { method: 'GET', path: '/patients/62%2F2', query: { phone: 'tel:138' } },
    })
    expect(answer.result).toEqual({ kind: 'lookUp', found: 'found', names: ['name', 'age'] })
    expect([...answer.data]).toEqual([
      ['name', '张三'],
      ['age', 70],
    ])
    expect(JSON.stringify(answer.result)).not.toContain('张三')
  })

  it('never picks one of several', async () => {
    const { run } = errandsIn({ fields, answers: [answered({ patients: [{ name: 'a' }, { name: 'b' }] })] })
    const answer = await run(lookUp())
    expect(answer.result).toEqual({ kind: 'lookUp', found: 'several', names: [] })
    expect(answer.data.size).toBe(0)
  })

  it.each([
    [answered({ patients: [] })],
    [answered({ total: 0 })],
    [answered({ patients: null })],
    [{ type: 'notFound' } as const],
  ])('finds nobody in %j', async (answer) => {
    const { run } = errandsIn({ fields, answers: [answer] })
    expect((await run(lookUp())).result).toEqual({ kind: 'lookUp', found: 'notFound', names: [] })
  })

  it('leaves out what is not there', async () => {
    const { run } = errandsIn({ fields, answers: [answered({ patients: [{ name: null }] })] })
    expect((await run(lookUp())).result).toEqual({ kind: 'lookUp', found: 'found', names: [] })
  })

  it.each([
    ['a list in the place of a text', { patients: [{ name: ['张三'] }] }],
    ['an object', { patients: [{ name: {} }] }],
    ['a book', { patients: [{ name: 'x'.repeat(2_001) }] }],
    ['something else in the place of the list', { patients: 'none' }],
  ])('fails on %s', async (_, json) => {
    expect(await errandsIn({ fields, answers: [answered(json)] }).run(lookUp())).toMatchObject(
      failed('invalid'),
    )
  })

  it('takes only what is its own', async () => {
    const { run } = errandsIn({ fields, answers: [answered({})] })
    const into = { a: '/constructor/name', b: '/__proto__', c: '/toString' }
    expect((await run(lookUp({ candidates: null, into }))).result).toMatchObject({
      found: 'found',
      names: [],
    })
  })

  it('is not asked without what it needs', async () => {
    const { run, asked } = errandsIn({ fields: data({ card: '1' }) })
    expect(await run(lookUp())).toMatchObject(failed('invalid'))
    expect(asked).toEqual([])
  })

  it.each([
    [{ type: 'failed', why: 'timedOut', again: true } as const, 'timedOut'],
    [{ type: 'failed', why: 'unavailable', again: true } as const, 'unavailable'],
    [{ type: 'unknown' } as const, 'unknown'],
  ])('fails as its source did: %j', async (answer, why) => {
    expect(await errandsIn({ fields, answers: [answer] }).run(lookUp())).toMatchObject(failed(why))
  })
})

describe('a question what to do next', () => {
  const ask = (attempts = 1): Errand => ({
    kind: 'ask',
    step: 'next',
    source: 'robot',
    path: '/next',
    send: ['card', 'other'],
    attempts,
  })
  const fields = data({ card: '6222', secret: 'x' })
  const steps = {
    start: 'tell',
    data: { ready: true },
    steps: { tell: { kind: 'say', text: '张三，您的报告已出。', next: 'main-menu' } },
  }

  it('is sent what the step names and nothing else, and its answer is steps without anything personal', async () => {
    const { run, asked } = errandsIn({ fields, answers: [{ type: 'answered', json: steps }] })
    const answer = await run(ask())
    expect(asked[0]?.request).toEqual({
      method: 'POST',
      path: '/next',
      idempotencyKey: 'token-1',
      body: {
        callId: CALL,
        step: 'next',
        serviceNumber: '4001',
        language: 'zh',
        profile: 'elderly',
        data: { card: '6222', other: null },
      },
    })
    expect(answer.result).toMatchObject({ kind: 'ask', start: 'next.tell' })
    expect(JSON.stringify(answer.result)).not.toContain('张三')
    expect([...answer.data.values()]).toEqual([true, '张三，您的报告已出。'])
  })

  const trouble: SourceAnswer = { type: 'failed', why: 'unavailable', again: true }
  it('is put again while that may help, under the same key', async () => {
    const { run, asked } = errandsIn({ fields, answers: [trouble, { type: 'answered', json: steps }] })
    expect((await run(ask(3))).result.kind).toBe('ask')
    expect(asked).toHaveLength(2)
    expect(asked[0]).toEqual(asked[1])
  })

  it('is put no more often than it may, and not again where that can not help', async () => {
    const often = errandsIn({ fields, answers: [trouble] })
    expect(await often.run(ask(2))).toMatchObject(failed('unavailable'))
    expect(often.asked).toHaveLength(2)
    const once = errandsIn({ fields, answers: [{ type: 'failed', why: 'invalid', again: false }] })
    expect(await once.run(ask(5))).toMatchObject(failed('invalid'))
    expect(once.asked).toHaveLength(1)
  })

  it('is over when nobody waits any more, between attempts too', async () => {
    const { run, asked } = errandsIn({ fields, answers: [trouble] })
    const ending = new AbortController()
    const answer = run(ask(10), ending.signal)
    await expect.poll(() => asked.length).toBe(1)
    ending.abort()
    expect(await answer).toMatchObject(failed('timedOut'))
  })

  it.each([
    ['no steps', {}],
    ['a step of an unknown kind', { start: 'a', steps: { a: { kind: 'reboot' } } }],
    ['a step that asks in turn', { start: 'a', steps: { a: { ...ask(), kind: 'ask' } } }],
    ['a list', [steps]],
    ['a text', 'tell'],
    ['too many steps', { start: 's0', steps: manySteps(51) }],
  ])('fails on %s', async (_, json) => {
    const { run } = errandsIn({ fields, answers: [{ type: 'answered', json }] })
    expect(await run(ask())).toMatchObject(failed('invalid'))
  })
})

function manySteps(count: number) {
  const say = (next: string) => ({ kind: 'say', text: '一', next })
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`s${n}`, say(`s${n + 1}`)]))
}

describe('what a call needs by its data', () => {
  const errand: Errand = {
    kind: 'needs',
    look: [
      { field: 'department', values: ['cardiology', 'stroke'] },
      { field: 'age', values: ['70'] },
      { field: 'ward', values: ['B2'] },
    ],
    agent: 'ownAgent',
  }

  it('is told in the words that were asked for alone', async () => {
    const fields = data({ department: 'stroke', age: 70, ward: 'a secret', ownAgent: 'agent_li' })
    expect((await errandsIn({ fields }).run(errand)).result).toEqual({
      kind: 'needs',
      found: [
        { field: 'department', value: 'stroke' },
        { field: 'age', value: '70' },
      ],
      agent: 'agent_li',
    })
  })

  it('is nothing where there is no data, or no agent’s id', async () => {
    const { run } = errandsIn({ fields: data({ ownAgent: '13812345678' }) })
    expect((await run(errand)).result).toEqual({ kind: 'needs', found: [], agent: null })
  })
})
