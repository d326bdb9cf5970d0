/** One HTTPS request and its answer, within a deadline. */
import { type Agent, request } from 'node:https'

export type Exchange =
  | { readonly type: 'answer'; readonly status: number; readonly body: unknown }
  /** `reused`: on a connection that had served before, which the other side may just have been ending. */
  | { readonly type: 'failed'; readonly code: string; readonly reused: boolean }
  | { readonly type: 'timedOut' }

export interface ExchangeOptions {
  readonly agent: Agent
  readonly method: 'GET' | 'POST'
  /** JSON. */
  readonly body?: string
  readonly timeoutMs: number
}

/** Far more than a key, a certificate or a problem. */
const MAX_ANSWER_BYTES = 65_536

export function exchange(url: URL, options: ExchangeOptions): Promise<Exchange> {
  const { agent, method, body, timeoutMs } = options
  return new Promise((resolve) => {
    const end = (outcome: Exchange) => {
      clearTimeout(timer)
      resolve(outcome)
    }
    const headers =
      body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { agent, method, headers }, (response) => {
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > MAX_ANSWER_BYTES) sent.destroy(new Error('the answer is too long'))
        else chunks.push(chunk)
      })
      response.on('error', (error) => end({ type: 'failed', code: codeOf(error), reused: false }))
      response.on('end', () =>
        end({ type: 'answer', status: response.statusCode ?? 0, body: parsed(chunks) }),
      )
    })
    const timer = setTimeout(() => {
      end({ type: 'timedOut' })
      sent.destroy()
    }, timeoutMs)
    sent.on('error', (error) => end({ type: 'failed', code: codeOf(error), reused: sent.reusedSocket }))
    sent.end(body)
  })
}

/** A word for the log; a message might quote more. */
function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? 'failed'
}

function parsed(chunks: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}
