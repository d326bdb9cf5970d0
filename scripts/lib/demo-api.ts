/** The service's API, as far as the demonstration uses it. */
import type { Trial } from '../../src/trial/trial.ts'

export interface CallRecord {
  readonly callId: string
  readonly state: string
  readonly queueId: string | null
  readonly agentId: string | null
  readonly callingNumber: string
  readonly startedAt: string
  readonly answeredAt: string | null
  readonly connectedAt: string | null
  readonly endedAt: string | null
  readonly ending: { readonly by: string; readonly why: string } | null
  readonly facts: readonly CallFact[]
}

export interface CallFact {
  readonly pos: number
  readonly seq: number
  readonly at: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface DemoApi {
  /** The answer's JSON. */
  post(path: string, body?: object): Promise<unknown>
  text(path: string): Promise<string>
  bytes(path: string): Promise<Buffer>
  /** Asks until there is an answer; throws when none comes in time. */
  until<T>(what: string, withinMs: number, look: () => Promise<T | undefined>): Promise<T>
  /** The id of the call that began last; waits for one. */
  newestCall(): Promise<string>
  /** Waits for a fact of the call. */
  fact(callId: string, wanted: (fact: CallFact) => boolean, withinMs: number): Promise<CallFact>
  ended(callId: string, withinMs: number): Promise<CallRecord>
}

const EVERY_MS = 50

export function createApi({ apiUrl, apiToken }: Trial): DemoApi {
  async function bytes(path: string, method = 'GET', sent?: object): Promise<Buffer> {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiToken}`, ...(sent && { 'content-type': 'application/json' }) },
      ...(sent && { body: JSON.stringify(sent) }),
      signal: AbortSignal.timeout(10_000),
    })
    const body = Buffer.from(await answer.arrayBuffer())
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${body}`)
    return body
  }
  const text = async (path: string) => (await bytes(path)).toString('utf8')
  const read = async (callId: string) => JSON.parse(await text(`/v1/calls/${callId}`)) as CallRecord

  return {
    async post(path, body) {
      const answer = (await bytes(path, 'POST', body)).toString('utf8')
      return answer === '' ? undefined : JSON.parse(answer)
    },
    text,
    bytes: (path) => bytes(path),
    until,
    newestCall: () =>
      until('a call in GET /v1/calls', 5_000, async () => {
        const { items } = JSON.parse(await text('/v1/calls?limit=1')) as { items: readonly CallRecord[] }
        return items[0]?.callId
      }),
    fact: (callId, wanted, withinMs) =>
      until(`the fact in GET /v1/calls/${callId}`, withinMs, async () =>
        (await read(callId)).facts.find(wanted),
      ),
    ended: (callId, withinMs) =>
      until(`the end of call ${callId}`, withinMs, async () => {
        const record = await read(callId)
        return record.state === 'ended' ? record : undefined
      }),
  }
}

async function until<T>(what: string, withinMs: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}
