import { createHash, timingSafeEqual } from 'node:crypto'
import { splitOutside } from './address.ts'
import type { SipRequest } from './message.ts'
import type { Nonces } from './nonces.ts'
import type { Credential } from './options.ts'
import { decodeText, unquote } from './text.ts'

export type Verdict =
  | { readonly type: 'passed'; readonly user: string }
  /** No credentials for our realm, or their nonce is used up. */
  | { readonly type: 'challenge'; readonly stale: boolean }
  | { readonly type: 'failed' }

/** Digest authentication, server side: MD5 with `qop=auth` or without (RFC 2617, RFC 3261 22). */
export class Digest {
  readonly realm: string
  private readonly nonces: Nonces
  private readonly users: (extension: string) => Credential | undefined

  constructor(realm: string, nonces: Nonces, users: (extension: string) => Credential | undefined) {
    this.realm = realm
    this.nonces = nonces
    this.users = users
  }

  /** The value of a WWW- or Proxy-Authenticate field, with a nonce of its own. */
  challenge(stale: boolean): string {
    const flag = stale ? ', stale=true' : ''
    return `Digest realm="${this.realm}", nonce="${this.nonces.issue()}", algorithm=MD5, qop="auth"${flag}`
  }

  /** Looks at `Authorization` or `Proxy-Authorization` of our realm. */
  verify(request: SipRequest, field: 'Authorization' | 'Proxy-Authorization'): Verdict {
    const given = request.headers
      .all(field)
      .slice(0, 8)
      .map(parseCredentials)
      .find((credentials) => credentials?.get('realm') === this.realm)
    if (!given) return { type: 'challenge', stale: false }
    const user = decodeText(given.get('username') ?? '')
    const credential = this.users(user)
    const response = this.expected(given, request.method, credential, user)
    // An unknown user is told apart from a wrong password by nothing.
    if (response === undefined || !same(response, (given.get('response') ?? '').toLowerCase())) {
      return { type: 'failed' }
    }
    const count = given.has('qop') ? Number.parseInt(given.get('nc') ?? '', 16) : 1
    const freshness = Number.isNaN(count) ? 'stale' : this.nonces.use(given.get('nonce') ?? '', count)
    return freshness === 'fresh' ? { type: 'passed', user } : { type: 'challenge', stale: true }
  }

  private expected(
    given: ReadonlyMap<string, string>,
    method: string,
    credential: Credential | undefined,
    user: string,
  ): string | undefined {
    const algorithm = given.get('algorithm') ?? 'MD5'
    const qop = given.get('qop')
    if (credential === undefined || algorithm.toUpperCase() !== 'MD5') return undefined
    if (qop !== undefined && qop.toLowerCase() !== 'auth') return undefined
    const ha1 =
      typeof credential === 'string'
        ? md5(`${user}:${this.realm}:${credential}`)
        : credential.ha1.toLowerCase()
    const ha2 = md5(`${method}:${given.get('uri') ?? ''}`)
    const nonce = given.get('nonce') ?? ''
    if (qop === undefined) return md5(`${ha1}:${nonce}:${ha2}`)
    return md5(`${ha1}:${nonce}:${given.get('nc') ?? ''}:${given.get('cnonce') ?? ''}:${qop}:${ha2}`)
  }
}

/** `Digest a="b", c=d`; undefined for another scheme. */
export function parseCredentials(value: string): ReadonlyMap<string, string> | undefined {
  const match = /^Digest\s+/i.exec(value)
  if (!match) return undefined
  const fields = new Map<string, string>()
  for (const part of splitOutside(value.slice(match[0].length), ',')) {
    const at = part.indexOf('=')
    if (at < 1) continue
    const text = part.slice(at + 1).trim()
    fields.set(part.slice(0, at).trim().toLowerCase(), text.startsWith('"') ? unquote(text) : text)
  }
  return fields
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'))
}
