/**
 * Attached data as it may be shown to everybody who sees the call: enough to tell that it is the right value, too
 * little to be the value. What isn't known to be harmless is masked whole: a yes can be a diagnosis.
 */
import { maskNumber } from '../party.ts'

/** What is left of a value of which nothing may be shown; it says nothing of the length either. */
export const MASKED = '***'

/** A number of seven digits or more: cards, insurance, telephones. Written in groups or not. */
const LONG_NUMBER = /^\+?[0-9]+(?:[ -]?[0-9]+)*[Xx]?$/
const SHOWN_FROM_DIGITS = 7
/** `2026-03-02` has the shape of a number in groups, `20260302` (as it is keyed in) of one; most dates are birthdays. */
const DATE =
  /^(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))$/

/** Names of data that hold a person's name. */
const OF_A_NAME = /(?:^n|N)ame$/

/**
 * Masks a value by the name under which it is attached: numbers of seven digits and more keep their ends (45*****90,
 * 138****5678), names their first character (张**); everything else is `***`.
 */
export function maskData(name: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return MASKED
  const text = String(value).trim()
  if (typeof value === 'string' && OF_A_NAME.test(name)) return maskName(text)
  const digits = text.replace(/[^0-9]/g, '')
  if (!LONG_NUMBER.test(text) || DATE.test(text) || digits.length < SHOWN_FROM_DIGITS) return MASKED
  return maskNumber(digits)
}

/** 张伟 → 张*, 欧阳娜娜 → 欧***; a name of one character is masked whole. */
export function maskName(name: string): string {
  const [first, ...others] = [...name]
  if (first === undefined || others.length === 0) return MASKED
  return `${first}${'*'.repeat(Math.min(others.length, MASKED.length))}`
}
