import { type Peer, parseUri, peerOf } from './address.ts'
import type { Target } from './core.ts'

/**
 * Where a call goes. An extension, and a URI in the registrar's domain, go through the registrar; any other URI goes
 * straight to its address. There is no DNS. Throws when there is no way.
 */
export function reach(target: string, domain: string, registrar: Peer | undefined): Target {
  if (!/^sip:/i.test(target)) {
    if (registrar === undefined) throw new Error(`no registrar: ${target} must be a sip: URI`)
    return { uri: `sip:${target}@${domain}`, peer: registrar }
  }
  const parsed = parseUri(target)
  const direct = peerOf(target)
  // On loopback everybody has the domain's address; then the port tells who is meant.
  const samePort = parsed?.port === undefined || parsed.port === registrar?.port
  if (registrar !== undefined && (direct === undefined || (parsed?.host === domain && samePort))) {
    return { uri: target, peer: registrar }
  }
  if (direct === undefined) throw new Error(`no address in ${target}`)
  return { uri: target, peer: direct }
}
