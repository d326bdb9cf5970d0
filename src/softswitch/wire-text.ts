/**
 * FreeSWITCH treats names as bytes and hands on what came, in whatever encoding. Text here is a string, so a byte that
 * belongs to no UTF-8 is kept as the lone surrogate U+DC00 + byte (Python does so too, PEP 383), and comes out again
 * as that byte.
 */

/** A low surrogate that no high one precedes. */
const RAW = /(?<![\ud800-\udbff])[\udc80-\udcff]/

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Never throws; `bytesOf` gives the same bytes back. */
export function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join('')
  }
}

export function bytesOf(text: string): Buffer {
  if (!RAW.test(text)) return Buffer.from(text, 'utf8')
  // Every second part is a run of such bytes.
  const parts = text.split(/((?<![\ud800-\udbff])[\udc80-\udcff]+)/)
  return Buffer.concat(
    parts.map((part, i) =>
      i % 2 === 0
        ? Buffer.from(part, 'utf8')
        : Buffer.from(Array.from(part, (char) => char.charCodeAt(0) & 0xff)),
    ),
  )
}

/** Length of the text on the wire. */
export function byteLengthOf(text: string): number {
  return RAW.test(text) ? bytesOf(text).length : Buffer.byteLength(text)
}
