/** Whether keys that a caller has pressed can be what they are meant to be. */
import { assertNever } from '../assert-never.ts'
import type { DigitCheck } from './flow.ts'

/**
 * What the keys stand for (X in the place of an identity number's `*`); undefined when they can't be what is checked
 * for. `at`: milliseconds since the epoch.
 */
export function checkDigits(check: DigitCheck | null, digits: string, at: number): string | undefined {
  switch (check) {
    case null:
      return digits
    case 'idNumber': {
      const number = digits.replace(/\*$/, 'X')
      return isIdNumber(number) ? number : undefined
    }
    case 'date':
      return isDate(digits) ? digits : undefined
    case 'futureDate':
      return isDate(digits) && digits >= todayIn(at) ? digits : undefined
    case 'phoneNumber':
      return isPhoneNumber(digits) ? digits : undefined
    case 'luhn':
      return isLuhn(digits) ? digits : undefined
    default:
      return assertNever(check)
  }
}

/** GB 11643-1999, annex A: the weight of each of the first 17 places. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
/** The check character by the weighted sum modulo 11. */
const CHECK_CHARACTERS = '10X98765432'

/** Six digits of a region, a date of birth, a sequence number, and the check character of ISO 7064 MOD 11-2. */
function isIdNumber(number: string): boolean {
  if (!/^[1-9][0-9]{16}[0-9X]$/.test(number) || !isDate(number.slice(6, 14))) return false
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0)
  return number[17] === CHECK_CHARACTERS[sum % 11]
}

/** A day of the Gregorian calendar as YYYYMMDD, from 1900 to 2199. */
function isDate(digits: string): boolean {
  if (!/^(?:19|20|21)[0-9]{6}$/.test(digits)) return false
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const EIGHT_HOURS_MS = 8 * 3_600_000

/** The day by China Standard Time, as YYYYMMDD. */
function todayIn(at: number): string {
  return new Date(at + EIGHT_HOURS_MS).toISOString().slice(0, 10).replaceAll('-', '')
}

/**
 * As it is dialled inside China: a mobile number (1 and 3 to 9, eleven digits), or an area code with its 0 (010 and
 * 02x, then eight digits; others, then seven or eight) and a number that begins with 2 to 8.
 */
function isPhoneNumber(digits: string): boolean {
  return /^(?:1[3-9][0-9]{9}|0(?:10|2[0-9])[2-8][0-9]{7}|0[3-9][0-9]{2}[2-8][0-9]{6,7})$/.test(digits)
}

/** ISO/IEC 7812-1, annex B. */
function isLuhn(digits: string): boolean {
  if (!/^[0-9]{2,}$/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
