/**
 * Takes personal data and secrets out of what is about to be logged: by key, by shape of number, by shape of text.
 * When in doubt it masks; what it must let through are ids, uuids, timestamps and journal positions.
 */
import { isId, maskText } from './mask-text.ts'

const CENSORED = '[redacted]'
const MAX_DEPTH = 6
const MAX_ENTRIES = 60

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/))

/** A key with one of these words holds a secret, whatever its value looks like. */
const SECRET_WORDS = words(
  `authorization cookie cookies credential credentials digit digits dtmf key keys nonce passphrase passwd password
  passwords pin plaintext secret secrets signature ticket token tokens`,
)

/** A key with one of these words names a person or a number; one of our ids under it is harmless. */
const PERSONAL_WORDS = words(
  `ani birthday callee callees caller callers destination dialed dialled dnis email gender idcard mobile msisdn name
  names number numbers patient patients phone phones ssn tel telephone uri uris`,
)

/** Keys that contain such a word and are harmless all the same; whole keys, so `patientFileName` stays censored. */
const SAFE_KEYS = words(
  `applicationname callerswaiting channelname commandname eventname filename flowname jobname keyid linenumber
  metricname migrationname nodename optionname promptname queuename servername stepname tablename ticketid tokenid`,
)

/** Last words of keys under which a long number is a measurement, a moment or a place, not a telephone number. */
const MEASURES = words(
  `at bytes count duration epoch head length limit max min ms ns offset pid pos position rss samples seq sequence
  size time timestamp total uptime`,
)

/**
 * A copy of `value` that is safe to log: plain JSON, bounded in depth and width, without cycles; getters and
 * `toJSON` that throw are survived.
 */
export function redact(value: object): object {
  const copy = safely(value, '', 0, new Set())
  return typeof copy === 'object' && copy !== null ? copy : { value: copy }
}

function safely(value: unknown, key: string, depth: number, above: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
      return /^\d{7,19}$/.test(value) && isMeasure(key) ? value : maskText(value)
    case 'number':
    case 'bigint':
      return numeric(value, key)
    case 'boolean':
    case 'undefined':
      return value
    case 'object':
      return value === null ? null : structure(value, key, depth, above)
    default:
      return `[${typeof value}]`
  }
}

function numeric(value: number | bigint, key: string): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  const harmless = (value > -1_000_000 && value < 1_000_000) || isMeasure(key)
  if (!harmless) return '[number]'
  return typeof value === 'bigint' ? String(value) : value
}

function structure(value: object, key: string, depth: number, above: Set<object>): unknown {
  if (above.has(value)) return '[circular]'
  if (depth >= MAX_DEPTH) return '[deep]'
  above.add(value)
  try {
    return contents(value, key, depth + 1, above)
  } catch {
    return '[unreadable]'
  } finally {
    above.delete(value)
  }
}

function contents(value: object, key: string, depth: number, above: Set<object>): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[invalid date]' : value.toISOString()
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (value instanceof Error) return errorFields(value, depth, above)
  if (value instanceof Map) return `[map of ${value.size}]`
  if (value instanceof Set || Array.isArray(value)) {
    const items = [...value]
    const shown = items.slice(0, MAX_ENTRIES).map((item) => safely(item, key, depth, above))
    return items.length > MAX_ENTRIES ? [...shown, `[${items.length - MAX_ENTRIES} more]`] : shown
  }
  const entries = Object.keys(value).slice(0, MAX_ENTRIES)
  // fromEntries defines properties, so a key `__proto__` stays a key.
  return Object.fromEntries(entries.map((name) => [maskText(name), field(value, name, depth, above)]))
}

function field(owner: object, name: string, depth: number, above: Set<object>): unknown {
  let value: unknown
  try {
    value = (owner as Record<string, unknown>)[name]
  } catch {
    return '[unreadable]'
  }
  if (value === undefined || value === null || typeof value === 'boolean') return value
  return isDenied(name, value) ? CENSORED : safely(value, name, depth, above)
}

/** Only these fields: drivers hang queries, parameters and whole rows on their errors. */
function errorFields(err: Error, depth: number, above: Set<object>): object {
  const { code, syscall, errors } = err as Error & { code?: unknown; syscall?: unknown; errors?: unknown }
  const known = typeof code === 'string' || typeof code === 'number'
  return {
    type: maskText(err.name),
    message: maskText(err.message),
    ...(known ? { code: safely(code, 'code', depth, above) } : {}),
    ...(typeof syscall === 'string' ? { syscall: maskText(syscall) } : {}),
    stack: maskText(err.stack ?? ''),
    ...(err.cause === undefined ? {} : { cause: safely(err.cause, 'cause', depth, above) }),
    ...(Array.isArray(errors) ? { errors: safely(errors, 'errors', depth, above) } : {}),
  }
}

function isDenied(key: string, value: unknown): boolean {
  if (SAFE_KEYS.has(key.toLowerCase())) return false
  const parts = wordsOf(key)
  if (parts.some((word) => SECRET_WORDS.has(word))) return true
  return parts.some((word) => PERSONAL_WORDS.has(word)) && !(typeof value === 'string' && isId(value))
}

function isMeasure(key: string): boolean {
  return MEASURES.has(wordsOf(key).at(-1) ?? '')
}

/** `callerIdNumber`, `Caller-Caller-ID-Number`, `caller_id_number` → caller, id, number. */
function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
