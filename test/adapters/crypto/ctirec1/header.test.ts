import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeHeader, parseHeader } from '../../../../src/adapters/crypto/ctirec1/header.ts'
import { header } from './support.ts'

const text = encodeHeader(header).toString('utf8')
const parse = (changed: string) => parseHeader(Buffer.from(changed, 'utf8'))
const withField = (name: string, value: unknown) => parse(JSON.stringify({ ...header, [name]: value }))

describe('the header of a sealed recording', () => {
  it('comes back as it was', () => {
    expect(parse(text)).toEqual({ type: 'header', header })
  })

  it.each([
    ['recordingId', 'rec_1'],
    ['recordingId', 'call_01J9ZZZZZZZZZZZZZZZZZZZZZZ'],
    ['segment', -1],
    ['segment', 1.5],
    ['segment', 1_000_000],
    ['codec', 'mp3'],
    ['rate', 8_001],
    ['channels', 3],
    ['startedAt', '2026-02-30T08:00:00.000Z'],
    ['startedAt', '2026-03-01T08:00:00Z'],
    ['startedAt', 1_772_000_000_000],
    ['keyId', 'A1'.repeat(32)],
    ['suite', '1'],
  ])('refuses %s %j and names the field, not the value', (name, value) => {
    const outcome = withField(name, value)
    expect(outcome).toMatchObject({ type: 'badHeader' })
    expect(outcome.type === 'badHeader' && outcome.fault.startsWith(`${name}:`)).toBe(true)
    expect(JSON.stringify(outcome)).not.toContain(String(value))
  })

  it.each(Object.keys(header))('refuses a header without %s', (name) => {
    expect(withField(name, undefined).type).toBe('badHeader')
  })

  it('refuses a field that the format does not know, without repeating it', () => {
    expect(withField('13800000001', 1)).toEqual({ type: 'badHeader', fault: 'unknown field' })
  })

  it.each([
    ['spaces', text.replace(':', ': ')],
    ['another order', JSON.stringify(Object.fromEntries(Object.entries(header).reverse()))],
    ['a field twice', text.replace('{', '{"segment":7,')],
    ['an escaped letter', text.replace('rec_', '\\u0072ec_')],
    ['1.0 for 1', text.replace('"suite":1', '"suite":1.0')],
    ['a line feed behind it', `${text}\n`],
  ])('refuses %s: no header can be read in two ways', (_, changed) => {
    expect(parse(changed)).toEqual({ type: 'badHeader', fault: 'not in its one form' })
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['not JSON', Buffer.from('{"suite":1')],
    ['not UTF-8', Buffer.concat([Buffer.from('{"suite":"'), Buffer.of(0xff), Buffer.from('"}')])],
    ['a byte order mark', Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(text)])],
    ['an array', Buffer.from('[]')],
    ['too long a text', Buffer.from(`${text}${' '.repeat(5_000)}`)],
  ])('refuses %s', (_, bytes) => {
    expect(parseHeader(bytes).type).toBe('badHeader')
  })

  it('tells a newer suite from a fault', () => {
    expect(withField('suite', 2)).toEqual({ type: 'unknownSuite', suite: 2 })
  })

  it('reads any bytes without a crash', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((json) => Buffer.from(json)),
        ),
        (bytes) => {
          expect(parseHeader(Buffer.from(bytes)).type).not.toBe('header')
        },
      ),
    )
  })
})
