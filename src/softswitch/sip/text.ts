/**
 * Text on the wire. Messages are read byte for byte as latin1 strings, so that
 * header fields can be echoed unchanged whatever their encoding; only what the
 * core gets to see is decoded, here.
 */

const utf8 = new TextDecoder('utf-8', { fatal: true })
const gb18030 = new TextDecoder('gb18030', { fatal: true })

/** Bytes as people meant them: UTF-8, else GB18030 (many PBXs in China send GBK), else latin1. Never throws. */
export function decodeBytes(bytes: Uint8Array): string {
  for (const decoder of [utf8, gb18030]) {
    try {
      return withoutControls(decoder.decode(bytes))
    } catch {
      // The next encoding is tried.
    }
  }
  return withoutControls(Buffer.from(bytes).toString('latin1'))
}

/** A latin1 wire string as text. */
export function decodeText(wire: string): string {
  return isPlainAscii(wire) ? withoutControls(wire) : decodeBytes(Buffer.from(wire, 'latin1'))
}

/** Like `decodeText`, with `%XX` taken as bytes first; a lone `%` stays a percent sign. */
export function decodePercent(wire: string): string {
  const unescaped = wire.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return decodeText(unescaped)
}

/** Text of ours as a latin1 wire string holding UTF-8 bytes, without CR, LF and other controls. */
export function toWire(text: string): string {
  const clean = withoutControls(text)
  return isPlainAscii(clean) ? clean : Buffer.from(clean, 'utf8').toString('latin1')
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
  return encodeURIComponent(Buffer.from(withoutControls(user), 'utf8').toString('utf8')).replace(
    /%(2B|24|26|3D|2C|3B|3F|2F)/g,
    (code) => decodeURIComponent(code),
  )
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
