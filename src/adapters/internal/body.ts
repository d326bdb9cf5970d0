/** A request's JSON body, or the refusal to answer it with; all bodies together are bounded too. */
import type { IncomingMessage } from 'node:http'
import { type BodyBudget, readJsonBody } from '../../lib/json-body.ts'
import { MOST_BODY_BYTES, type Refusal } from './wire.ts'

/** Of all bodies that are being read at once. */
const MOST_BYTES_AT_ONCE = 64 * 1024 * 1024

export type BodyRead =
  | { readonly type: 'body'; readonly value: unknown }
  | { readonly type: 'refused'; readonly refusal: Refusal; readonly detail?: string }
  /** The other side went away. */
  | { readonly type: 'gone' }

export type BodyReader = (request: IncomingMessage) => Promise<BodyRead>

export function bodyReader(mostAtOnce = MOST_BYTES_AT_ONCE): BodyReader {
  const budget: BodyBudget = { mostBytes: mostAtOnce, held: 0 }
  return async (request) => {
    const read = await readJsonBody(request, MOST_BODY_BYTES, budget)
    if (read.type === 'body' || read.type === 'gone') return read
    if (read.type === 'full') return { type: 'refused', refusal: 'busy' }
    if (read.type !== 'notJson') return { type: 'refused', refusal: read.type }
    return { type: 'refused', refusal: 'malformed', detail: 'the body is not JSON in UTF-8' }
  }
}
