/** The live stream: server-sent events, as far as this API sends them. */
import { ApiProblem, isProblem } from './problem.ts'
import type { components } from './schema.d.ts'

export interface ApiEvent {
  /** The cursor after it: give it as `after` to go on. */
  readonly id: string
  /** `cti.call.offered.v1`, …; `cti.stream.…` are the stream's own. */
  readonly type: string
  /** Of the stream's own events, what they say. */
  readonly event: components['schemas']['CloudEvent']
}

export interface EventOptions {
  readonly baseUrl: string
  readonly token: string
  /** Begins after this event; without it, with the next. */
  readonly after?: string
  /** Event types, or `cti.call.*`, separated by commas. */
  readonly types?: string
  readonly signal?: AbortSignal
}

/** What one block may hold: a server that sends no end of one is none of ours. */
const LONGEST_BLOCK = 1_000_000

/**
 * Events until the stream ends or `signal` says so. A stream that ends is opened again with the last `id` as `after`:
 * nothing is missed and nothing comes twice. Throws `ApiProblem` when it can't be opened.
 */
export async function* readEvents(options: EventOptions): AsyncGenerator<ApiEvent, void> {
  const { baseUrl, token, signal, after, types } = options
  const query = new URLSearchParams({ ...(after && { after }), ...(types && { types }) })
  const response = await fetch(`${baseUrl}/v1/events?${query}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    ...(signal && { signal }),
  })
  if (!response.ok || !response.body) {
    const body: unknown = await response.json().catch(() => undefined)
    if (isProblem(body)) throw new ApiProblem(body, response)
    throw new Error(`${response.status} without a problem document: this is not the API’s own answer`)
  }
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    if (rest.length > LONGEST_BLOCK) throw new Error('an event without an end')
    for (const block of blocks) {
      const event = eventOf(block)
      if (event) yield event
    }
  }
}

/** Undefined for blocks without data, which only say that the line is up. */
function eventOf(block: string): ApiEvent | undefined {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? []
    if (name !== '') fields.set(name, value)
  }
  const data = fields.get('data')
  if (data === undefined) return undefined
  return {
    id: fields.get('id') ?? '',
    type: fields.get('event') ?? 'message',
    event: JSON.parse(data) as ApiEvent['event'],
  }
}
