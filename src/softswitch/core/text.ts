import { bytesOf } from '../wire-text.ts'

const UNSAFE = new Set('\r\n #%&+:;<=>?@[\\]^`{|}"')
const HEX = '0123456789ABCDEF'

/**
 * switch_url_encode: every byte outside printable ASCII or in SWITCH_URL_UNSAFE becomes `%XX`; a `%` that already
 * begins an escape in capitals stays as it is (switch_utils.c, `double_encode` off).
 */
export function urlEncode(text: string): string {
  if (/^[A-Za-z0-9_./$!'()*,~-]*$/.test(text)) return text
  let out = ''
  const bytes = bytesOf(text)
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    const char = String.fromCharCode(byte)
    const escaped = char === '%' && isHex(bytes[i + 1]) && isHex(bytes[i + 2])
    if (!escaped && (byte < 0x20 || byte > 0x7e || UNSAFE.has(char))) {
      out += `%${HEX[byte >> 4]}${HEX[byte & 15]}`
    } else {
      out += char
    }
  }
  return out
}

function isHex(byte: number | undefined): boolean {
  return byte !== undefined && HEX.includes(String.fromCharCode(byte))
}

/** switch_url_decode, lenient: what isn't an escape stays. */
export function urlDecode(text: string): string {
  if (!text.includes('%')) return text
  const parts: Buffer[] = []
  for (const piece of text.split(/((?:%[0-9a-fA-F]{2})+)/)) {
    parts.push(
      /^(?:%[0-9a-fA-F]{2})+$/.test(piece)
        ? Buffer.from(piece.replaceAll('%', ''), 'hex')
        : Buffer.from(piece, 'utf8'),
    )
  }
  return Buffer.concat(parts).toString('utf8')
}

/** switch_true: `true`, `yes`, `on`, `enabled`, `active`, `allow`, or a number that isn't zero. */
export function isTrue(text: string | undefined): boolean {
  if (!text) return false
  if (/^(yes|on|true|t|enabled|active|allow)$/i.test(text)) return true
  return /^-?[0-9.]+$/.test(text) && Number.parseInt(text, 10) !== 0
}

/** C's atoi: leading digits, else 0. */
export function toInt(text: string | undefined): number {
  const n = Number.parseInt(text ?? '', 10)
  return Number.isNaN(n) ? 0 : n
}

/**
 * switch_separate_string: splits at `delimiter` outside single quotes, strips quotes, escapes and spaces around
 * each part; the last of `max` parts holds the rest untouched but for quotes.
 */
export function separate(text: string, delimiter: string, max: number): string[] {
  const parts: string[] = []
  let at = 0
  while (at < text.length && parts.length < max) {
    if (delimiter === ' ') while (text[at] === ' ') at++
    if (at >= text.length && parts.length > 0) break
    const end = parts.length === max - 1 ? text.length : endOfPart(text, at, delimiter)
    parts.push(cleanPart(text.slice(at, end)))
    at = end + 1
    if (delimiter !== ' ' && end < text.length && at >= text.length && parts.length < max) parts.push('')
  }
  return parts
}

function endOfPart(text: string, from: number, delimiter: string): number {
  let quoted = false
  for (let i = from; i < text.length; i++) {
    const char = text[i]
    if (char === '\\' && i + 1 < text.length) i++
    else if (char === "'") quoted = !quoted
    else if (char === delimiter && !quoted) return i
  }
  return text.length
}

/** utils cleanup_separated_string: quotes go, `\n \r \t \s` and escaped quotes are resolved, outer spaces go. */
function cleanPart(part: string): string {
  let out = ''
  let keep = 0
  let quoted = false
  const text = part.replace(/^ +/, '')
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    const next = text[i + 1]
    if (char === '\\' && next !== undefined && "\\'nrts,".includes(next)) {
      out += unescapeChar(next)
      keep = out.length
      i++
    } else if (char === "'") {
      quoted = !quoted
      if (quoted === false) keep = out.length
    } else {
      out += char
      if (char !== ' ' || quoted) keep = out.length
    }
  }
  return out.slice(0, keep)
}

function unescapeChar(char: string): string {
  switch (char) {
    case 'n':
      return '\n'
    case 'r':
      return '\r'
    case 't':
      return '\t'
    case 's':
      return ' '
    default:
      return char
  }
}

/** switch_find_end_paren: where the bracket that opens at `from` closes, or -1. */
export function findClosing(text: string, from: number, open: string, close: string): number {
  let depth = 0
  for (let i = from; i < text.length; i++) {
    if (text[i] === open) depth++
    else if (text[i] === close && --depth === 0) return i
  }
  return -1
}
