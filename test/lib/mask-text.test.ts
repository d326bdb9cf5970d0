import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskText } from '../../src/lib/mask-text.ts'

describe('maskText masks', () => {
  it.each([
    ['a mobile number', 'dialled 13800138000 now', 'dialled [number] now'],
    ['one with a country code', 'to +8613800138000', 'to +[number]'],
    ['one in groups', '138 0013 8000, 010-8888-9999', '[number]'],
    ['one with brackets', 'from (010) 8888 9999.', 'from ([number].'],
    ['one in an SIP URI', 'INVITE sip:13800138000@10.0.0.1:5060', 'INVITE sip:[number]@10.0.0.1:5060'],
    ['one that is percent-encoded', 'sip:%2B13800138000@x', 'sip:%2B[number]@x'],
    ['full-width digits', '１３８００１３８０００', '[number]'],
    ['digits joined by zero-width marks', '138\u200b0013\u200b8000', '[number]'],
    ['a landline of seven digits', 'call 8888999', 'call [number]'],
    ['an identity number', 'id 11010519491231002X!', 'id [number]!'],
    ['a number after a date', '2026-11-22 13800138000', '2026-11-22 [number]'],
    ['26 digits, which are no ULID', '12345678901234567890123456', '[number]'],
    ['a bearer token', 'authorization: Bearer abc.def-123', 'authorization: Bearer [secret]'],
    ['a basic credential', 'Basic dXNlcjpwdw==', 'Basic [secret]'],
    ['a JSON Web Token', 'got eyJhbGciOiJI.eyJzdWIi.c2ln end', 'got [secret] end'],
    ['a webhook secret', 'whsec_MfKQ9r8GKYqrTwjU', '[secret]'],
    ['a labelled password', 'password=hunter2&x=1', 'password=[redacted]&x=1'],
    ['a labelled token in JSON', '{"apiToken":"abc123"}', '{"apiToken":"[redacted]"}'],
    ['labelled digits', 'digits: 42', 'digits: [redacted]'],
    ['the password of a URL', 'redis://:pw@127.0.0.1', 'redis://[redacted]@127.0.0.1'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', '[secret]'],
    ['a random value', `key ${'a1B2'.repeat(11)}`, 'key [secret]'],
    ['64 hex digits without a label', 'ab12'.repeat(16), '[secret]'],
    ['a display name', '"张三" <sip:1001@x>', '"[name]" <sip:1001@x>'],
  ])('%s', (_what, text, masked) => {
    expect(maskText(text)).toBe(masked)
  })
})

describe('maskText keeps', () => {
  it.each([
    ['a ULID', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['a call id', 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV ended'],
    ['a ULID of nearly all digits', 'call_0123456789012345678901234A'],
    ['a uuid', 'leg 12345678-1234-4123-8123-123456789012'],
    ['a timestamp', 'at 2026-11-22T02:35:17.123Z'],
    ['a timestamp with an offset', '2026-11-22T10:35:17+08:00'],
    ['a date', 'since 2026-11-22'],
    ['an event id', 'site_main-12345678901'],
    ['a position', 'pos 123456789'],
    ['a trace', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    ['a hash that says so', `sha256:${'0123456789abcdef'.repeat(4)}`],
    ['an address', 'connected to 192.168.100.200:8021'],
    ['short numbers', 'extension 1001 rang 20000 ms, 3 of 5'],
    ['slug ids', 'agent_li serves queue_appointments'],
    ['a masked number', '138****8000'],
    ['Chinese text', '坐席正忙'],
  ])('%s', (_what, text) => {
    expect(maskText(text)).toBe(text)
  })
})

describe('maskText', () => {
  it('is bounded: a huge text is cut, and nothing makes it slow', () => {
    const hostile = [
      '1 ',
      '-',
      '":',
      'Bearer ',
      '<sip:',
      '-----BEGIN A-----',
      'a1B',
      'password',
      '00-',
      '://',
      '\u200b1',
    ]
    for (const piece of hostile) {
      const masked = maskText(piece.repeat(100_000))
      expect(masked.length).toBeLessThan(20_000)
    }
  })

  it('changes nothing when it is applied twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => maskText(maskText(text)) === maskText(text)),
    )
  })

  it('finds a number between any two texts', () => {
    const digits = fc.stringMatching(/^1[3-9][0-9]{9}$/)
    const around = fc.string({ unit: fc.constantFrom(...'abXZ _-:;,./()[]{}"\'=@#中'.split('')) })
    fc.assert(
      fc.property(around, digits, around, (before, number, after) => {
        return !maskText(`${before}${number}${after}`).includes(number)
      }),
      { numRuns: 2000 },
    )
  })
})
