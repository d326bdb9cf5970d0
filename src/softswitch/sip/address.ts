import { isIPv4, isIPv6 } from 'node:net'
import { unquote } from './text.ts'

/** `;name=value` parameters; names in lower case, values as sent and unquoted, '' when there is none. */
export type Params = ReadonlyMap<string, string>

/** A `sip:` URI (RFC 3261 19.1), as wire text. */
export interface SipUri {
  readonly scheme: string
  readonly user: string
  readonly host: string
  /** Undefined when the URI names none. */
  readonly port: number | undefined
  readonly params: Params
  readonly text: string
}

/** `"Name" <uri>;params`, as wire text. */
export interface NameAddr {
  readonly displayName: string
  readonly uri: string
  readonly params: Params
}

const TOKEN = /^[\w\-.!%*+`'~]+$/

/** A method or header name. */
export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/** Splits at `separator` outside quotes and angle brackets. Linear in the text's length. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = []
  let start = 0
  let quoted = false
  let angled = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '<') angled = true
    else if (c === '>') angled = false
    else if (c === separator && !angled) {
      parts.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  parts.push(text.slice(start).trim())
  return parts
}

export function parseParams(parts: readonly string[]): Params {
  const params = new Map<string, string>()
  for (const part of parts) {
    const at = part.indexOf('=')
    const name = (at < 0 ? part : part.slice(0, at)).trim().toLowerCase()
    const value = at < 0 ? '' : part.slice(at + 1).trim()
    if (name && !params.has(name)) params.set(name, value.startsWith('"') ? unquote(value) : value)
  }
  return params
}

/** Undefined when the text is no URI of the form `scheme:[user[:password]@]host[:port][;params][?headers]`. */
export function parseUri(text: string): SipUri | undefined {
  const colon = text.indexOf(':')
  if (colon < 1 || /[\s<>"]/.test(text)) return undefined
  const scheme = text.slice(0, colon).toLowerCase()
  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) return undefined
  const rest = text.slice(colon + 1)
  if (scheme !== 'sip' && scheme !== 'sips') {
    return { scheme, user: rest, host: '', port: undefined, params: new Map(), text }
  }
  // The user part may itself hold `;` and `?`, so the @ is looked for first.
  const at = rest.indexOf('@')
  const userinfo = at < 0 ? '' : rest.slice(0, at)
  if (at === 0) return undefined
  const afterUser = rest.slice(at + 1).split('?', 1)[0] ?? ''
  const [hostport = '', ...params] = afterUser.split(';')
  const host = parseHostPort(hostport)
  if (!host) return undefined
  return { scheme, user: userinfo.split(':', 1)[0] ?? '', ...host, params: parseParams(params), text }
}

/** `host[:port]`, with IPv6 in brackets. */
export function parseHostPort(text: string): { host: string; port: number | undefined } | undefined {
  const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?:\s*:\s*(\d{1,5}))?$/.exec(text.trim())
  if (!match) return undefined
  const host = match[1] ?? ''
  if (host.startsWith('[') && !isIPv6(host.slice(1, -1))) return undefined
  const port = match[2] === undefined ? undefined : Number(match[2])
  if (port !== undefined && (port < 1 || port > 65535)) return undefined
  return { host, port }
}

/** Undefined when there is no URI in it, or a quote or bracket is left open. */
export function parseNameAddr(text: string): NameAddr | undefined {
  const open = findOpenBracket(text)
  if (open === undefined) return undefined
  if (open < 0) {
    // Without brackets all parameters belong to the header field, not to the URI (RFC 3261 20).
    const [uri = '', ...params] = text.split(';').map((part) => part.trim())
    return parseUri(uri) ? { displayName: '', uri, params: parseParams(params) } : undefined
  }
  const close = text.indexOf('>', open)
  if (close < 0) return undefined
  const uri = text.slice(open + 1, close).trim()
  if (!parseUri(uri)) return undefined
  const name = text.slice(0, open).trim()
  const tail = text.slice(close + 1).trim()
  if (tail && !tail.startsWith(';')) return undefined
  // FreeSWITCH (sofia.c) takes off the quotes and leaves the backslashes within.
  const displayName = name.startsWith('"') ? name.slice(1, -1) : name
  return { displayName, uri, params: parseParams(splitOutside(tail.slice(1), ';').filter(Boolean)) }
}

/** Where `<` stands outside quotes; -1 for none; undefined when a quote is never closed. */
function findOpenBracket(text: string): number | undefined {
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '<') return i
  }
  return quoted ? undefined : -1
}

/** The address itself when the host is an IPv4 literal: the only kind of host this switch sends to without DNS. */
export function ipv4Of(uri: SipUri | undefined): string | undefined {
  return uri && isIPv4(uri.host) ? uri.host : undefined
}
