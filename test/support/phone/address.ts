/** Addresses, URIs and Via lines: RFC 3261 sections 19.1, 20.10 and 20.42, as far as a telephone needs them. */

export interface Peer {
  readonly host: string
  readonly port: number
}

export interface SipUri {
  readonly user: string
  readonly host: string
  readonly port: number | undefined
  /** Headers inside the URI, after `?`: Refer-To uses them for Replaces. */
  readonly headers: ReadonlyMap<string, string>
}

export interface Address {
  /** Wire bytes, quotes taken off. */
  readonly displayName: string
  readonly uri: string
  readonly params: ReadonlyMap<string, string>
}

const SIP_PORT = 5060

function parseParams(text: string): Map<string, string> {
  const params = new Map<string, string>()
  for (const part of text.match(/[^;"\s]+(?:"(?:\\.|[^"\\])*")?/g) ?? []) {
    const equals = part.indexOf('=')
    if (equals < 0) params.set(part.toLowerCase(), '')
    else params.set(part.slice(0, equals).toLowerCase(), part.slice(equals + 1))
  }
  return params
}

/** Reads `"Name" <uri>;tag=x`, `Name <uri>` or a bare `uri;tag=x`. */
export function parseAddress(value: string): Address {
  const match = /^\s*(?:"((?:\\.|[^"\\])*)"|([^<"]*?))\s*<([^>]*)>(.*)$/s.exec(value)
  if (match === null) {
    const [uri = '', ...params] = value.trim().split(';')
    return { displayName: '', uri, params: parseParams(params.join(';')) }
  }
  const [, quoted, bare, uri = '', params = ''] = match
  const displayName = quoted === undefined ? (bare ?? '').trim() : quoted.replace(/\\(.)/g, '$1')
  return { displayName, uri, params: parseParams(params) }
}

/** Reads a sip: URI; undefined if it is another kind (tel:, sips:, nonsense). */
export function parseUri(uri: string): SipUri | undefined {
  const match = /^sip:(?:([^@]*)@)?([^;?:]+)(?::(\d+))?(?:;[^?]*)?(?:\?(.*))?$/i.exec(uri.trim())
  if (match === null) return undefined
  const [, user = '', host = '', port, headers = ''] = match
  const pairs = headers.split('&').filter((pair) => pair.includes('='))
  return {
    user: (user.split(':')[0] ?? '').split(';')[0] ?? '',
    host,
    port: port === undefined ? undefined : Number(port),
    headers: new Map(
      pairs.map((pair) => {
        const equals = pair.indexOf('=')
        return [pair.slice(0, equals).toLowerCase(), decodeURIComponent(pair.slice(equals + 1))]
      }),
    ),
  }
}

/** Where a URI's messages go, without DNS: undefined unless the host is an IPv4 address or localhost. */
export function peerOf(uri: string): Peer | undefined {
  const parsed = parseUri(parseAddress(uri).uri)
  if (parsed === undefined) return undefined
  const host = parsed.host === 'localhost' ? '127.0.0.1' : parsed.host
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? { host, port: parsed.port ?? SIP_PORT } : undefined
}

/** Reads one Via value. */
export function parseVia(value: string): { sentBy: Peer; params: ReadonlyMap<string, string> } {
  const match = /^\S+\s+([^;:\s]+)(?:\s*:\s*(\d+))?(.*)$/s.exec(value.trim())
  const [, host = '', port, params = ''] = match ?? []
  return { sentBy: { host, port: port === undefined ? SIP_PORT : Number(port) }, params: parseParams(params) }
}

/** Writes `"Name" <uri>`; the name is wire bytes. */
export function formatAddress(displayName: string, uri: string): string {
  return displayName === '' ? `<${uri}>` : `"${displayName.replace(/["\\]/g, '\\$&')}" <${uri}>`
}
