/** Lets in requests that carry a valid bearer token (RFC 6750) or, where one is taken, a one-time ticket; others get 401. */
import type { IncomingMessage } from 'node:http'
import { PortUnavailable } from '../../runtime/ports.ts'
import type { HttpDeps } from './deps.ts'
import { type Problem, problem } from './reply.ts'
import type { Principal, TokenVerifier } from './tokens.ts'

/** b64token of RFC 6750, section 2.1; the scheme's name is case-insensitive (RFC 9110, section 11.1). */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]{1,512}=*)$/i

export type Authenticated =
  | { readonly type: 'principal'; readonly principal: Principal }
  | { readonly type: 'refused'; readonly problem: Problem }

export function authenticate(req: IncomingMessage, tokens: TokenVerifier): Authenticated {
  const header = req.headers.authorization
  const token = header === undefined ? undefined : BEARER.exec(header)?.[1]
  const principal = token === undefined ? undefined : tokens.verify(token)
  if (principal) return { type: 'principal', principal }
  // Without credentials the challenge carries no error code (RFC 6750, section 3.1).
  const error = header === undefined ? '' : ', error="invalid_token"'
  const headers = { 'WWW-Authenticate': `Bearer realm="cti-bridge"${error}` }
  return { type: 'refused', problem: problem('unauthorised', { headers }) }
}

const TICKET = /^[A-Za-z0-9_-]{20,100}$/

/** Uses the ticket up. `value` is what the query held, of whatever shape. */
export async function redeemTicket(value: unknown, deps: HttpDeps): Promise<Authenticated> {
  try {
    const id = typeof value === 'string' && TICKET.test(value) ? await deps.tickets.redeem(value) : undefined
    if (id !== undefined) return { type: 'principal', principal: { id } }
  } catch (err) {
    if (!(err instanceof PortUnavailable)) throw err
    deps.log.warn({ err }, 'a ticket could not be looked up')
    return { type: 'refused', problem: problem('tickets-unavailable') }
  }
  return {
    type: 'refused',
    problem: problem('unauthorised', { detail: 'no such ticket: it was used, or its time is over' }),
  }
}
