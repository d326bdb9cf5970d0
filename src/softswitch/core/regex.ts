const MAX_PATTERN = 512

/**
 * A regular expression as FreeSWITCH's configuration writes it (PCRE; the part that JavaScript shares). A pattern
 * that isn't valid matches nothing.
 */
export function matches(text: string, pattern: string): boolean {
  if (pattern.length > MAX_PATTERN) return false
  const framed = /^\/(.*)\/([i]?)$/s.exec(pattern)
  try {
    return new RegExp(framed?.[1] ?? pattern, framed?.[2] ?? '').test(text)
  } catch {
    return false
  }
}
