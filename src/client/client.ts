/**
 * A typed client of the API: paths, parameters, bodies and answers are those of its document. Without dependencies but
 * openapi-fetch, for Node 20 and browsers. README.md beside this file shows its use.
 */
import createFetchClient, { type Client } from 'openapi-fetch'
import { ApiProblem, isProblem } from './problem.ts'
import type { components, paths } from './schema.d.ts'

export { type ApiEvent, type EventOptions, readEvents } from './events.ts'
export { ApiProblem, isProblem, type ProblemCode, type ProblemDocument } from './problem.ts'
export type { components, paths } from './schema.d.ts'

/** A schema of the document: `Schema<'Call'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

export interface ClientOptions {
  /** `https://cti.hospital.example`: without `/v1`. */
  readonly baseUrl: string
  /** The service's token, or an API key. */
  readonly token: string
  /** How long one request may take; 10 s unless told. */
  readonly timeoutMs?: number
  /** The platform's unless told. */
  readonly fetch?: (request: Request) => Promise<Response>
}

export type ApiClient = Client<paths>

/** `client.GET('/v1/agents', …)` and so on; each gives `{ data, error, response }` (openapi-fetch). */
export function createClient({ baseUrl, token, timeoutMs = 10_000, fetch }: ClientOptions): ApiClient {
  const send = fetch ?? ((request: Request) => globalThis.fetch(request))
  return createFetchClient<paths>({
    baseUrl,
    headers: { authorization: `Bearer ${token}` },
    fetch: (request) =>
      send(
        new Request(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]) }),
      ),
  })
}

interface Result<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: Response
}

/** What was asked for. Throws `ApiProblem` when the API says that it didn't go, `Error` when something else answers. */
export async function unwrap<T>(asking: Promise<Result<T>>): Promise<T> {
  const { data, error, response } = await asking
  if (response.ok) return data as T
  if (isProblem(error)) throw new ApiProblem(error, response)
  throw new Error(`${response.status} without a problem document: this is not the API’s own answer`)
}

/** For `Idempotency-Key`: one for each new call; the same one again when you don't know whether the first came through. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID()
}

interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/**
 * Every item of a list, page by page: `items((cursor) => client.GET('/v1/calls', { params: { query: { cursor } } }))`.
 * Throws as `unwrap` does.
 */
export async function* items<T>(
  page: (cursor: string | undefined) => Promise<Result<Page<T>>>,
): AsyncGenerator<T, void> {
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await unwrap(page(cursor))
    yield* items
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
}
