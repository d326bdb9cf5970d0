/** Digits in RTP: RFC 4733 section 2.3. */

const DIGITS = '0123456789*#ABCD'
const VOLUME = 10

/** The event code of a digit; throws for anything a keypad doesn't have. */
export function eventOf(digit: string): number {
  const event = DIGITS.indexOf(digit.toUpperCase())
  if (event < 0 || digit.length !== 1) throw new Error(`no such key on a telephone: ${JSON.stringify(digit)}`)
  return event
}

/** The payload: event, end bit and volume, duration in samples. */
export function eventPayload(event: number, end: boolean, durationSamples: number): Uint8Array {
  return Uint8Array.of(
    event,
    (end ? 0x80 : 0) | VOLUME,
    (durationSamples >> 8) & 0xff,
    durationSamples & 0xff,
  )
}

/** Reads a payload; undefined if it is too short or no key. */
export function parseEvent(
  payload: Uint8Array,
): { digit: string; end: boolean; durationSamples: number } | undefined {
  const [event, flags, high, low] = payload
  if (event === undefined || flags === undefined || high === undefined || low === undefined) return undefined
  const digit = DIGITS[event]
  return digit === undefined
    ? undefined
    : { digit, end: (flags & 0x80) !== 0, durationSamples: (high << 8) | low }
}
