import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCallSealing, parseMasterKey } from '../../../src/adapters/crypto/call-private.ts'

const SITE = 'site_main'
const CALL = 'call_01J9ZZZZZZZZZZZZZZZZZZZZZZ'
const master = randomBytes(32)
const sealing = createCallSealing([master])

const anyText = fc.string({ unit: 'grapheme', maxLength: 200 })

describe('sealing a call’s private fields', () => {
  it('gives back any text, after the key went through its stored form', () => {
    fc.assert(
      fc.property(anyText, anyText, (name, value) => {
        const key = sealing.createKey(SITE, CALL)
        const sealed = key.seal(name, value)
        expect(sealing.openKey(SITE, CALL, key.wrapped)?.open(name, sealed)).toBe(value)
      }),
    )
  })

  it('never seals alike twice, and shows nothing of the text', () => {
    const key = sealing.createKey(SITE, CALL)
    const sealed = Array.from({ length: 50 }, () => Buffer.from(key.seal('callingNumber', '13800000001')))
    expect(new Set(sealed.map((bytes) => bytes.toString('hex'))).size).toBe(50)
    expect(sealed.some((bytes) => bytes.includes('138'))).toBe(false)
  })

  it('opens nothing of which a single bit was changed, field or key', () => {
    const key = sealing.createKey(SITE, CALL)
    const sealed = key.seal('callerName', '王小明')
    const flipped = (bytes: Uint8Array, bit: number) => {
      const copy = Buffer.from(bytes)
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      return copy
    }
    for (let bit = 0; bit < sealed.length * 8; bit += 1)
      expect(key.open('callerName', flipped(sealed, bit))).toBeUndefined()
    for (let bit = 0; bit < key.wrapped.length * 8; bit += 1)
      expect(sealing.openKey(SITE, CALL, flipped(key.wrapped, bit))).toBeUndefined()
  })

  it('opens nothing that was cut short: a short tag could be guessed', () => {
    const key = sealing.createKey(SITE, CALL)
    const sealed = key.seal('digits', '4711')
    for (let length = 0; length < sealed.length; length += 1)
      expect(key.open('digits', sealed.subarray(0, length))).toBeUndefined()
    for (let length = 0; length < key.wrapped.length; length += 1)
      expect(sealing.openKey(SITE, CALL, key.wrapped.subarray(0, length))).toBeUndefined()
  })

  it('opens nothing in another place: other field, other call, other site', () => {
    const key = sealing.createKey(SITE, CALL)
    const sealed = key.seal('callingNumber', '13800000001')
    expect(key.open('calledNumber', sealed)).toBeUndefined()
    expect(sealing.openKey('site_north', CALL, key.wrapped)).toBeUndefined()
    expect(sealing.openKey(SITE, `${CALL}0`, key.wrapped)).toBeUndefined()
    // The same letters, cut elsewhere between site and call.
    expect(sealing.openKey(`${SITE}c`, CALL.slice(1), key.wrapped)).toBeUndefined()
  })

  it('opens what a former master key has wrapped, and wraps with the present one', () => {
    const old = sealing.createKey(SITE, CALL)
    const sealed = old.seal('ward', 'third')
    const present = randomBytes(32)
    const rotated = createCallSealing([present, master])
    expect(rotated.openKey(SITE, CALL, old.wrapped)?.open('ward', sealed)).toBe('third')
    expect(sealing.openKey(SITE, CALL, rotated.createKey(SITE, CALL).wrapped)).toBeUndefined()
    expect(createCallSealing([present]).openKey(SITE, CALL, old.wrapped)).toBeUndefined()
  })

  it('takes a master key of 32 bytes, as 64 hexadecimal digits', () => {
    expect(parseMasterKey(` ${master.toString('hex')}\n`)).toEqual(master)
    for (const text of [
      '',
      'secret',
      master.toString('base64'),
      `${master.toString('hex')}00`,
      'g'.repeat(64),
    ])
      expect(parseMasterKey(text)).toBeUndefined()
    expect(() => createCallSealing([randomBytes(16)])).toThrow(RangeError)
  })
})
