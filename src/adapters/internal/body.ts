/** Reads a JSON body, of bounded size, with a bound on what all bodies together hold. */
import type { IncomingMessage } from 'node:http'
import { MOST_BODY_BYTES, type Refusal } from './wire.ts'

/** Of all bodies that are being read at once. */
const MOST_BYTES_AT_ONCE = 64 * 1024 * 1024

export type BodyRead =
  | { readonly type: 'body'; readonly value: unknown }
  | { readonly type: 'refused'; readonly refusal: Refusal; readonly detail?: string }
  /** The other side went away. */
  | { readonly type: 'gone' }

/** Its deadline is the server's `requestTimeout`. */
export type BodyReader = (request: IncomingMessage) => Promise<BodyRead>

export function bodyReader(mostAtOnce = MOST_BYTES_AT_ONCE): BodyReader {
  let held = 0
  return async (request) => {
    const type = request.headers['content-type'] ?? ''
    if (!/^application\/json\s*(;|$)/i.test(type)) return { type: 'refused', refusal: 'wrongMediaType' }
    if (Number(request.headers['content-length'] ?? 0) > MOST_BODY_BYTES) {
      return { type: 'refused', refusal: 'bodyTooLarge' }
    }
    const chunks: Buffer[] = []
    let length = 0
    try {
      // A request that is destroyed can't be answered.
      for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        length += chunk.length
        held += chunk.length
        if (length > MOST_BODY_BYTES) return { type: 'refused', refusal: 'bodyTooLarge' }
        if (held > mostAtOnce) return { type: 'refused', refusal: 'busy' }
        chunks.push(chunk)
      }
    } catch {
      return { type: 'gone' }
    } finally {
      held -= length
    }
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
      return { type: 'body', value: JSON.parse(text) }
    } catch {
      return { type: 'refused', refusal: 'malformed', detail: 'the body is not JSON in UTF-8' }
    }
  }
}
