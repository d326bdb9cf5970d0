/**
 * Text on the wire. Messages are read byte for byte as latin1 strings, so that
 * header fields can be echoed unchanged whatever their encoding; only what the
 * core gets to see is decoded, here.
 */

import { bytesOf, textOf } from '../wire-text.ts'

/** A latin1 wire string as text. Bytes in GBK, which many PBXs in China send, are kept as they are. */
export function decodeText(wire: string): string {
  return withoutControls(isPlainAscii(wire) ? wire : textOf(Buffer.from(wire, 'latin1')))
}

/** Like `decodeText`, with `%XX` taken as bytes first; a lone `%` stays a percent sign. */
export function decodePercent(wire: string): string {
  const unescaped = wire.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return decodeText(unescaped)
}

/** Text of ours as a latin1 wire string holding its bytes, without CR, LF and other controls. */
export function toWire(text: string): string {
  const clean = withoutControls(text)
  return isPlainAscii(clean) ? clean : bytesOf(clean).toString('latin1')
}

/** A quoted-string (RFC 3261 25.1) holding `text` in UTF-8. */
export function quote(text: string): string {
  return `"${toWire(text).replace(/["\\]/g, '\\$&')}"`
}

/** The inside of a quoted-string. */
export function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\([\s\S])/g, '$1')
}

/** A URI's user part: everything outside the unreserved set is percent-encoded. */
export function encodeUser(user: string): string {
  return toWire(user).replace(/[^A-Za-z0-9\-_.!~*'()&=+$,;?/]/g, (char) => {
    const hex = char.charCodeAt(0).toString(16).toUpperCase()
    return `%${hex.padStart(2, '0')}`
  })
}

function isPlainAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 126) return false
  }
  return true
}

function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what must not pass into logs and events
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ')
}
