/** Calls another process's internal listener. */

import { Agent, request } from 'node:https'
import type { Socket } from 'node:net'
import { checkServerIdentity } from 'node:tls'
import type { Log } from '../../lib/log.ts'
import { PEER_NAME } from '../../lib/pki/peer.ts'
import type { Called, DispatchReply, OwnerCalls } from '../../runtime/owner-calls.ts'
import type { Credentials, Material } from './credentials.ts'
import { MOST_ANSWER_BYTES, PREFIX } from './wire.ts'

export interface InternalClientOptions {
  readonly credentials: Credentials
  readonly log: Log
}

export interface InternalClient extends OwnerCalls {
  close(): void
}

/** To one address; what comes on top waits for one of them, within its time. */
const MAX_CONNECTIONS = 64
/** The owner's answer is awaited a little longer than it has time for. */
const GRACE_MS = 250

export function createInternalClient({ credentials, log }: InternalClientOptions): InternalClient {
  let shown: Material | undefined
  let agent: Agent | undefined
  const retired = new Set<Agent>()

  function agentNow(): Agent | undefined {
    const newest = credentials.current()
    if (newest === undefined || newest === shown) return agent
    if (agent) retire(agent)
    shown = newest
    agent = agentOf(newest)
    return agent
  }

  /** Requests that are under way on it end as they would. */
  function retire(old: Agent): void {
    retired.add(old)
    for (const sockets of Object.values(old.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
    old.on('free', (socket: Socket) => socket.destroy())
  }

  async function call(
    address: string,
    path: string,
    body: object,
    timeoutMs: number,
  ): Promise<Called<unknown>> {
    const now = agentNow()
    if (now === undefined) return { type: 'notReached' }
    const called = await exchange(new URL(path, address), now, JSON.stringify(body), timeoutMs)
    if (called.type === 'notReached')
      log.warn({ address, code: called.code }, 'the site’s owner can’t be reached')
    if (called.type === 'refused')
      log.warn({ address, why: called.why }, 'the site’s owner refused to be asked')
    return called
  }

  return {
    async dispatch(address, siteId, asked) {
      if (asked.budgetMs < 1) return { type: 'timedOut' }
      const path = `${PREFIX}${siteId}/dispatch`
      const called = await call(address, path, asked, asked.budgetMs + GRACE_MS)
      if (called.type !== 'answered') return called
      const { outcome } = called.value as { readonly outcome?: DispatchReply }
      return outcome === undefined ? { type: 'lost' } : { type: 'answered', value: outcome }
    },
    async query(address, siteId, question, timeoutMs) {
      const budgetMs = Math.ceil(timeoutMs)
      if (budgetMs < 1) return { type: 'timedOut' }
      const path = `${PREFIX}${siteId}/query`
      const called = await call(address, path, { question, budgetMs }, budgetMs + GRACE_MS)
      if (called.type !== 'answered') return called
      const value = called.value as { readonly answer?: unknown; readonly notOwner?: true }
      return { type: 'answered', value: 'answer' in value ? { answer: value.answer } : null }
    },
    close() {
      agent?.destroy()
      for (const old of retired) old.destroy()
    },
  }
}

function agentOf({ cert, key, ca }: Material): Agent {
  return new Agent({
    keepAlive: true,
    maxSockets: MAX_CONNECTIONS,
    // A resumed session would carry a former certificate on.
    maxCachedSessions: 0,
    minVersion: 'TLSv1.3',
    cert,
    key,
    ca,
    // Who it is counts, not where it runs.
    servername: PEER_NAME,
    checkServerIdentity: (_host, certificate) => checkServerIdentity(PEER_NAME, certificate),
  })
}

type Exchanged = Exclude<Called<unknown>, { type: 'notReached' }> | { type: 'notReached'; code: string }

function exchange(url: URL, agent: Agent, body: string, timeoutMs: number): Promise<Exchanged> {
  return new Promise((resolve) => {
    let mayBeSent = false
    const end = (outcome: Exchanged) => {
      clearTimeout(timer)
      resolve(outcome)
    }
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { agent, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > MOST_ANSWER_BYTES) sent.destroy(new Error('the answer is too long'))
        else chunks.push(chunk)
      })
      response.on('error', () => end({ type: 'lost' }))
      response.on('end', () => end(answered(response.statusCode ?? 0, parsed(chunks))))
    })
    const timer = setTimeout(() => {
      end({ type: 'timedOut' })
      sent.destroy()
    }, timeoutMs)
    sent.on('socket', (socket) => {
      // On a connection that has served before, or once the handshake is over, the request goes out.
      if (sent.reusedSocket) mayBeSent = true
      else socket.once('secureConnect', () => (mayBeSent = true))
    })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      end(mayBeSent ? { type: 'lost' } : { type: 'notReached', code: error.code ?? 'failed' })
    })
    sent.end(body)
  })
}

function answered(status: number, body: unknown): Exchanged {
  if (typeof body !== 'object' || body === null) return { type: 'lost' }
  if (status === 200) return { type: 'answered', value: body }
  // It may have been carried out before something failed.
  if (status === 500) return { type: 'lost' }
  const why = 'refused' in body ? String(body.refused) : `status ${status}`
  return { type: 'refused', why }
}

function parsed(chunks: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}
