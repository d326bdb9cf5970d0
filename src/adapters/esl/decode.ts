/**
 * Header values and bodies as text. FreeSWITCH passes on whatever bytes a phone or trunk put into a name, so nothing
 * here may fail: what isn't UTF-8 is taken for GB18030 (a superset of GBK and GB2312), what isn't that for latin1.
 *
 * `wire` strings hold one byte per character (latin1), because offsets on the wire count bytes.
 */
import { isUtf8 } from 'node:buffer'

const gb18030 = new TextDecoder('gb18030', { fatal: true })

/** Bytes as text: UTF-8, else GB18030, else latin1. Never throws. */
export function decodeBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  try {
    return gb18030.decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}

/** A wire string as text, without percent-decoding: what mod_event_socket.c writes outside of events. */
export function decodeRaw(wire: string): string {
  return HIGH_BYTE.test(wire) ? decodeBytes(Buffer.from(wire, 'latin1')) : wire
}

const HIGH_BYTE = /[\x80-\xff]/

/**
 * An event's header value: percent-decoded (switch_utils.c, `switch_url_encode_opt`), then as `decodeBytes`. A `%`
 * that two hexadecimal digits don't follow stands for itself, as in `switch_url_decode`.
 */
export function decodeValue(wire: string): string {
  return wire.includes('%') ? decodeBytes(percentDecoded(wire)) : decodeRaw(wire)
}

const PERCENT = 0x25

function percentDecoded(wire: string): Buffer {
  const bytes = Buffer.allocUnsafe(wire.length)
  let length = 0
  for (let at = 0; at < wire.length; at++) {
    let byte = wire.charCodeAt(at)
    if (byte === PERCENT) {
      const high = hexDigit(wire.charCodeAt(at + 1))
      const low = hexDigit(wire.charCodeAt(at + 2))
      if (high >= 0 && low >= 0) {
        byte = high * 16 + low
        at += 2
      }
    }
    bytes[length++] = byte
  }
  return bytes.subarray(0, length)
}

/** -1 for what is no hexadecimal digit, and for the NaN behind the end of a string. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1
}
