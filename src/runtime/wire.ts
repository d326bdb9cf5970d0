/** Views and facts as clients get them, whichever way they reach them. */

/** Members that hold a moment: `startedAt`, `dueAt`, `since`, `until`, `wrapUpUntil`, `longestWaitSince`, … */
const MOMENT = /^(?:at|since|until)$|(?:At|Since|Until)$/
const LAST_MOMENT_MS = 8.64e15

/**
 * A copy in which moments are RFC 3339 with milliseconds, and parties are their masked number alone: the keyed
 * hash lets whoever collects it follow a caller from call to call, so it stays inside.
 */
export function toWire(value: object): object {
  return convert(value, '') as object
}

function convert(value: unknown, key: string): unknown {
  if (typeof value === 'number')
    return MOMENT.test(key) && Math.abs(value) <= LAST_MOMENT_MS ? new Date(value).toISOString() : value
  if (Array.isArray(value)) return value.map((item: unknown) => convert(item, ''))
  if (typeof value !== 'object' || value === null) return value
  if (isParty(value)) return value.masked
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, convert(item, name)]))
}

function isParty(value: object): value is { masked: string } {
  return 'masked' in value && 'hash' in value && typeof value.masked === 'string'
}
