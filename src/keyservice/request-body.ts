/** A request's JSON body, or the refusal to answer it with. */
import type { IncomingMessage } from 'node:http'
import { readJsonBody as readBody } from '../lib/json-body.ts'
import type { Refusal } from './refusals.ts'

/** Four wrapped keys of the largest size and a permit are less. */
const MAX_BODY_BYTES = 16_384

export type BodyRead =
  | { readonly type: 'body'; readonly value: unknown }
  | { readonly type: 'refused'; readonly refusal: Refusal; readonly detail?: string }
  /** The client went away. */
  | { readonly type: 'gone' }

/** Its deadline is the server's `requestTimeout`. */
export async function readJsonBody(request: IncomingMessage): Promise<BodyRead> {
  const read = await readBody(request, MAX_BODY_BYTES)
  if (read.type === 'body' || read.type === 'gone') return read
  if (read.type === 'wrongMediaType') return { type: 'refused', refusal: 'wrongMediaType' }
  if (read.type !== 'notJson') return { type: 'refused', refusal: 'bodyTooLarge' }
  return { type: 'refused', refusal: 'malformedRequest', detail: 'the body is not JSON in UTF-8' }
}
