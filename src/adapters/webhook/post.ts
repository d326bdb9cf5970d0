/** One POST to addresses that were checked, within one deadline; redirects are answers, not orders. */
import type { LookupAddress } from 'node:dns'
import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { DeliveryFailure } from '../../runtime/webhooks.ts'

export interface PostTarget {
  readonly url: URL
  readonly addresses: readonly LookupAddress[]
}

export type Posted =
  | { readonly type: 'answered'; readonly status: number }
  | { readonly type: 'failed'; readonly why: DeliveryFailure }

export interface Poster {
  /** @param signal the deadline */
  post(
    target: PostTarget,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<Posted>
  /** Ends idle connections. */
  close(): void
}

/** What a receiver answers isn't looked at; up to here it is read, so that its connection can be used again. */
const MOST_ANSWER_BYTES = 16 * 1024
/** Shorter than most receivers keep an idle connection, so that they rarely close it on a request. */
const IDLE_MS = 3_000
const IDLE_CONNECTIONS = 8

export function createPoster(): Poster {
  const settings = { keepAlive: true, maxFreeSockets: IDLE_CONNECTIONS, timeout: IDLE_MS }
  const http = new HttpAgent(settings)
  const https = new HttpsAgent(settings)
  return {
    async post(target, headers, body, signal) {
      const secure = target.url.protocol === 'https:'
      const agent = secure ? https : http
      const first = await send(target, { agent, headers, signal }, body)
      // The receiver closed an idle connection at the moment at which it was taken. That is nobody's failure.
      if (first.type !== 'stale') return first
      const again = await send(target, { agent: false, headers, signal }, body)
      return again.type === 'stale' ? { type: 'failed', why: 'unreachable' } : again
    },
    close() {
      http.destroy()
      https.destroy()
    },
  }
}

function send(
  { url, addresses }: PostTarget,
  options: RequestOptions,
  body: string,
): Promise<Posted | { readonly type: 'stale' }> {
  const headers = { ...options.headers, 'content-length': Buffer.byteLength(body) }
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve) => {
    const req = request(url, { ...options, headers, method: 'POST', lookup: only(addresses) })
    req.on('response', (res) => {
      drained(res).then(() => resolve({ type: 'answered', status: res.statusCode ?? 0 }))
    })
    req.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve({ type: 'failed', why: 'notHttp' })
    })
    req.on('error', (error: NodeJS.ErrnoException) => {
      if (req.reusedSocket && error.code === 'ECONNRESET') resolve({ type: 'stale' })
      else resolve({ type: 'failed', why: options.signal?.aborted ? 'timedOut' : reasonOf(error) })
    })
    req.end(body)
  })
}

/** Resolves when the answer is read or needs no more reading. By then its status is known, and that is what counts. */
function drained(res: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0
    res.on('data', (piece: Buffer) => {
      bytes += piece.length
      if (bytes > MOST_ANSWER_BYTES) res.destroy()
    })
    // The deadline destroys it as well.
    res.on('error', () => undefined)
    res.on('close', () => resolve())
  })
}

/** Answers every question for a name with what was checked. */
function only(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, { all, family }, answer) => {
    const fitting = addresses.filter(
      (each) => !family || each.family === Number(String(family).replace('IPv', '')),
    )
    const [first] = fitting
    if (!first) answer(Object.assign(new Error('no such address'), { code: 'ENOTFOUND' }), '')
    else if (all) answer(null, [...fitting])
    else answer(null, first.address, first.family)
  }
}

function reasonOf({ code = '' }: NodeJS.ErrnoException): DeliveryFailure {
  if (code.startsWith('HPE_')) return 'notHttp'
  return /CERT|TLS|SSL|EPROTO|SIGNATURE|ISSUER/.test(code) ? 'tlsFailed' : 'unreachable'
}
