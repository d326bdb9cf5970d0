import type { IncomingMessage } from 'node:http'
import type { Refusal } from './refusals.ts'

/** Four wrapped keys of the largest size and a permit are less. */
const MAX_BODY_BYTES = 16_384

export type BodyRead =
  | { readonly type: 'body'; readonly value: unknown }
  | { readonly type: 'refused'; readonly refusal: Refusal; readonly detail?: string }
  /** The client went away. */
  | { readonly type: 'gone' }

/** Reads a JSON body. Its deadline is the server's `requestTimeout`. */
export async function readJsonBody(request: IncomingMessage): Promise<BodyRead> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) return { type: 'refused', refusal: 'wrongMediaType' }
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
    return { type: 'refused', refusal: 'bodyTooLarge' }
  }
  const chunks: Buffer[] = []
  let length = 0
  try {
    // A request that is destroyed can't be answered.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > MAX_BODY_BYTES) return { type: 'refused', refusal: 'bodyTooLarge' }
      chunks.push(chunk)
    }
  } catch {
    return { type: 'gone' }
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
    return { type: 'body', value: JSON.parse(text) }
  } catch {
    return { type: 'refused', refusal: 'malformedRequest', detail: 'the body is not JSON in UTF-8' }
  }
}
