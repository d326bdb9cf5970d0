/**
 * Lets in requests that carry a valid bearer token (RFC 6750) or, where one is taken, a one-time ticket. Others get
 * 401; 429 when too many of them came from the same source; 503 when it can't be told just now.
 */
import type { IncomingMessage } from 'node:http'
import { assertNever } from '../../domain/assert-never.ts'
import { PortUnavailable } from '../../runtime/ports.ts'
import { forbidden } from './denials.ts'
import type { HttpDeps } from './deps.ts'
import { createFailedLogins } from './failed-logins.ts'
import { type Problem, problem } from './reply.ts'
import { NOBODY, type Principal, type Verified } from './tokens.ts'

/** b64token of RFC 6750, section 2.1; the scheme's name is case-insensitive (RFC 9110, section 11.1). */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]{1,512}=*)$/i
const TICKET = /^[A-Za-z0-9_-]{20,100}$/
/** Auditors are told of those who couldn't be let in under this name, whatever they asked for: they may ask for anything. */
const OPERATION = 'authenticate'

export type Authenticated =
  | { readonly type: 'principal'; readonly principal: Principal }
  | { readonly type: 'refused'; readonly problem: Problem }

export interface Doorkeeper {
  byToken(req: IncomingMessage): Promise<Authenticated>
  /** Uses the ticket up. `value` is what the query held, of whatever shape. */
  byTicket(req: IncomingMessage, value: unknown): Promise<Authenticated>
}

type Deps = Pick<HttpDeps, 'tokens' | 'tickets' | 'access' | 'log'>

export function createDoorkeeper(deps: Deps): Doorkeeper {
  const logins = createFailedLogins()

  function refusedAs(verified: Exclude<Verified, { type: 'principal' }>, given: boolean): Problem {
    if (verified.type === 'unavailable') return problem('store-unavailable')
    const { why, principalId } = verified
    const denial = { principal: principalId ?? 'anonymous', operation: OPERATION, missing: null }
    deps.access.denied({ ...denial, reason: why })
    switch (why) {
      case 'site':
        return forbidden('this key is for other sites')
      case 'expired':
        return unauthorised(given, 'this key has expired')
      case 'revoked':
        return unauthorised(given, 'this key was revoked')
      case 'unauthenticated':
        return unauthorised(given)
      default:
        return assertNever(why)
    }
  }

  return {
    async byToken(req) {
      const header = req.headers.authorization
      const token = header === undefined ? undefined : BEARER.exec(header)?.[1]
      const address = req.socket.remoteAddress
      const blockedS = logins.blockedS(address)
      const verified =
        token === undefined
          ? NOBODY
          : await deps.tokens.verify(token, blockedS === undefined ? undefined : 'onlyKnown')
      if (verified.type === 'principal') return verified
      const refused = refusedAs(verified, header !== undefined)
      if (header === undefined || verified.type === 'unavailable')
        return { type: 'refused', problem: refused }
      if (blockedS !== undefined) return { type: 'refused', problem: tooMany(blockedS) }
      logins.failed(address)
      return { type: 'refused', problem: refused }
    },

    async byTicket(req, value) {
      const address = req.socket.remoteAddress
      const blockedS = logins.blockedS(address)
      if (blockedS !== undefined) return { type: 'refused', problem: tooMany(blockedS) }
      let id: string | undefined
      try {
        id = typeof value === 'string' && TICKET.test(value) ? await deps.tickets.redeem(value) : undefined
      } catch (err) {
        if (!(err instanceof PortUnavailable)) throw err
        deps.log.warn({ err }, 'a ticket could not be looked up')
        return { type: 'refused', problem: problem('tickets-unavailable') }
      }
      // A ticket lets in whoever got it, as far as that one may go now.
      const verified = id === undefined ? NOBODY : await deps.tokens.principalOf(id)
      if (verified.type === 'principal') return verified
      const refused = refusedAs(verified, false)
      if (id !== undefined) return { type: 'refused', problem: refused }
      logins.failed(address)
      const detail = 'no such ticket: it was used, or its time is over'
      return { type: 'refused', problem: problem('unauthorised', { detail }) }
    },
  }
}

/** Without credentials the challenge carries no error code (RFC 6750, section 3.1). */
function unauthorised(given: boolean, detail?: string): Problem {
  const error = given ? ', error="invalid_token"' : ''
  return problem('unauthorised', {
    detail,
    headers: { 'WWW-Authenticate': `Bearer realm="cti-bridge"${error}` },
  })
}

function tooMany(seconds: number): Problem {
  return problem('authentication-limited', { headers: { 'Retry-After': String(seconds) } })
}
