/** Bytes as mod_event_socket.c and switch_event.c write them. */

export type Header = readonly [name: string, value: string | Buffer]

/** SWITCH_URL_UNSAFE in switch_utils.h, as bytes. */
const UNSAFE = new Set(Buffer.from('\r\n #%&+:;<=>?@[\\]^`{|}"'))

/** `switch_url_encode`: bytewise, and a `%` before two capital hexadecimal digits stays as it is. */
export function urlEncode(value: string | Buffer): string {
  const bytes = Buffer.from(value)
  let text = ''
  for (const [at, byte] of bytes.entries()) {
    const encodedAlready = byte === 0x25 && /^[0-9A-F]{2}/.test(bytes.toString('latin1', at + 1, at + 3))
    const plain = byte >= 0x20 && byte <= 0x7e && !UNSAFE.has(byte)
    text += plain || encodedAlready ? String.fromCharCode(byte) : `%${hex(byte)}`
  }
  return text
}

const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0')

/** `switch_event_serialize`, encoded. */
export function plainEvent(headers: readonly Header[], body?: string | Buffer): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${urlEncode(value) || '_undef_'}\n`).join('')
  if (body === undefined) return Buffer.from(`${lines}\n`)
  const bytes = Buffer.from(body)
  return Buffer.concat([Buffer.from(`${lines}Content-Length: ${bytes.length}\n\n`), bytes])
}

export function eventFrame(payload: Buffer, format: 'plain' | 'json' = 'plain'): Buffer {
  const head = `Content-Length: ${payload.length}\nContent-Type: text/event-${format}\n\n`
  return Buffer.concat([Buffer.from(head), payload])
}

export function commandReply(text: string, more = ''): Buffer {
  return Buffer.from(`Content-Type: command/reply\nReply-Text: ${text}\n${more}\n`)
}

export function apiResponse(body: string | Buffer): Buffer {
  const bytes = Buffer.from(body)
  return Buffer.concat([
    Buffer.from(`Content-Type: api/response\nContent-Length: ${bytes.length}\n\n`),
    bytes,
  ])
}

export const AUTH_REQUEST = Buffer.from('Content-Type: auth/request\n\n')

const GOODBYE = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n'
export const DISCONNECT_NOTICE = Buffer.from(
  `Content-Type: text/disconnect-notice\nContent-Length: ${GOODBYE.length}\n\n${GOODBYE}`,
)

const GO_AWAY = 'Access Denied, go away.\n'
export const RUDE_REJECTION = Buffer.from(
  `Content-Type: text/rude-rejection\nContent-Length: ${GO_AWAY.length}\n\n${GO_AWAY}`,
)
