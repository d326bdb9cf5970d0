import { describe, expect, it } from 'vitest'
import { checkExpression, type ExpressionScope, evaluateExpression } from '../../src/lib/expression.ts'

const NOW = { hour: 9, minute: 30, weekday: 1, date: '2026-03-02' }
const scope = (data: ExpressionScope['data'], call: ExpressionScope['call'] = {}): ExpressionScope => ({
  data,
  call,
  now: NOW,
})
const evaluated = (text: string, data: ExpressionScope['data'] = {}) => evaluateExpression(text, scope(data))

describe('what a hospital writes', () => {
  it.each([
    ['data.department == "儿科" && now.hour < 17', { department: '儿科' }, true],
    ['data.age >= 65', { age: 70 }, true],
    ['data.weight > 3', { weight: 3.5 }, true],
    ['data.visits + 1', { visits: 2 }, 3],
    ['data.weight', { weight: 3.5 }, 3.5],
    ['int(data.age) > 60', { age: '75' }, true],
    ['data.card.startsWith("6") ? "gold" : "plain"', { card: '6222' }, 'gold'],
    ['data.kind in ["a", "b"]', { kind: 'b' }, true],
    ['data["kind"] == "b"', { kind: 'b' }, true],
    ['now.weekday == 1 && now.date == "2026-03-02" && now.minute == 30', {}, true],
    ['data.id.matches("^[1-9][0-9]{16}[0-9X]$")', { id: '11010519491231002X' }, true],
    ['size(data.id) == 18 || data.vip', { id: 'x', vip: true }, true],
  ])('%s', (text, data, value) => {
    expect(checkExpression(text)).toBeUndefined()
    expect(evaluated(text, data as ExpressionScope['data'])).toEqual({ ok: true, value })
  })

  it('takes a name that is not there for null, and says so when asked', () => {
    expect(evaluated('data.patientId == null')).toEqual({ ok: true, value: true })
    expect(evaluated('data.patientId == "7"')).toEqual({ ok: true, value: false })
    expect(evaluated('has(data.patientId) && int(data.patientId) > 3')).toEqual({ ok: true, value: false })
    expect(evaluated('! has( data.a ) && has(data.b)', { b: '' })).toEqual({ ok: true, value: true })
  })

  it('knows what the call is', () => {
    const call = { serviceNumber: '4001', callingNumber: '13812345678', language: null, profile: 'elderly' }
    const text = 'call.serviceNumber == "4001" && call.profile == "elderly" && call.language == null'
    expect(evaluateExpression(text, scope({}, call))).toEqual({ ok: true, value: true })
  })
})

it.each([
  ['data.a ==', 'Unexpected token'],
  ['patient.age > 3', '"patient" is not known: an expression knows data, call and now'],
  ['call.colour == 1', 'call."colour" is not known'],
  ['data', 'data stands for many values'],
  ['data.Age > 3', 'is no name of attached data'],
  ['data.a.b', 'only data.NAME'],
  ['frobnicate(data.a)', '"frobnicate" is not known'],
  ['data.a.split(",")', '"split" is not known'],
  ['has(1)', 'has takes one name'],
  ['"a" + 1', 'no such overload: string + int'],
])('says before any call comes what is wrong with %s', (text, message) => {
  expect(checkExpression(text)?.message).toContain(message)
})

it('says that a condition must be true or false', () => {
  expect(checkExpression('1 + 1', 'condition')?.message).toContain('expected one that is true or false')
  expect(checkExpression('data.vip', 'condition')).toBeUndefined()
})

describe('hostile expressions', () => {
  it.each([
    ['too long', `"${'a'.repeat(600)}"`],
    ['nested deeply', `${'('.repeat(200)}1${')'.repeat(200)}`],
    ['negated often', `${'!'.repeat(400)}true`],
    ['many parts', `1${'+1'.repeat(240)}`],
    ['a long list', `1 in [${'1,'.repeat(200)}1]`],
    ['loops', '[1,2,3].all(x, [1,2,3].all(y, x > y))'],
    ['doubling', 'cel.bind(a, "xx", a + a)'],
    ['a regular expression with nested repetition', 'data.a.matches("(a+)+$")'],
    ['one that repeats again and again', 'data.a.matches("a*a*a*a*$")'],
    ['one with a look-ahead', 'data.a.matches("(?=a)a")'],
    ['one that comes with the data', 'data.a.matches(data.b)'],
    ['one on text put together', '(data.a + data.a).matches("a*b")'],
    ['a prototype', 'data.__proto__'],
    ['a prototype by its name', 'data["__proto__"] == null'],
    ['a constructor', 'constructor.constructor("return process")()'],
    ["the library's own names", 'google'],
    ['control characters', 'data.a == "\u0000'],
    ['nothing', ''],
  ])('%s is refused', (_, text) => {
    expect(checkExpression(text)).toMatchObject({ message: expect.any(String) })
    expect(evaluated(text, { a: 'a'.repeat(2_000), b: '(a+)+$' })).toEqual({ ok: false, why: 'syntax' })
  })

  it('finds in data only what is its own', () => {
    expect(evaluated('data.constructor == null && data.toString == null')).toEqual({ ok: true, value: true })
  })

  it('gives a code, and never the data, when the data is not what was expected', () => {
    const secret = '13812345678'
    for (const text of [
      'data.a > 3',
      'bool(data.a)',
      'int(data.b)',
      '-data.a',
      '!data.a',
      'data.a ? 1 : 2',
    ]) {
      const outcome = evaluated(text, { a: secret, b: `x${secret}` })
      expect(outcome).toMatchObject({ ok: false })
      expect(JSON.stringify(outcome)).not.toContain(secret)
    }
    expect(evaluated('1 / data.zero', { zero: 0 })).toEqual({ ok: false, why: 'division_by_zero' })
    expect(evaluated('data.a == ""', { a: 'a'.repeat(2_001) })).toEqual({ ok: false, why: 'textTooLong' })
    expect(evaluated('9223372036854775807')).toEqual({ ok: false, why: 'numberTooLarge' })
    expect(evaluated('[1, 2]')).toEqual({ ok: false, why: 'noPlainValue' })
  })

  it('is done with the worst pattern that it takes on the longest text that it takes', () => {
    expect(evaluated('data.a.matches("a*a?b")', { a: 'a'.repeat(2_000) })).toEqual({ ok: true, value: false })
  })
})
