import { expect, test } from 'vitest'
import { PlainEvent, parseJsonEvent, type WireEvent } from '../../../src/adapters/esl/event.ts'
import { type Header, plainEvent } from './support/wire.ts'

const HEADERS: readonly Header[] = [
  ['Event-Name', 'CHANNEL_EXECUTE_COMPLETE'],
  ['Unique-ID', '11111111-2222-4333-8444-555555555555'],
  ['Caller-Caller-ID-Name', '张三 <门诊>: 100%'],
  ['Caller-Caller-ID-Number', ''],
  ['variable_sip_to_uri', '1001@10.0.0.1:5060'],
  ['Application-Data', '/tmp/menu.wav 1 cti_digits_x'],
  ['variable_cti_digits_x', '7'],
  ['variable_cti_digits_x_invalid', '8'],
  ['variable_digits_dialed', '4711'],
  ['variable_read_terminator_used', '#'],
  ['DTMF-Digit', '5'],
  ['DTMF-Duration', '800'],
]
const WITHHELD = HEADERS.slice(5, 11).map(([name]) => name)

const json = (fields: object): WireEvent => {
  const event = parseJsonEvent(Buffer.from(JSON.stringify(fields)))
  if (event === undefined) throw new Error('no event')
  return event
}

const formats: readonly [string, (headers: readonly Header[], body?: string) => WireEvent][] = [
  ['plain', (headers, body) => new PlainEvent(plainEvent(headers, body))],
  ['json', (headers, body) => json({ ...Object.fromEntries(headers), ...(body ? { _body: body } : {}) })],
]

for (const [format, make] of formats) {
  test(`${format}: headers are found by their exact names and decoded`, () => {
    const event = make(HEADERS)
    expect(event.name).toBe('CHANNEL_EXECUTE_COMPLETE')
    expect(event.get('Unique-ID')).toBe('11111111-2222-4333-8444-555555555555')
    expect(event.get('Caller-Caller-ID-Name')).toBe('张三 <门诊>: 100%')
    expect(event.get('Caller-Caller-ID-Number')).toBe('')
    expect(event.get('variable_sip_to_uri')).toBe('1001@10.0.0.1:5060')
    expect(event.get('Unique')).toBeUndefined()
    expect(event.get('unique-id')).toBeUndefined()
    expect(event.get('Caller-ID-Name')).toBeUndefined()
  })

  test(`${format}: digits and what may hold them come out only when asked for by whoever may`, () => {
    const event = make(HEADERS)
    for (const name of WITHHELD) expect(event.get(name), name).toBeUndefined()
    expect(event.get('DTMF-Duration')).toBe('800')
    expect(event.unredacted('variable_cti_digits_x')).toBe('7')
    expect(event.unredacted('DTMF-Digit')).toBe('5')
  })

  test(`${format}: the body is the body, and no header is read from it`, () => {
    const body = '+OK 张三\n\nUnique-ID: from-the-body\nX-Only-In-Body: yes\n'
    const event = make(
      [
        ['Event-Name', 'BACKGROUND_JOB'],
        ['Job-UUID', '接诊'],
      ],
      body,
    )
    expect(event.body()).toBe(body)
    expect(event.get('X-Only-In-Body')).toBeUndefined()
    expect(event.get('Unique-ID')).toBeUndefined()
    expect(make(HEADERS).body()).toBe('')
  })
}

test('the first of several headers of one name counts, as in FreeSWITCH', () => {
  const event = new PlainEvent(Buffer.from('Event-Name: A\nX: first\nX: second\n\n'))
  expect(event.get('X')).toBe('first')
})

test('a damaged event gives what it has and never throws', () => {
  for (const text of [
    '',
    '\n',
    '\n\n',
    'Event-Name',
    'Event-Name: ',
    'Content-Length: x\n\nbody',
    'a: b\nc: d',
  ]) {
    const event = new PlainEvent(Buffer.from(text))
    expect(typeof event.name).toBe('string')
    expect(event.body()).toBe('')
  }
  expect(new PlainEvent(Buffer.from('Event-Name: X\nContent-Length: 99\n\nshort')).body()).toBe('short')
  expect(new PlainEvent(Buffer.from('a: b\nc: d')).get('c')).toBe('d')
})

test('json: names in GBK inside, arrays as the plain format writes them, rubbish refused', () => {
  const gbk = Buffer.concat([
    Buffer.from('{"Caller-Caller-ID-Name":"'),
    Buffer.from([0xd5, 0xc5]),
    Buffer.from('"}'),
  ])
  expect(parseJsonEvent(gbk)?.get('Caller-Caller-ID-Name')).toBe('张')
  expect(json({ list: ['a', 'b'], escaped: '\u4e09' }).get('list')).toBe('ARRAY::a|:b')
  expect(parseJsonEvent(Buffer.from('{"x":"\\u4e09"}'))?.get('x')).toBe('三')
  for (const text of ['', '[]', 'null', '"x"', '{"a":'])
    expect(parseJsonEvent(Buffer.from(text))).toBeUndefined()
})
