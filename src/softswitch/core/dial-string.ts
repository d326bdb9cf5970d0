import { findClosing, separate } from './text.ts'

/** One leg to try, with the variables from its brackets. */
export interface DialTarget {
  /** `user/1001`, `sofia/internal/1001@host` and their like, brackets taken off. */
  readonly endpoint: string
  readonly variables: ReadonlyMap<string, string>
}

export interface DialString {
  /** From `{…}`: for every leg. */
  readonly globals: ReadonlyMap<string, string>
  /** Tried one after the other (`|`); the legs of one group ring together (`,`). */
  readonly groups: readonly (readonly DialTarget[])[]
}

export type ParsedDialString = { ok: true; dial: DialString } | { ok: false }

const MAX_TARGETS = 64

/** `{a=b,c=d}[e=f]user/1001,user/1002|sofia/…` as switch_ivr_originate reads it (switch_event_create_brackets). */
export function parseDialString(text: string): ParsedDialString {
  const globals = new Map<string, string>()
  let rest = text.replace(/^ +/, '')
  for (const [open, close] of [
    ['<', '>'],
    ['{', '}'],
  ] as const) {
    const taken = takeBrackets(rest, open, close, globals)
    if (taken === undefined) return { ok: false }
    rest = taken
  }
  const groups: DialTarget[][] = []
  let count = 0
  for (const alternative of splitOutside(rest, '|')) {
    const group: DialTarget[] = []
    for (const one of splitOutside(alternative, ',')) {
      const variables = new Map<string, string>()
      const endpoint = takeBrackets(one.trim(), '[', ']', variables)
      if (endpoint === undefined || !endpoint.trim() || ++count > MAX_TARGETS) return { ok: false }
      group.push({ endpoint: endpoint.trim(), variables })
    }
    if (group.length > 0) groups.push(group)
  }
  return groups.length === 0 ? { ok: false } : { ok: true, dial: { globals, groups } }
}

/** Takes leading bracket groups off; undefined when one isn't closed. */
function takeBrackets(
  text: string,
  open: string,
  close: string,
  into: Map<string, string>,
): string | undefined {
  let rest = text
  while (rest.startsWith(open)) {
    const end = findClosing(rest, 0, open, close)
    if (end < 0) return undefined
    let inside = rest.slice(1, end)
    let delimiter = ','
    if (inside.startsWith('^^')) {
      delimiter = inside[2] ?? ','
      inside = inside.slice(3)
    }
    for (const pair of separate(inside, delimiter, 1024)) {
      const equals = pair.indexOf('=')
      if (equals > 0) into.set(pair.slice(0, equals).trim(), stripQuotes(pair.slice(equals + 1)))
    }
    rest = rest.slice(end + 1).replace(/^ +/, '')
  }
  return rest
}

function stripQuotes(text: string): string {
  return text.replace(/^'(.*)'$/s, '$1')
}

function splitOutside(text: string, delimiter: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    if (char === "'") quoted = !quoted
    else if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth--
    else if (char === delimiter && depth === 0 && !quoted) {
      parts.push(text.slice(from, i))
      from = i + 1
    }
  }
  parts.push(text.slice(from))
  return parts.filter((p) => p.trim() !== '')
}
