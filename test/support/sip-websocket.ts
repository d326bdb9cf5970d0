import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'

/** The least of a browser's telephone: SIP over a secure WebSocket (RFC 7118, RFC 6455), messages as they are. */

const TEXT = 0x81
const MAX_HEAD = 8000

export interface SipWebSocket {
  send(message: string): void
  /** The next message that has `wanted` in it; those before it are dropped. */
  receive(wanted: string, withinMs: number): Promise<string>
  close(): void
}

/** @param authority PEM; the server's certificate must come from it and be valid for `host` */
export async function openSipWebSocket(host: string, port: number, authority: string): Promise<SipWebSocket> {
  const socket = connect({ host, port, ca: authority })
  await once(socket, 'secureConnect')
  const rest = await upgrade(socket, host)
  const messages: string[] = []
  let [buffer, changed] = [rest, () => {}]
  const read = (chunk: Buffer): void => {
    buffer = Buffer.concat([buffer, chunk])
    for (let frame = firstFrame(buffer); frame !== undefined; frame = firstFrame(buffer)) {
      messages.push(frame.payload.toString('utf8'))
      buffer = buffer.subarray(frame.bytes)
    }
    changed()
  }
  socket.on('data', read)
  socket.on('error', () => {})
  return {
    send: (message) => socket.write(frameOf(message)),
    async receive(wanted, withinMs) {
      const deadline = Date.now() + withinMs
      for (;;) {
        const next = messages.shift()
        if (next?.includes(wanted)) return next
        if (next !== undefined) continue
        const left = deadline - Date.now()
        if (left <= 0) throw new Error(`no ${wanted} within ${withinMs} ms`)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left)
          changed = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    },
    close: () => socket.destroy(),
  }
}

/** Resolves with what came after the answer's head. */
async function upgrade(socket: TLSSocket, host: string): Promise<Buffer> {
  socket.write(
    [
      'GET / HTTP/1.1',
      `Host: ${host}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Protocol: sip',
      '\r\n',
    ].join('\r\n'),
  )
  let head = Buffer.alloc(0)
  while (!head.includes('\r\n\r\n')) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    head = Buffer.concat([head, chunk])
    if (head.length > MAX_HEAD) throw new Error('the answer has no end')
  }
  if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error('no WebSocket')
  return head.subarray(head.indexOf('\r\n\r\n') + 4)
}

/** A client masks what it sends (RFC 6455, 5.3). */
function frameOf(message: string): Buffer {
  const payload = Buffer.from(message, 'utf8')
  const mask = randomBytes(4)
  const masked = payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))
  const head = Buffer.from([TEXT, 0x80 | 126, payload.length >> 8, payload.length & 0xff])
  return Buffer.concat([head, mask, masked])
}

function firstFrame(buffer: Buffer): { payload: Buffer; bytes: number } | undefined {
  if (buffer.length < 4) return undefined
  const short = (buffer[1] ?? 0) & 0x7f
  const [start, length] = short === 126 ? [4, buffer.readUInt16BE(2)] : [2, short]
  if (buffer.length < start + length) return undefined
  return { payload: buffer.subarray(start, start + length), bytes: start + length }
}
