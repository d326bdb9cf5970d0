/** A parsed YAML file against a zod schema: all faults at once, each with its place, what is there, what should be. */
import type { z } from 'zod'
import { type Checked, type Fault, type Path, pathText, printable } from './fault.ts'
import { hint } from './near-miss.ts'
import { knownKeysAt, unionKeysAt } from './schema-keys.ts'

/** Where a value came from: a file, or several layers of which the topmost that has the value answers. */
export interface Places {
  placeOf(path: Path): string
  placeOfKey(path: Path): string
}

/**
 * Validates `value`. Schemas are strict objects; where a pattern or a rule of its own can fail, the schema's message
 * says what is expected (`z.string().regex(…, 'agent_name')`), since `expected` is put before it. A value that
 * `holds` secrets isn't shown where its key sounds like one.
 */
export function validate<S extends z.ZodType>(
  value: unknown,
  schema: S,
  places: Places,
  holds: 'secrets' | 'no secrets' = 'secrets',
): Checked<z.output<S>> {
  const result = schema.safeParse(value)
  if (result.success) return { ok: true, value: result.data }
  const of = { value, schema, places, hides: holds === 'secrets' ? isSecret : () => false }
  const faults = result.error.issues.flatMap((issue) => faultsOf(issue, of))
  return { ok: false, faults: distinct(faults) }
}

type Issue = z.core.$ZodIssue

interface Validated {
  readonly value: unknown
  readonly schema: z.ZodType
  readonly places: Places
  readonly hides: (path: Path) => boolean
}

function faultsOf(issue: Issue, of: Validated): Fault[] {
  const { value, schema, places, hides } = of
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(key, path, value, schema, places))
  if (issue.code === 'invalid_key') return [invalidKey(issue, path, places)]
  const found = at(value, path)
  const meant = memberMeant(issue, path, found, of)
  if (meant) return meant.flatMap((inner) => faultsOf(inner, of))
  const expected = expectation(issue, mapsOf(issue, path, value, schema))
  if (issue.code === 'custom' && issue.params?.['whole'] === true) {
    return [{ place: places.placeOf(path), path: pathText(path), message: issue.message }]
  }
  const near = typeof found === 'string' && !hides(path) ? hint(found, allowedValues(issue)) : ''
  const place = found === undefined ? places.placeOfKey(path.slice(0, -1)) : places.placeOf(path)
  return [
    {
      place,
      path: pathText(path),
      message: `found ${shown(found, hides(path))}, expected ${expected}${near}`,
    },
  ]
}

/** What is wrong with the one member of a union that the keys of a map speak for; undefined: none does. */
function memberMeant(
  issue: Issue,
  path: Path,
  found: unknown,
  { value, schema }: Validated,
): Issue[] | undefined {
  if (issue.code !== 'invalid_union' || !('errors' in issue)) return undefined
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined
  const keys = Object.keys(found)
  const index = unionKeysAt(schema, path, value).findIndex((known) => known.some((key) => keys.includes(key)))
  return issue.errors[index]?.map((inner) => ({ ...inner, path: [...path, ...inner.path] }))
}

/** `a map with say, digits or dataText`: what a union's members that are maps would take. */
function mapsOf(issue: Issue, path: Path, value: unknown, schema: z.ZodType): string | undefined {
  if (issue.code !== 'invalid_union') return undefined
  const keys = unionKeysAt(schema, path, value).flat()
  return keys.length === 0 ? undefined : `a map with ${either(keys)}`
}

function either(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' or ')
}

function unknownKey(key: string, path: Path, value: unknown, schema: z.ZodType, places: Places): Fault {
  const known = knownKeysAt(schema, path, value)
  const near = hint(key, known)
  const fallback = near === '' && known.length > 0 ? `; known here: ${known.slice(0, 30).join(', ')}` : near
  const here = [...path, key]
  return {
    place: places.placeOfKey(here),
    path: pathText(here),
    message: `unknown key ${printable(key)}${fallback}`,
  }
}

function invalidKey(issue: Extract<Issue, { code: 'invalid_key' }>, path: Path, places: Places): Fault {
  const expected = issue.issues[0] === undefined ? issue.message : expectation(issue.issues[0])
  const key = printable(String(path.at(-1)))
  return {
    place: places.placeOfKey(path),
    path: pathText(path),
    message: `found the key ${key}, expected ${expected}`,
  }
}

/** What the schema wants, in words for somebody who has never seen it. */
function expectation(issue: Issue, maps?: string): string {
  switch (issue.code) {
    case 'invalid_type':
      if (!issue.message.startsWith('Invalid input')) return issue.message
      return TYPE_WORDS[issue.expected] ?? issue.expected
    case 'too_small':
      return `at least ${measure(issue.minimum, issue.origin)}`
    case 'too_big':
      return `at most ${measure(issue.maximum, issue.origin)}`
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'invalid_value':
      return oneOf(issue.values)
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? oneOf(issue.options)
        : expectedByMembers(issue, maps)
    default:
      return issue.message
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  array: 'a list',
  null: 'null',
}

function measure(count: number | bigint, origin: string): string {
  if (origin === 'string') return `${count} characters`
  return origin === 'array' || origin === 'set' || origin === 'map' ? `${count} entries` : String(count)
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(', ')}`
}

/** A union without a discriminator: every member says what it would take. */
function expectedByMembers(issue: Extract<Issue, { code: 'invalid_union' }>, maps?: string): string {
  const members = 'errors' in issue ? issue.errors : []
  const words = members
    .flatMap((issues) => issues.slice(0, 1).map((inner) => expectation(inner)))
    .map((word) => (word === TYPE_WORDS['object'] && maps !== undefined ? maps : word))
  return [...new Set(words)].join(' or ') || issue.message
}

function allowedValues(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.filter((one) => typeof one === 'string')
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) {
    return issue.options.filter((one): one is string => typeof one === 'string')
  }
  return []
}

/** What stands there, short; a value that may be a secret only by its kind. */
function shown(found: unknown, hidden: boolean): string {
  if (found === undefined) return 'nothing'
  if (found === null) return 'null'
  if (Array.isArray(found)) return 'a list'
  if (typeof found === 'object') return 'a map'
  if (hidden) return `a ${typeof found} (not shown)`
  const text = typeof found === 'string' ? JSON.stringify(found) : String(found)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** Somebody will write the password itself where the name of its file belongs. */
function isSecret(path: Path): boolean {
  return path.some(
    (part) => typeof part === 'string' && /pass|secret|token|key|credential|auth|url/i.test(part),
  )
}

function at(value: unknown, path: Path): unknown {
  let here = value
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
    here = (here as Record<string | number, unknown>)[part]
  }
  return here
}

/** The first fault at each path: a list where a text belongs is also too short a text, which helps nobody. */
function distinct(faults: readonly Fault[]): Fault[] {
  const seen = new Set<string>()
  return faults.filter(({ path }) => !seen.has(path) && seen.add(path))
}
