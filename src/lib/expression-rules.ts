/**
 * What expressions in flows may hold: a part of CEL in which the work grows with the length of the text and of the
 * data, and with nothing else. No comprehensions, no `cel.bind`, no maps; regular expressions only of a shape that
 * can't backtrack for long.
 */
import type { ASTNode } from '@marcbachmann/cel-js'

/** What an expression can name, and what is known beneath it; null: any name of attached data. */
const ROOTS: Readonly<Record<string, ReadonlySet<string> | null>> = {
  data: null,
  call: new Set(['callingNumber', 'calledNumber', 'callerName', 'serviceNumber', 'language', 'profile']),
  now: new Set(['hour', 'minute', 'weekday', 'date']),
}
const DATA_NAME = /^[a-z][A-Za-z0-9]{0,39}$/

const FUNCTIONS = new Set(['has', 'size', 'int', 'double', 'string', 'bool'])
const METHODS = new Set(['size', 'contains', 'startsWith', 'endsWith', 'matches'])
for (const name of ['lowerAscii', 'upperAscii', 'trim', 'substring', 'indexOf']) METHODS.add(name)

export interface Field {
  readonly root: 'data' | 'call' | 'now'
  readonly name: string
}

/** `data.NAME`, or the same as `data["NAME"]`. */
export function fieldOf(node: ASTNode): Field | undefined {
  if (node.op !== '.' && node.op !== '[]') return undefined
  const [of, key] = node.args
  if (of.op !== 'id' || !Object.hasOwn(ROOTS, of.args)) return undefined
  const name = typeof key === 'string' ? key : key.op === 'value' ? key.args : undefined
  return typeof name === 'string' ? { root: of.args as Field['root'], name } : undefined
}

/** What is wrong with it, as a sentence without anything but words of the expression; undefined: nothing. */
export function brokenRule(node: ASTNode): string | undefined {
  const field = fieldOf(node)
  if (field) return wrongField(field)
  switch (node.op) {
    case 'id':
      return Object.hasOwn(ROOTS, node.args)
        ? `${node.args} stands for many values: write ${node.args}.NAME`
        : unknownRoot(node.args)
    case '.': {
      const [of] = node.args
      return of.op === 'id' ? unknownRoot(of.args) : ONLY_FIELDS
    }
    case '.?':
    case '[?]':
      return ONLY_FIELDS
    case 'map':
      return 'an expression can hold no maps'
    case 'call':
      return FUNCTIONS.has(node.args[0]) ? undefined : unknownFunction(node.args[0])
    case 'rcall': {
      const [name, of, args] = node.args
      if (!METHODS.has(name)) return unknownFunction(name)
      return name === 'matches' ? wrongMatch(of, args) : undefined
    }
    default:
      return undefined
  }
}

/** The parts that are expressions themselves. */
export function partsOf(node: ASTNode): readonly ASTNode[] {
  if (fieldOf(node)) return []
  const parts: unknown[] = Array.isArray(node.args) ? node.args.flat() : [node.args]
  return parts.filter(isNode)
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part
}

const ONLY_FIELDS = 'only data.NAME, call.NAME and now.NAME can be asked for'

function unknownRoot(name: string): string {
  return `${quoted(name)} is not known: an expression knows data, call and now`
}

function wrongField({ root, name }: Field): string | undefined {
  const known = ROOTS[root]
  if (known === null) return DATA_NAME.test(name) ? undefined : `${quoted(name)} is no name of attached data`
  if (known?.has(name)) return undefined
  return `${root}.${quoted(name)} is not known: ${root} has ${[...(known ?? [])].join(', ')}`
}

function unknownFunction(name: string): string {
  return `${quoted(name)} is not known: an expression knows ${[...new Set([...FUNCTIONS, ...METHODS])].join(', ')}`
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}

const ASSERTION = /^(?:\^|\$|\||\\b)/
const ATOM =
  /^(?:\\[dDwWsS]|\\[^0-9A-Za-z\s]|\[\^?(?:\\[dDwWsS]|\\[^0-9A-Za-z\s]|[^\\[\]])+\]|\.|[^\\()[\]{}*+?|^$])/
const TIMES = /^(?:[*+?]|\{(\d{1,2})(?:(,)(\d{1,2})?)?\})/
const LONGEST_DATA = 2_000
/** In how many ways a pattern may be tried at one place of the text. */
const MOST_WAYS = 4_000

function wrongMatch(of: ASTNode, args: readonly ASTNode[]): string | undefined {
  // What is put together from many values could be long, and the time grows with its square.
  if (!fieldOf(of)) return 'matches can be asked of data.NAME and call.NAME only'
  const [pattern] = args
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string') return 'matches takes a fixed text'
  const tame = 'matches takes characters, classes, ^, $, | and few repetitions, without groups'
  let rest = pattern.args
  for (let ways = 1; rest !== ''; ) {
    const assertion = ASSERTION.exec(rest)?.[0]
    if (assertion !== undefined) {
      rest = rest.slice(assertion.length)
      continue
    }
    const atom = ATOM.exec(rest)?.[0]
    if (atom === undefined) return tame
    rest = rest.slice(atom.length)
    const times = TIMES.exec(rest)
    if (!times) continue
    ways *= waysOf(times)
    if (!(ways <= MOST_WAYS)) return tame
    rest = rest.slice(times[0].length)
  }
  return undefined
}

function waysOf([sign, least, comma, most]: RegExpExecArray): number {
  if (sign === '?') return 2
  if (least === undefined) return LONGEST_DATA
  if (comma === undefined) return 1
  if (most === undefined) return LONGEST_DATA
  return Math.max(1, Number(most) - Number(least) + 1)
}
