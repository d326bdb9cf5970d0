/**
 * The internal listener: HTTPS with mutual TLS 1.3. Every request ends in an answer or a closed connection, within its
 * deadline, whatever is sent.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { Socket } from 'node:net'
import type { SecureContextOptions, TLSSocket } from 'node:tls'
import type { Log } from '../../lib/log.ts'
import type { RememberedCommands } from '../../runtime/remembered-commands.ts'
import type { AskSite } from '../../runtime/site-questions.ts'
import { type InternalAnswer, internalAnswers } from './answers.ts'
import { bodyReader } from './body.ts'
import type { Credentials, Material } from './credentials.ts'
import { checkPeer } from './peer-check.ts'
import { STATUS } from './wire.ts'

export interface InternalServerOptions {
  readonly credentials: Credentials
  readonly dispatch: RememberedCommands
  /** For sites that this process owns. */
  readonly ask: AskSite
  readonly log: Log
  readonly limits?: Partial<InternalLimits>
}

export interface InternalLimits {
  readonly handshakeTimeoutMs: number
  /** Until the whole request is there. */
  readonly requestTimeoutMs: number
  readonly keepAliveMs: number
  readonly maxConnections: number
  /** Requests at once; more are told to come later. */
  readonly maxAtOnce: number
  /** How often certificates are looked at. */
  readonly renewEveryMs: number
  /** On `close`, requests under way have so long. */
  readonly closeMs: number
}

const LIMITS: InternalLimits = {
  handshakeTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  // Longer than a client's own, so that it is the client who ends an idle connection.
  keepAliveMs: 65_000,
  maxConnections: 512,
  maxAtOnce: 1_000,
  renewEveryMs: 5_000,
  closeMs: 5_000,
}

export interface InternalServer {
  /** The port it listens on. Rejects when the address can't be had, or there is no certificate. */
  listen(address: string, port: number): Promise<number>
  /** Answers what has begun, then ends. */
  close(): Promise<void>
}

export function createInternalServer(options: InternalServerOptions): InternalServer {
  const { credentials, log } = options
  const limits = { ...LIMITS, ...options.limits }
  const answering = new Set<ServerResponse>()
  const answerOf = internalAnswers({ ...options, readBody: bodyReader() })
  let shown: Material | undefined
  let renewing: NodeJS.Timeout | undefined
  const server = createServer(
    {
      requestCert: true,
      // Refused by an answer that says why: peer-check.ts.
      rejectUnauthorized: false,
      requestTimeout: limits.requestTimeoutMs,
      headersTimeout: limits.requestTimeoutMs,
      handshakeTimeout: limits.handshakeTimeoutMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.min(1_000, limits.requestTimeoutMs),
      maxHeaderSize: 8_192,
    },
    (request, response) => {
      const isFull = answering.size >= limits.maxAtOnce
      answering.add(response)
      response.once('close', () => answering.delete(response))
      response.on('error', () => {})
      void answer(request, isFull).then((reply) => send(request, response, reply))
    },
  )
  server.maxConnections = limits.maxConnections
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => endBadly(error, socket as Socket))
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
    log.info({ code: error.code }, 'an internal handshake failed')
  })

  async function answer(request: IncomingMessage, isFull: boolean): Promise<InternalAnswer> {
    try {
      const peer = checkPeer(request.socket as TLSSocket)
      if (!peer.ok) {
        log.warn({ refusal: peer.refusal, detail: peer.detail }, 'an internal connection was refused')
        return { refused: peer.refusal, detail: peer.detail, isLast: true }
      }
      return isFull ? { refused: 'busy' } : await answerOf(request)
    } catch (err) {
      // A fault of the program: this request fails, the others go on.
      log.error({ err }, 'an internal request failed')
      return { refused: 'failed' }
    }
  }

  /** Connections that were made under a former certificate end with their current request. */
  function renew(): void {
    const newest = credentials.current()
    if (newest === undefined || newest === shown) return
    server.setSecureContext(contextOf(newest))
    if (shown !== undefined) {
      for (const response of answering) response.shouldKeepAlive = false
      server.closeIdleConnections()
    }
    shown = newest
  }

  return {
    async listen(address, port) {
      renew()
      if (shown === undefined) throw new Error('the internal certificate can’t be read')
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, address, () => {
          server.off('error', reject)
          resolve()
        })
      })
      server.on('error', (err) => log.error({ err }, 'the internal listener failed'))
      renewing = setInterval(renew, limits.renewEveryMs)
      const bound = server.address()
      return typeof bound === 'object' && bound !== null ? bound.port : port
    },
    async close() {
      clearInterval(renewing)
      for (const response of answering) response.shouldKeepAlive = false
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const timer = setTimeout(() => server.closeAllConnections(), limits.closeMs)
      await closed
      clearTimeout(timer)
    },
  }
}

function contextOf({ cert, key, ca }: Material): SecureContextOptions {
  return { minVersion: 'TLSv1.3', cert, key, ca }
}

function send(request: IncomingMessage, response: ServerResponse, answer: InternalAnswer): void {
  if (response.destroyed) return
  const refused = 'refused' in answer
  const body = JSON.stringify(refused ? { refused: answer.refused, detail: answer.detail } : answer.body)
  // What is left of a body would be taken for the next request.
  const closes = (refused && answer.isLast === true) || !request.complete
  response.writeHead(refused ? STATUS[answer.refused] : 200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(closes ? { connection: 'close' } : {}),
  })
  response.end(body)
}

/** What isn't HTTP gets the same kind of answer, as far as it can still be sent. */
function endBadly(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const body = JSON.stringify({ refused: 'malformed', detail: 'this is not an HTTP request' })
  const head = ['content-type: application/json', `content-length: ${body.length}`, 'connection: close']
  socket.end(`HTTP/1.1 400 Bad Request\r\n${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
