/** HTTPS with mutual TLS. Every request ends in an answer or a closed connection, within its deadline. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { Socket } from 'node:net'
import type { SecureContextOptions, TLSSocket } from 'node:tls'
import type { Log } from '../lib/log.ts'
import { type ClientRules, checkClient } from './client-check.ts'
import type { Claimed } from './log-entry.ts'
import type { Material } from './material.ts'
import type { Opener } from './opener.ts'
import { problemOf, type Refusal } from './refusals.ts'
import { readJsonBody } from './request-body.ts'

const REQUEST_TIMEOUT_MS = 10_000
/** Shorter than a client's own, so that it is the client who ends an idle connection. */
const KEEP_ALIVE_MS = 65_000
const MAX_CONNECTIONS = 200
const MAX_AT_ONCE = 64

export interface ServerDeps {
  readonly open: Opener
  readonly state: () => object
  readonly clientRules: () => ClientRules
  readonly noteRefusal: (refusal: Refusal, client: string | undefined, claimed?: Claimed) => Promise<void>
  readonly log: Log
}

export interface KeyServer {
  /** The port it listens on. */
  listen(address: string, port: number): Promise<number>
  /** Takes new certificates. Every connection that was made under the old ones ends with its current request. */
  renew(material: Material): void
  /** Answers what has begun, then ends. */
  close(): Promise<void>
}

export function createKeyServer(material: Material, deps: ServerDeps): KeyServer {
  const answering = new Set<ServerResponse>()
  const server = createServer(
    {
      ...secureContext(material),
      requestCert: true,
      // Refused by an answer that says why: client-check.ts.
      rejectUnauthorized: false,
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      handshakeTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: 1000,
      maxHeaderSize: 8192,
    },
    (request, response) => {
      const full = answering.size >= MAX_AT_ONCE
      answering.add(response)
      response.once('close', () => answering.delete(response))
      response.on('error', () => {})
      void answer(request, full).then((reply) => send(request, response, reply))
    },
  )
  server.maxConnections = MAX_CONNECTIONS
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => endBadly(error, socket as Socket))
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
    deps.log.info({ code: error.code }, 'handshake failed')
  })

  async function answer(request: IncomingMessage, full: boolean): Promise<Reply> {
    const checked = checkClient(request.socket as TLSSocket, deps.clientRules())
    const refuse = async (refusal: Refusal, more: Details = {}): Promise<Reply> => {
      await deps.noteRefusal(refusal, checked.client, more.claimed)
      return problemOf(refusal, more.detail, more.retryAfterSeconds)
    }
    try {
      if (!checked.ok) return { ...(await refuse(checked.refusal, checked)), last: true }
      if (full) return await refuse('busy', { retryAfterSeconds: 1 })
      const route = routeOf(request)
      if (route === 'state') return ok(deps.state())
      if (route !== 'open') return await refuse(route)
      const body = await readJsonBody(request)
      if (body.type === 'gone') return problemOf('malformedRequest')
      if (body.type === 'refused') return await refuse(body.refusal, body)
      const opening = await deps.open(body.value, checked.client)
      if (opening.type === 'refused') return await refuse(opening.refusal, opening)
      const { seq, hash } = opening.head
      const reply = ok({ dataKey: opening.dataKey.toString('base64'), log: { seq, hash } })
      opening.dataKey.fill(0)
      return reply
    } catch (error) {
      // A fault of the program: this request fails, the others go on.
      deps.log.error({ err: error }, 'request failed')
      return problemOf('recordUnavailable')
    }
  }

  return {
    async listen(address, port) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, address, () => {
          server.off('error', reject)
          resolve()
        })
      })
      const bound = server.address()
      return typeof bound === 'object' && bound !== null ? bound.port : port
    },
    renew(next) {
      server.setSecureContext(secureContext(next))
      // A list of revoked certificates is looked at in the handshake only.
      for (const response of answering) response.shouldKeepAlive = false
      server.closeIdleConnections()
    },
    close: () => closeServer(server, answering),
  }
}

interface Details {
  readonly claimed?: Claimed
  readonly detail?: string
  readonly retryAfterSeconds?: number
}

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The connection ends with it. */
  readonly last?: boolean
}

function ok(value: object): Reply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

function routeOf(request: IncomingMessage): 'open' | 'state' | 'unknownPath' | 'methodNotAllowed' {
  const wanted = { '/v1/open': ['POST', 'open'], '/v1/state': ['GET', 'state'] } as const
  if (!Object.hasOwn(wanted, request.url ?? '')) return 'unknownPath'
  const [method, route] = wanted[request.url as keyof typeof wanted]
  return request.method === method ? route : 'methodNotAllowed'
}

function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return
  // What is left of a body would be taken for the next request.
  const closes = reply.last === true || !request.complete
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': Buffer.byteLength(reply.body),
    'cache-control': 'no-store',
    ...(closes ? { connection: 'close' } : {}),
  })
  response.end(reply.body)
}

/** What isn't HTTP gets the same kind of answer, as far as it can still be sent. */
function endBadly(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { body, headers } = problemOf('malformedRequest', 'this is not an HTTP request')
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n${body}`, () => socket.destroy())
}

function secureContext({ server, clientAuthority, crl }: Material): SecureContextOptions {
  return {
    minVersion: 'TLSv1.3',
    cert: server.certificates,
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ca: clientAuthority,
    ...(crl === undefined ? {} : { crl }),
  }
}

async function closeServer(server: Server, answering: ReadonlySet<ServerResponse>): Promise<void> {
  for (const response of answering) response.shouldKeepAlive = false
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), REQUEST_TIMEOUT_MS)
  await closed
  clearTimeout(timer)
}
