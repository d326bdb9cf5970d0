/** A telephone number as facts may hold it: readable enough for a person, useless to anyone who steals the journal. */
export interface Party {
  /** `138****5678`; short numbers (extensions) stay whole. */
  readonly masked: string
  /** Keyed hash of the normalised number, for "has this caller rung before"; made by the shell, which holds the key. */
  readonly hash: string
}

/**
 * Masks a number for display: the first three and the last four digits stay when at least eleven are there
 * (138****5678), the first two and the last two from seven digits on; up to five digits is an extension or a
 * service number and stays whole; six keep the first and the last. Anything that isn't a number is `hidden`.
 */
export function maskNumber(number: string): string {
  const digits = number.replace(/[^0-9]/g, '')
  if (digits.length === 0) return 'hidden'
  if (digits.length <= 5) return digits
  const [head, tail] = digits.length >= 11 ? [3, 4] : digits.length >= 7 ? [2, 2] : [1, 1]
  return digits.slice(0, head) + '*'.repeat(digits.length - head - tail) + digits.slice(-tail)
}
