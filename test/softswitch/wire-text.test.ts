import { describe, expect, it } from 'vitest'
import { byteLengthOf, bytesOf, textOf } from '../../src/softswitch/wire-text.ts'

describe('text that may hold bytes of any encoding', () => {
  const gbk = Buffer.from([0x41, 0xcd, 0xf5, 0x20, 0xff])

  it('is UTF-8 where it is UTF-8', () => {
    for (const text of ['', 'Li', '王小明', '𠮷👍', '\ufeff x']) {
      expect(textOf(Buffer.from(text))).toBe(text)
      expect(bytesOf(text)).toEqual(Buffer.from(text))
      expect(byteLengthOf(text)).toBe(Buffer.byteLength(text))
    }
  })

  it('gives other bytes back as they came, also amid text', () => {
    expect(bytesOf(textOf(gbk))).toEqual(gbk)
    const mixed = `王${textOf(gbk)}👍`
    expect(bytesOf(mixed)).toEqual(Buffer.concat([Buffer.from('王'), gbk, Buffer.from('👍')]))
    expect(byteLengthOf(mixed)).toBe(3 + gbk.length + 4)
  })

  it('gives every single byte back', () => {
    for (let byte = 0; byte < 256; byte++) {
      const bytes = Buffer.from([byte])
      expect(bytesOf(textOf(bytes))).toEqual(bytes)
    }
  })
})
