/** Pages of lists: opaque cursors, and the `Link` to the next page (RFC 8288). */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { View, ViewQuery } from '../../runtime/ports.ts'
import { json, type Reply } from './reply.ts'
import { toWire } from './wire.ts'

export const MAX_LIMIT = 200
export const DEFAULT_LIMIT = 50

type After = NonNullable<ViewQuery['after']>

/** Version, order, id. */
const CURSOR = /^2\.(\d{1,16})\.([0-9A-Za-z_+*#/-]{1,100})$/
const CHECK_BYTES = 6

/**
 * The place in clear behind a check sum, so that one that was altered, cut or made up is told from one that leads
 * nowhere. No secret: a place shows nothing to whoever may not see what is there.
 */
export function encodeCursor({ orderAt, id }: After): string {
  const place = Buffer.from(`2.${orderAt}.${id}`, 'latin1')
  return Buffer.concat([checkOf(place), place]).toString('base64url')
}

export function decodeCursor(text: string): After | undefined {
  const bytes = Buffer.from(text, 'base64url')
  const place = bytes.subarray(CHECK_BYTES)
  // Other letters may stand for the same bytes.
  if (bytes.toString('base64url') !== text || !bytes.subarray(0, CHECK_BYTES).equals(checkOf(place)))
    return undefined
  const [, orderAt, id] = CURSOR.exec(place.toString('latin1')) ?? []
  if (orderAt === undefined || id === undefined || !Number.isSafeInteger(Number(orderAt))) return undefined
  return { orderAt: Number(orderAt), id }
}

function checkOf(place: Buffer): Buffer {
  return createHash('sha256').update('cursor').update(place).digest().subarray(0, CHECK_BYTES)
}

/** `limit` and `cursor` of every list; further filters are added by each. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, `a whole number from 1 to ${MAX_LIMIT}`)
    .transform(Number)
    .refine((limit) => limit <= MAX_LIMIT, `a whole number from 1 to ${MAX_LIMIT}`)
    .optional()
    .meta({
      description: 'So many items at most.',
      type: 'integer',
      minimum: 1,
      maximum: MAX_LIMIT,
      default: DEFAULT_LIMIT,
    }),
  cursor: z
    .string()
    .max(200, 'a cursor as `nextCursor` gave it')
    .transform((text, context) => {
      const after = decodeCursor(text)
      if (after) return after
      context.addIssue({ code: 'custom', message: 'a cursor as `nextCursor` gave it' })
      return z.NEVER
    })
    .optional()
    .meta({ description: '`nextCursor` of the page before. Opaque.', type: 'string' }),
}

export interface PageRequest {
  /** The list's own address. */
  readonly path: string
  readonly limit: number
  /** What the list was filtered by, as it was asked. */
  readonly filters: Readonly<Record<string, string | undefined>>
}

/** Answers one page of views. `body` turns a view into its item. */
export function page(
  views: readonly View[],
  request: PageRequest,
  body: (view: View) => object = (view) => toWire(view.body),
): Reply {
  return pageOfItems(views, request, body)
}

/** Answers one page. `found` holds one more than was asked for when there is a next page. */
export function pageOfItems<T extends After>(
  found: readonly T[],
  { path, limit, filters }: PageRequest,
  body: (item: T) => object,
): Reply {
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : undefined
  const items = shown.map((item) => body(item))
  if (!last) return json(200, { items, nextCursor: null })
  const nextCursor = encodeCursor(last)
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, value)
  query.set('limit', String(limit))
  query.set('cursor', nextCursor)
  return json(200, { items, nextCursor }, { Link: `<${path}?${query}>; rel="next"` })
}
