/** Reads a JSON body of bounded size. Its deadline is the server's `requestTimeout`. */
import type { IncomingMessage } from 'node:http'

export type JsonBody =
  | { readonly type: 'body'; readonly value: unknown }
  /** `full`: all bodies that are being read at once are too much. */
  | { readonly type: 'wrongMediaType' | 'bodyTooLarge' | 'full' | 'notJson' }
  /** The other side went away. */
  | { readonly type: 'gone' }

/** What several bodies that are read at once hold together, in bytes. */
export interface BodyBudget {
  readonly mostBytes: number
  held: number
}

/** `mostBytes`: of this body; `budget`: of all that share it. Never rejects. */
export async function readJsonBody(
  request: IncomingMessage,
  mostBytes: number,
  budget: BodyBudget = { mostBytes: Number.POSITIVE_INFINITY, held: 0 },
): Promise<JsonBody> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) return { type: 'wrongMediaType' }
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return { type: 'bodyTooLarge' }
  const chunks: Buffer[] = []
  let length = 0
  try {
    // A request that is destroyed can't be answered.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length
      budget.held += chunk.length
      if (length > mostBytes) return { type: 'bodyTooLarge' }
      if (budget.held > budget.mostBytes) return { type: 'full' }
      chunks.push(chunk)
    }
  } catch {
    return { type: 'gone' }
  } finally {
    budget.held -= length
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
    return { type: 'body', value: JSON.parse(text) }
  } catch {
    return { type: 'notJson' }
  }
}
