/** A receiver of webhooks as an integrator would write it: verifies with the `standardwebhooks` package, then answers. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface ReceivedEvent {
  readonly id: string
  readonly type: string
  readonly subject: string
  readonly sequence: string
  readonly time: string
  readonly data: object
  readonly [name: string]: unknown
}

export interface Received {
  readonly event: ReceivedEvent
  readonly headers: IncomingMessage['headers']
  readonly path: string
}

export interface ReceiverOptions {
  /** 0: any free one. */
  readonly port?: number
  /** Any of them may have signed. Read at each request, so that they can be changed. */
  readonly secrets: () => readonly string[]
  /** The status to answer with, for an event that was verified. By default 204. */
  readonly answer?: (received: Received) => number | Promise<number>
  /** What was sent without a valid signature, or not as a webhook at all; answered 401. */
  readonly refused?: (reason: string) => void
}

export interface Receiver {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

const MOST_BYTES = 1_000_000

export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { port = 0, secrets, answer = () => 204, refused = () => undefined } = options
  const sockets = new Set<Socket>()

  async function receive(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await bodyOf(req)
    const event = body === undefined ? 'too long' : verified(body, req.headers, secrets())
    if (typeof event === 'string') {
      refused(event)
      res.writeHead(401).end()
      return
    }
    const status = await answer({ event, headers: req.headers, path: req.url ?? '' })
    res.writeHead(status).end()
  }

  const server = createServer((req, res) => {
    receive(req, res).catch(() => res.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = (server.address() as AddressInfo).port
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}/`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

async function bodyOf(req: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of req as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > MOST_BYTES) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** The event, or why it isn't one. */
function verified(
  body: string,
  headers: IncomingMessage['headers'],
  secrets: readonly string[],
): ReceivedEvent | string {
  const named = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
      name,
      String(headers[name] ?? ''),
    ]),
  )
  let reason = 'no secret to verify with'
  for (const secret of secrets) {
    try {
      const event = new Webhook(secret).verify(body, named) as ReceivedEvent
      return event.id === named['webhook-id'] ? event : 'webhook-id and the event’s id differ'
    } catch (error) {
      reason = error instanceof Error ? error.message : 'not verified'
    }
  }
  return reason
}
