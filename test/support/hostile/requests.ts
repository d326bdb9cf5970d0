/** Requests made from the OpenAPI document: every operation, now as it asks for, now spoiled in one place or several. */
import { randomUUID } from 'node:crypto'
import type { Dice } from './dice.ts'
import { fitting, hostileText, type Schema, spoiled } from './values.ts'

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly schema?: Schema
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> }
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

export interface HostileRequest {
  readonly operationId: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch'])

/** Every operation `each` times. `ids`: what path parameters may well be, by their name. */
export function* hostileRequests(
  document: ApiDocument,
  each: number,
  ids: Readonly<Record<string, readonly [string, ...string[]]>>,
  roll: Dice,
): Generator<HostileRequest> {
  const resolve = (ref: string) => document.components?.schemas?.[ref.split('/').at(-1) ?? ''] ?? {}
  for (const [template, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (!METHODS.has(method)) continue
      for (let n = 0; n < each; n += 1) yield made(template, method, operation, ids, roll, resolve)
    }
  }
}

function made(
  template: string,
  method: string,
  { operationId, parameters = [], requestBody }: Operation,
  ids: Readonly<Record<string, readonly [string, ...string[]]>>,
  roll: Dice,
  resolve: (ref: string) => Schema,
): HostileRequest {
  const value = (schema: Schema) => {
    const fits = fitting(schema, roll, resolve)
    const one = roll.chance(0.3) ? spoiled(fits, roll) : fits
    return typeof one === 'string' ? one : (JSON.stringify(one) ?? '')
  }
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const known = ids[name]
    return encoded(known && roll.chance(0.7) ? roll.pick(known) : hostileText(roll))
  })
  const query = parameters.filter((one) => one.in === 'query' && roll.chance(0.4))
  const asked = query.map(({ name, schema = {} }) => `${name}=${encoded(value(schema))}`)
  if (roll.chance(0.1)) asked.push(`${encoded(hostileText(roll))}=${encoded(hostileText(roll))}`)
  const headers: Record<string, string> = {}
  if (roll.chance(0.9))
    headers['idempotency-key'] = roll.chance(0.9) ? randomUUID() : visible(hostileText(roll))
  if (roll.chance(0.5))
    headers['if-match'] = roll.pick(['"1"', '*', 'W/"1"', '"999999999999999999999"', '""'])
  if (roll.chance(0.1))
    headers['range'] = roll.pick(['bytes=0-1', 'bytes=-0', 'bytes=9-1', 'lines=1', 'bytes=0-,0-,0-'])
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (type === undefined)
    return { operationId, method, path: withQuery(path, asked), headers, body: undefined }
  headers['content-type'] = roll.chance(0.95)
    ? type
    : roll.pick(['text/plain', 'application/xml', 'application/json; charset=utf-7', ';;'])
  return {
    operationId,
    method,
    path: withQuery(path, asked),
    headers,
    body: bodyOf(fitting(content?.schema ?? {}, roll, resolve), roll),
  }
}

function bodyOf(fits: unknown, roll: Dice): string {
  let value = fits
  for (let times = roll.below(4); times > 0; times -= 1) value = spoiled(value, roll)
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  if (roll.chance(0.85)) return text
  const at = roll.below(text.length + 1)
  return roll.pick([
    text.slice(0, at),
    `${text.slice(0, at)}\u0000${text.slice(at)}`,
    '['.repeat(50_000),
    `${text}${text}`,
    `RIFF${text}WAVEfmt `,
    `id: &a [*a]\nsteps: ${text}`,
  ])
}

function withQuery(path: string, asked: readonly string[]): string {
  return asked.length === 0 ? path : `${path}?${asked.join('&')}`
}

/** Lone surrogates, which no URL can carry, become U+FFFD on the way through UTF-8. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
}

/** What fetch lets through in a header. */
function visible(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, 5_000)
}
