/** JSON as PostgreSQL can store it. */

/**
 * `JSON.stringify`, with U+FFFD for what jsonb refuses inside strings: U+0000 and halves of surrogate pairs. A fact
 * that carries a broken caller's byte must not make the whole batch unstorable.
 */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value)
  // Both appear in escaped form only; a harmless escaped backslash before `u` just takes the slower way.
  return text.includes('\\u0000') || text.includes('\\ud') ? JSON.stringify(mended(value)) : text
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return mendedText(value)
  if (Array.isArray(value)) return value.map(mended)
  if (typeof value !== 'object' || value === null) return value
  if ('toJSON' in value && typeof value.toJSON === 'function') return mended(value.toJSON())
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [mendedText(key), mended(entry)]))
}

function mendedText(text: string): string {
  // In a pattern with `u` a whole pair is one letter, so this finds halves only.
  return text.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd')
}
