import { createHash, randomBytes } from 'node:crypto'
import { type Header, headerOf, type SipResponse } from './message.ts'

interface Challenge {
  readonly header: 'Authorization' | 'Proxy-Authorization'
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | undefined
  readonly qop: boolean
  readonly stale: boolean
}

function md5(text: string): string {
  return createHash('md5').update(text, 'latin1').digest('hex')
}

function parseChallenge(response: SipResponse): Challenge | undefined {
  const proxy = response.status === 407
  const value = headerOf(response, proxy ? 'Proxy-Authenticate' : 'WWW-Authenticate')
  if (value === undefined || !/^digest\s/i.test(value)) return undefined
  const fields = new Map<string, string>()
  for (const match of value.slice(7).matchAll(/([a-z]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s,]+))/gi)) {
    fields.set((match[1] ?? '').toLowerCase(), match[2] ?? match[3] ?? '')
  }
  if ((fields.get('algorithm') ?? 'MD5').toUpperCase() !== 'MD5') return undefined
  return {
    header: proxy ? 'Proxy-Authorization' : 'Authorization',
    realm: fields.get('realm') ?? '',
    nonce: fields.get('nonce') ?? '',
    opaque: fields.get('opaque'),
    qop: (fields.get('qop') ?? '').split(/\s*,\s*/).includes('auth'),
    stale: fields.get('stale')?.toLowerCase() === 'true',
  }
}

/** Answers digest challenges: RFC 3261 section 22 and RFC 2617, MD5, with and without qop=auth. */
export class Digest {
  readonly #user: string
  readonly #password: string
  #challenge: Challenge | undefined
  #count = 0

  constructor(user: string, password: string) {
    this.#user = user
    this.#password = password
  }

  /**
   * Takes a 401 or 407. True if the request is worth sending again: the first challenge, or a nonce that went stale,
   * but not credentials refused.
   */
  learn(response: SipResponse, answeredAlready: boolean): boolean {
    const challenge = parseChallenge(response)
    if (challenge === undefined) return false
    this.#challenge = challenge
    this.#count = 0
    return !answeredAlready || challenge.stale
  }

  /** The header for the next request, counted up; none before the first challenge. */
  authorize(method: string, uri: string): readonly Header[] {
    const challenge = this.#challenge
    if (challenge === undefined) return []
    const { realm, nonce } = challenge
    const secret = md5(`${this.#user}:${realm}:${this.#password}`)
    const wanted = md5(`${method}:${uri}`)
    const fields = [`username="${this.#user}"`, `realm="${realm}"`, `nonce="${nonce}"`, `uri="${uri}"`]
    if (challenge.qop) {
      const count = (++this.#count).toString(16).padStart(8, '0')
      const cnonce = randomBytes(8).toString('hex')
      const response = md5(`${secret}:${nonce}:${count}:${cnonce}:auth:${wanted}`)
      fields.push(`response="${response}"`, 'qop=auth', `nc=${count}`, `cnonce="${cnonce}"`)
    } else {
      fields.push(`response="${md5(`${secret}:${nonce}:${wanted}`)}"`)
    }
    fields.push('algorithm=MD5')
    if (challenge.opaque !== undefined) fields.push(`opaque="${challenge.opaque}"`)
    return [[challenge.header, `Digest ${fields.join(', ')}`]]
  }
}
