import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { checkDigits } from '../../../src/domain/ivr/checks.ts'
import type { DigitCheck } from '../../../src/domain/ivr/flow.ts'

/** 23:30 on 30 June 2026 in UTC: 07:30 on 1 July in China. */
const at = Date.UTC(2026, 5, 30, 23, 30)
const checked = (check: DigitCheck | null, digits: string) => checkDigits(check, digits, at)

describe('an identity number', () => {
  it.each([
    // The example of GB 11643-1999 itself.
    ['11010519491231002X', '11010519491231002X'],
    ['11010519491231002*', '11010519491231002X'],
    ['44052419800101001X', undefined],
    ['110105194912310021', undefined],
    ['1101051949123100', undefined],
    ['11010519491231002', undefined],
    ['*10105194912310020', undefined],
    // Check character right, 30 February.
    ['110105194902300022', undefined],
    ['', undefined],
  ])('%s', (digits, value) => {
    expect(checked('idNumber', digits)).toBe(value)
  })

  it('has a check character that finds each wrong place and each neighbouring pair exchanged', () => {
    const number = '11010519491231002X'
    for (let place = 0; place < 17; place += 1) {
      for (let digit = 0; digit <= 9; digit += 1) {
        if (number[place] === String(digit)) continue
        const wrong = number.slice(0, place) + digit + number.slice(place + 1)
        expect(checked('idNumber', wrong)).toBeUndefined()
      }
      if (place === 16 || number[place] === number[place + 1]) continue
      const swapped = number.slice(0, place) + number[place + 1] + number[place] + number.slice(place + 2)
      expect(checked('idNumber', swapped)).toBeUndefined()
    }
  })

  it('takes one check character for each body', () => {
    const body = '11010519491231002'
    const taken = [...'0123456789X'].filter((last) => checked('idNumber', body + last) !== undefined)
    expect(taken).toEqual(['X'])
  })
})

describe('a date', () => {
  it.each(['20240229', '20000229', '19491001', '20261231', '20260430'])('%s exists', (digits) => {
    expect(checked('date', digits)).toBe(digits)
  })

  it.each([
    '20230229',
    '19000229',
    '20261301',
    '20260001',
    '20260100',
    '20260431',
    '260630',
    '2026063*',
    '00010101',
  ])('%s does not', (digits) => {
    expect(checked('date', digits)).toBeUndefined()
  })
})

describe('a date to come', () => {
  it.each([
    ['20260701', true],
    ['20260702', true],
    ['20270101', true],
    // Still today by UTC, yesterday in China.
    ['20260630', false],
    ['20251231', false],
    ['20260732', false],
  ])('%s: %s', (digits, isTaken) => {
    expect(checked('futureDate', digits)).toBe(isTaken ? digits : undefined)
  })
})

describe('a number that can be rung in China', () => {
  it.each([
    '13800005678',
    '19900005678',
    '01066666666',
    '02122222222',
    '075522222222',
    '05712222222',
    '0574822222222'.slice(0, 12),
  ])('%s can', (digits) => {
    expect(checked('phoneNumber', digits)).toBe(digits)
  })

  it.each([
    '12800005678',
    '1380000567',
    '138000056789',
    '66666666',
    '0106666666',
    '01012345678',
    '110',
    '*13800005678',
    '00441234567890',
  ])('%s cannot', (digits) => {
    expect(checked('phoneNumber', digits)).toBeUndefined()
  })
})

describe('a card number by Luhn', () => {
  it.each([
    // The example of ISO/IEC 7812-1, annex B, and the one that everybody tests with.
    ['49927398716', true],
    ['79927398713', true],
    ['00', true],
    ['79927398710', false],
    ['49927398717', false],
    ['0', false],
    ['7992739871*', false],
  ])('%s: %s', (digits, isTaken) => {
    expect(checked('luhn', digits)).toBe(isTaken ? digits : undefined)
  })
})

describe('keys without a check', () => {
  it('stand for themselves', () => {
    expect(checked(null, '12*4')).toBe('12*4')
  })
})
