/**
 * Expressions in flows, in CEL (https://cel.dev): `data.department == "paediatrics" && now.hour < 17`.
 *
 * They are written by hospitals and evaluated on what callers and a HIS have said, so both are bounded: neither an
 * expression nor its data can take long, and nothing here throws. What went wrong with data is told by a code that
 * holds nothing of it.
 */
import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import { brokenRule, type Field, fieldOf, partsOf } from './expression-rules.ts'

export type ExpressionValue = string | number | boolean | null

/** What the names of an expression stand for. A name that isn't there is null. */
export interface ExpressionScope {
  readonly data: Readonly<Record<string, ExpressionValue>>
  readonly call: Readonly<Record<string, ExpressionValue>>
  readonly now: LocalMoment
}

/** A moment by the clocks of the site. */
export interface LocalMoment {
  readonly hour: number
  readonly minute: number
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number
  /** YYYY-MM-DD. */
  readonly date: string
}

export type Evaluated =
  | { readonly ok: true; readonly value: ExpressionValue }
  /** A code of the expression library or of ours, camelCase or snake_case; never a value. */
  | { readonly ok: false; readonly why: string }

const LONGEST = 500
const LONGEST_TEXT = 2_000

const limits = { maxAstNodes: 200, maxDepth: 30, maxListElements: 50, maxMapEntries: 1, maxCallArguments: 4 }
const environment = new Environment({ limits, homogeneousAggregateLiterals: false })
for (const root of ['data', 'call', 'now']) environment.registerVariable(root, 'map')

type Compiled =
  | { readonly ok: true; readonly text: string; readonly fields: readonly Field[] }
  | { readonly ok: false; readonly message: string }

/**
 * What is wrong with an expression, or undefined: its syntax, names that don't exist, types that can't go together.
 * `condition`: it must be true or false, as far as that can be said without its data.
 */
export function checkExpression(
  text: string,
  wanted: 'condition' | 'value' = 'value',
): { readonly message: string } | undefined {
  const compiled = compile(text)
  if (!compiled.ok) return { message: compiled.message }
  const { valid, type, error } = environment.check(compiled.text)
  if (!valid) return { message: firstLine(error) }
  if (wanted === 'condition' && type !== 'bool' && type !== 'dyn')
    return { message: `found an expression of type ${type}, expected one that is true or false` }
  return undefined
}

/** The attached data that an expression reads, each name once; none of one that can't be read. */
export function dataNamesOf(text: string): string[] {
  const compiled = compile(text)
  if (!compiled.ok) return []
  return [...new Set(compiled.fields.filter(({ root }) => root === 'data').map(({ name }) => name))]
}

/** Numbers without a fraction are CEL's `int`, others `double`. */
export function evaluateExpression(text: string, scope: ExpressionScope): Evaluated {
  const compiled = compile(text)
  if (!compiled.ok) return { ok: false, why: 'syntax' }
  const context = { data: new Map(), call: new Map(), now: new Map() }
  for (const { root, name } of compiled.fields) {
    const value = Object.hasOwn(scope[root], name) ? valueIn(scope, root, name) : null
    if (typeof value === 'string' && value.length > LONGEST_TEXT) return { ok: false, why: 'textTooLong' }
    context[root].set(name, typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value)
  }
  try {
    return plain(environment.evaluate(compiled.text, context))
  } catch (error) {
    return { ok: false, why: (error as { code?: string }).code ?? 'unknown' }
  }
}

function compile(text: string): Compiled {
  if (text.length > LONGEST) return { ok: false, message: `longer than ${LONGEST} characters` }
  let ast: ASTNode
  try {
    ast = environment.parse(text).ast
  } catch (error) {
    return { ok: false, message: firstLine(error) }
  }
  const fields: Field[] = []
  const asked: ASTNode[] = []
  const ahead: ASTNode[] = [ast]
  for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
    const message = brokenRule(node)
    if (message !== undefined) return { ok: false, message }
    const field = fieldOf(node)
    if (field) fields.push(field)
    if (node.op === 'call' && node.args[0] === 'has') asked.push(node)
    ahead.push(...partsOf(node))
  }
  const rewritten = withoutHas(text, asked)
  return rewritten === undefined
    ? { ok: false, message: 'has takes one name, as in has(data.NAME)' }
    : { ok: true, text: rewritten, fields }
}

/** A name that isn't there is null for whoever compares it, so what `has` asks is whether it isn't null. */
function withoutHas(text: string, asked: readonly ASTNode[]): string | undefined {
  let rewritten = text
  for (const node of [...asked].sort((a, b) => b.start - a.start)) {
    const [of, ...others] = node.op === 'call' ? node.args[1] : []
    if (!of || others.length > 0 || !fieldOf(of)) return undefined
    const name = text.slice(of.start, of.end)
    rewritten = `${rewritten.slice(0, node.start)}(${name} != null)${rewritten.slice(node.end)}`
  }
  return rewritten
}

function valueIn(scope: ExpressionScope, root: Field['root'], name: string): ExpressionValue {
  return (scope[root] as Readonly<Record<string, ExpressionValue>>)[name] ?? null
}

function plain(value: unknown): Evaluated {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return { ok: true, value }
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number !== 'number') return { ok: false, why: 'noPlainValue' }
  const exact = Number.isFinite(number) && (typeof value !== 'bigint' || Number.isSafeInteger(number))
  return exact ? { ok: true, value: number } : { ok: false, why: 'numberTooLarge' }
}

/** The library adds a drawing of the place below it. */
function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : 'not an expression'
  return (message.split('\n')[0] ?? '').slice(0, 200)
}
