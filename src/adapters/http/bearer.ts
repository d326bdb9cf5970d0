/** Lets in requests that carry a valid bearer token, and answers all others 401 (RFC 6750). */
import type { IncomingMessage } from 'node:http'
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
