import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBytes, decodeRaw, decodeValue } from '../../../src/adapters/esl/decode.ts'
import { urlEncode } from './support/wire.ts'

/** 张三 in GBK. */
const ZHANG_SAN_GBK = Buffer.from([0xd5, 0xc5, 0xc8, 0xfd])

test('a name arrives as it was written, in UTF-8 or in GBK', () => {
  expect(decodeValue('%E5%BC%A0%E4%B8%89')).toBe('张三')
  expect(decodeValue('%D5%C5%C8%FD')).toBe('张三')
  expect(decodeValue('%d5%c5%c8%fd')).toBe('张三')
})

test('bytes that are neither UTF-8 nor GB18030 are read as latin1, and nothing is lost', () => {
  expect(decodeValue('caf%E9')).toBe('café')
  expect(decodeValue('%FF%FF')).toBe('ÿÿ')
})

test('a % that stands for nothing stands for itself', () => {
  for (const text of ['%', '100%', '5 % of', '%zz', '%4', '%%', 'a%b%4x'])
    expect(decodeValue(text)).toBe(text)
  expect(decodeValue('%25')).toBe('%')
  expect(decodeValue('%%41')).toBe('%A')
})

test('text outside of events is not percent-decoded', () => {
  expect(decodeRaw('+OK [100%25]')).toBe('+OK [100%25]')
  expect(decodeRaw(Buffer.from('接诊').toString('latin1'))).toBe('接诊')
  expect(decodeRaw(ZHANG_SAN_GBK.toString('latin1'))).toBe('张三')
})

test('any text that FreeSWITCH encodes comes back, save that its encoder leaves %41 alone', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((one) => !/%[0-9A-F]{2}/.test(one))
  fc.assert(
    fc.property(text, (one) => {
      expect(decodeValue(urlEncode(one))).toBe(one)
    }),
  )
})

test('no bytes at all make it throw', () => {
  const bytes = fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array))
  fc.assert(
    fc.property(bytes, (one) => {
      expect(typeof decodeBytes(one)).toBe('string')
      expect(typeof decodeValue(one.toString('latin1'))).toBe('string')
    }),
  )
})
