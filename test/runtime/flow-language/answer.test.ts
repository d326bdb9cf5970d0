import { describe, expect, it } from 'vitest'
import { readAnswer } from '../../../src/runtime/flow-language/answer.ts'

const read = (
  json: unknown,
  ...known: Parameters<typeof readAnswer> extends [unknown, unknown, ...infer R] ? R : never
) => readAnswer(json, 'ask-his', ...known)
const bye = { kind: 'hangUp' }

describe('an answer with steps', () => {
  it('becomes steps under the asking step’s name, which may lead back into the flow', () => {
    const answer = read({
      start: 'choose',
      steps: {
        choose: {
          kind: 'menu',
          prompts: ['main-menu'],
          options: { 1: { name: 'back', next: 'main-menu' }, 2: { name: 'end', next: 'bye' } },
          otherwise: 'bye',
        },
        bye,
      },
    })
    expect(answer).toEqual({
      ok: true,
      start: 'ask-his.choose',
      data: new Map(),
      steps: {
        'ask-his.choose': {
          kind: 'menu',
          prompts: ['main-menu'],
          options: { 1: { name: 'back', next: 'main-menu' }, 2: { name: 'end', next: 'ask-his.bye' } },
          timeoutMs: 5000,
          attempts: 3,
          noInputPrompts: [],
          invalidPrompts: [],
          variants: {},
          otherwise: 'ask-his.bye',
        },
        'ask-his.bye': { kind: 'hangUp', prompts: [], cause: 'NORMAL_CLEARING' },
      },
    })
  })

  it('may be no more than where the flow goes on', () => {
    expect(read({ start: 'main-menu' })).toEqual({ ok: true, start: 'main-menu', steps: {}, data: new Map() })
  })

  it('has what it says of the patient taken out of its steps', () => {
    const answer = read({
      start: 'tell',
      data: { patientName: '张三' },
      steps: {
        tell: { kind: 'say', text: '张三，您的报告已出。', next: 'both' },
        both: {
          kind: 'announce',
          prompts: [{ say: { zh: '张三先生', en: 'Mr Zhang' } }, { digits: 'cardNumber' }, 'goodbye'],
          next: 'note',
        },
        note: { kind: 'set', values: { ward: '心内科', bed: { value: 12 } }, next: 'look' },
        look: {
          kind: 'lookUp',
          source: 'his',
          path: '/patients/{{cardNumber}}',
          query: { name: '张三', ward: 'w-{{ward}}' },
          into: { age: '/age' },
          found: 'bye',
          notFound: 'bye',
          failed: 'bye',
        },
        bye: { kind: 'hangUp', prompts: [{ say: '再见，张三。' }] },
      },
    })
    if (!answer.ok) throw new Error(answer.why)
    expect(JSON.stringify(answer.steps)).not.toMatch(/张三|心内科|Zhang|\b12\b/)
    expect(Object.fromEntries(answer.data)).toEqual({
      patientName: '张三',
      answerText1: '张三，您的报告已出。',
      answerText2: '张三先生',
      answerText3: 'Mr Zhang',
      answerText4: '心内科',
      answerText5: 12,
      answerText6: '张三',
      answerText7: '再见，张三。',
    })
    expect(answer.steps['ask-his.tell']).toEqual({
      kind: 'announce',
      prompts: [{ dataText: 'answerText1' }],
      next: 'ask-his.both',
    })
    expect(answer.steps['ask-his.both']).toMatchObject({
      prompts: [
        { say: { zh: '{{answerText2}}', en: '{{answerText3}}' } },
        { digits: 'cardNumber' },
        'goodbye',
      ],
    })
    expect(answer.steps['ask-his.note']).toEqual({
      kind: 'set',
      values: { ward: { expression: 'data.answerText4' }, bed: { expression: 'data.answerText5' } },
      next: 'ask-his.look',
      otherwise: 'ask-his.look',
    })
    expect(answer.steps['ask-his.look']).toMatchObject({
      query: { name: '{{answerText6}}', ward: 'w-{{ward}}' },
    })
  })
})

describe('an answer that can’t be used', () => {
  const tell = (step: object) => ({ start: 'tell', steps: { tell: step, bye } })
  const say = (text: unknown) => tell({ kind: 'say', text, next: 'bye' })

  it('is told of without the names that came with it, which may be a person’s', () => {
    const look = (path: string, query = {}) => ({ kind: 'lookUp', source: 'his', path, query })
    const tellsOf = (steps: object, data = {}) => {
      const answer = read({ start: 'a', data, steps })
      return answer.ok ? undefined : answer.why
    }
    expect(tellsOf({ 张三: look('/p/13812345678') })).toMatch(/^steps\.…\.path: /)
    expect(tellsOf({ a: look('/p', { 张三: '{{name}} 13812345678' }) })).toMatch(/^steps\.a\.query\.…: /)
    expect(tellsOf({ a: bye }, { answerText张三: 1 })).toMatch(/^data\.…: /)
  })

  it.each([
    ['is no map', [], 'the answer: invalid_type'],
    ['has no start', { steps: { bye } }, 'start: invalid_type'],
    ['has a field that none has', { start: 'bye', stepz: {} }, 'the answer: unknown key'],
    [
      'has a step of no kind',
      { start: 'bye', steps: { bye: { kind: 'fly' } } },
      'steps.bye.kind: invalid_union',
    ],
    [
      'has a field too much',
      { start: 'bye', steps: { bye: { ...bye, patient: '张三' } } },
      'steps.bye: unknown key',
    ],
    ['has a text that is none', say(7), 'steps.tell.prompts[0].say: custom'],
    ['has an empty text', say(''), 'a text of 0 characters, expected 1 to 500'],
    ['has a text without end', say('a'.repeat(501)), 'a text of 501 characters, expected 1 to 500'],
    [
      'asks in turn',
      tell({ kind: 'ask', source: 'his', path: '/x', otherwise: 'bye' }),
      'steps.tell.kind: an answer may not ask in turn',
    ],
    [
      'goes round for ever',
      { start: 'a', steps: { a: { kind: 'say', text: 'hm', next: 'a' } } },
      'a caller who presses nothing would go round for ever: ask-his.a',
    ],
    [
      'names a person in an expression',
      tell({ kind: 'branch', cases: [{ when: 'data.name == "张三"', next: 'bye' }], otherwise: 'bye' }),
      'steps.tell.cases[0].when: may hold neither long numbers nor letters beyond ASCII: put them into data',
    ],
    [
      'has an expression that is none',
      tell({ kind: 'branch', cases: [{ when: '1 +', next: 'bye' }], otherwise: 'bye' }),
      'steps.tell.cases[0].when: a name or an expression that can’t be used',
    ],
    [
      'dials a number outside',
      tell({ kind: 'transfer', to: { number: '013800138000' }, otherwise: 'bye' }),
      'steps.tell.to.number: an answer may not name a number outside',
    ],
    [
      'takes a name that is ours',
      { start: 'a', data: { answerText1: 1 }, steps: { a: bye } },
      'data.answerText1: a name that is kept for texts',
    ],
    ['has a name that no data has', { start: 'a', data: { 'Patient Name': 1 } }, 'data."…": invalid_key'],
  ])('%s', (_, json, why) => {
    expect(read(json)).toEqual({ ok: false, why })
  })

  it('holds too many steps or texts', () => {
    const many = (count: number, step: object) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, step]))
    expect(read({ start: 's0', steps: many(51, bye) })).toEqual({ ok: false, why: 'steps: custom' })
    const texts = many(31, { kind: 'hangUp', prompts: [{ say: 'bye' }] })
    expect(read({ start: 's0', steps: texts })).toMatchObject({ ok: false, why: /30 texts/ })
  })

  it('names what isn’t there, where that is known', () => {
    const known = {
      prompts: new Set(['goodbye']),
      queues: new Map([['queue_a', {}]]),
      sources: new Set<string>(),
    }
    const flow = { steps: new Set(['main-menu']) }
    const why = (step: object) => {
      const answer = read(tell(step), known, flow)
      return answer.ok ? undefined : answer.why
    }
    const wrong = 'a name or an expression that can’t be used'
    expect(why({ kind: 'announce', prompts: ['goodbye'], next: 'main-menu' })).toBeUndefined()
    expect(why({ kind: 'announce', prompts: ['goodbye'], next: 'nowhere' })).toBe(`steps.tell.next: ${wrong}`)
    expect(why({ kind: 'announce', prompts: ['bye'], next: 'bye' })).toBe(`steps.tell.prompts[0]: ${wrong}`)
    expect(why({ kind: 'queue', queueId: 'queue_b' })).toBe(`steps.tell.queueId: ${wrong}`)
    expect(read({ start: 'nowhere' }, known, flow)).toEqual({ ok: false, why: `start: ${wrong}` })
  })
})
