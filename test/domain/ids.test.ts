import './support/pure.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  callIdFrom,
  legIdOf,
  parseAgentId,
  parseCallId,
  parseLegId,
  parseNodeId,
  parseQueueId,
} from '../../src/domain/ids.ts'
import { maskNumber } from '../../src/domain/party.ts'

const ulid = '01K5Z3V8QH7N2M4R6T8W0XYZAB'
const crockford = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
const ulids = fc
  .tuple(
    fc.constantFrom(...'01234567'),
    fc.array(fc.constantFrom(...crockford), { minLength: 25, maxLength: 25 }),
  )
  .map(([first, rest]) => first + rest.join(''))

describe('the uuid of a leg', () => {
  it('is the same each time, so that a new owner orders the same leg', () => {
    expect(legIdOf(callIdFrom(ulid), 1)).toBe('01997e3d-a2f1-83d4-9509-8376614c0001')
    expect(parseLegId(legIdOf(callIdFrom(ulid), 1))).toMatchObject({ ok: true })
  })

  it('is a version 8 UUID (RFC 9562) whatever the call and the number', () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    fc.assert(
      fc.property(ulids, fc.integer({ min: 0, max: 0xffff }), (u, n) => uuid.test(legIdOf(callIdFrom(u), n))),
    )
  })

  it('differs for each leg of a call', () => {
    const all = new Set(Array.from({ length: 1_000 }, (_, n) => legIdOf(callIdFrom(ulid), n)))
    expect(all.size).toBe(1_000)
  })

  it('differs for calls of one millisecond whose ULIDs were counted up', () => {
    const tail = (n: number) =>
      n
        .toString(32)
        .toUpperCase()
        .replace(/[A-V]/g, (c) => crockford[Number.parseInt(c, 32)] ?? c)
    const calls = Array.from({ length: 1_000 }, (_, n) =>
      callIdFrom(ulid.slice(0, 22) + tail(n).padStart(4, '0')),
    )
    expect(new Set(calls.map((call) => legIdOf(call, 1))).size).toBe(1_000)
  })

  it.each([-1, 0x10000, 1.5])('has no number %d', (n) => {
    expect(() => legIdOf(callIdFrom(ulid), n)).toThrow(RangeError)
  })
})

describe('an id that comes from outside', () => {
  it.each(['agent_li', 'agent_li-2', 'agent_a1-b2'])('%s is an agent’s', (text) => {
    expect(parseAgentId(text)).toEqual({ ok: true, id: text })
  })

  it.each([
    '',
    'agent_',
    'agent_Li',
    'agent_li ',
    'agent_li\n',
    'agent_-li',
    'agent_l--i',
    'agent_1li',
    'agent_a:b',
    'queue_li',
    `agent_${'x'.repeat(60)}`,
  ])('%j is none, and is told what was expected', (text) => {
    expect(parseAgentId(text)).toEqual({ ok: false, expected: expect.stringMatching(/^agent_/) })
  })

  it('is read by its kind', () => {
    expect(parseQueueId('queue_general').ok).toBe(true)
    expect(parseNodeId('agent_li').ok).toBe(false)
    expect(parseCallId(`call_${ulid}`).ok).toBe(true)
    expect(parseCallId(`call_${ulid.toLowerCase()}`).ok).toBe(false)
    expect(parseCallId(`call_8${ulid.slice(1)}`).ok).toBe(false)
    expect(() => callIdFrom('nonsense')).toThrow('not a ULID')
  })

  it.each(['a b c d e f', 'short', 'x'.repeat(65), '{uuid}-aaaa', 'aaaa:bbbbbb', 'aaaaaaaa\n'])(
    '%j is no leg’s',
    (text) => {
      expect(parseLegId(text).ok).toBe(false)
    },
  )
})

describe('a masked number', () => {
  it.each([
    ['13812345678', '138****5678'],
    ['+86 138 1234 5678', '861******5678'],
    ['01062345678', '010****5678'],
    ['62345678', '62****78'],
    ['1234567', '12***67'],
    ['123456', '1****6'],
    ['12345', '12345'],
    ['1001', '1001'],
    ['', 'hidden'],
    ['anonymous', 'hidden'],
    ['Zhang San <138>', '138'],
  ])('of %j is %j', (number, masked) => {
    expect(maskNumber(number)).toBe(masked)
  })

  it('never shows more than seven digits of six or more', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{6,20}$/), (number) => {
        const shown = maskNumber(number).replace(/\*/g, '')
        return shown.length <= 7 && shown.length < number.length
      }),
    )
  })
})
