/** The listening socket under the application: limits against slow and broken peers, and an orderly end. */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Log } from '../../lib/log.ts'
import type { ProblemCode } from './problems.ts'
import { problem, render } from './reply.ts'

export interface ListenerLimits {
  /** Until a request's header is there. */
  readonly headersTimeoutMs: number
  /** Until the whole request is there. */
  readonly requestTimeoutMs: number
  /** An idle connection is kept for so long. */
  readonly keepAliveMs: number
  /** A connection on which nothing moves, not even an answer, is dropped. */
  readonly silenceMs: number
  /** On `close`, requests in progress have so long to finish. */
  readonly closeMs: number
  readonly maxConnections: number
}

export const DEFAULT_LIMITS: ListenerLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  keepAliveMs: 5_000,
  silenceMs: 30_000,
  closeMs: 5_000,
  maxConnections: 1024,
}

/** On `close`, a connection on which nothing has come yet has so long to send its request. */
const FRESH_MS = 500

export interface Listening {
  readonly address: string
  readonly port: number
}

export interface Listener {
  /** Rejects when the address can't be had. */
  listen(): Promise<Listening>
  /** Stops accepting, lets requests in progress finish until the deadline, ends all connections. */
  close(): Promise<void>
}

export interface ListenerOptions {
  readonly host: string
  readonly port: number
  readonly limits?: Partial<ListenerLimits> | undefined
  readonly log: Log
}

export function createListener(app: RequestListener, options: ListenerOptions): Listener {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const answering = new Map<Duplex, ServerResponse>()
  const sockets = new Set<Socket>()
  let closing: Promise<void> | undefined
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.min(1000, limits.headersTimeoutMs),
      // The application answers this itself, with a problem document.
      requireHostHeader: false,
    },
    (req, res) => {
      answering.set(req.socket, res)
      res.once('close', () => {
        if (answering.get(req.socket) === res) answering.delete(req.socket)
      })
      if (closing) res.shouldKeepAlive = false
      app(req, res)
    },
  )
  server.maxConnections = limits.maxConnections
  server.setTimeout(limits.silenceMs)
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  // An expectation other than 100-continue may be ignored (RFC 9110, section 10.1.1).
  server.on('checkExpectation', (req, res) => server.emit('request', req, res))
  server.on('clientError', (error, socket) => refuse(error, socket, answering.has(socket)))
  server.on('error', (err) => options.log.error({ err }, 'the HTTP listener failed'))

  return {
    listen: () => listen(server, options.host, options.port),
    close() {
      closing ??= close(server, sockets, answering, limits.closeMs)
      return closing
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const bound = server.address() as AddressInfo
      resolve({ address: bound.address, port: bound.port })
    })
  })
}

function close(
  server: Server,
  sockets: ReadonlySet<Socket>,
  answering: ReadonlyMap<Duplex, ServerResponse>,
  deadlineMs: number,
): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), deadlineMs)
    // Ends idle connections too; its error says only that it wasn't listening.
    server.close(() => {
      clearTimeout(timer)
      clearTimeout(fresh)
      resolve()
    })
    // To Node a connection is idle only after its first request, which of a new one may be on its way.
    const fresh = setTimeout(() => {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    }, FRESH_MS)
    for (const res of answering.values()) res.shouldKeepAlive = false
  })
}

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timed-out',
}

/** Bytes that aren't HTTP, or come too slowly: an answer where one can still be read, and the end of the connection. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex, answering: boolean): void {
  // In the middle of another answer, ours would be read as part of that one.
  if (answering || !socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const { status, contentType, body } = render(
    problem(CODES[error.code ?? ''] ?? 'malformed-request'),
    'none',
  )
  const head = [
    `HTTP/1.1 ${status} Refused`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => (socket as Socket).destroySoon())
}
