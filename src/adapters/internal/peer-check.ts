/** Whether the other side of a connection is one of us: by our own authority, in the one name. */
import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { PEER_NAME } from '../../lib/pki/peer.ts'
import type { Refusal } from './wire.ts'

export type PeerCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: Refusal; readonly detail?: string }

/**
 * Checks the certificate that a client has shown. The handshake lets a bad one through to here, so that whoever set it
 * up wrongly reads what is wrong: under TLS 1.3 a client that was refused in the handshake often sees only a reset.
 */
export function checkPeer(socket: TLSSocket): PeerCheck {
  const raw = socket.getPeerCertificate().raw
  if (raw === undefined) return { ok: false, refusal: 'certificateMissing' }
  if (!socket.authorized) {
    // One of OpenSSL's fixed words, such as CERT_HAS_EXPIRED.
    return { ok: false, refusal: 'certificateInvalid', detail: String(socket.authorizationError) }
  }
  return isPeer(raw) ? { ok: true } : { ok: false, refusal: 'notOneOfUs' }
}

/** Whether a certificate (DER), whose issuer has been checked, is in our name. */
function isPeer(der: Buffer): boolean {
  const options = { subject: 'never', wildcards: false } as const
  return new X509Certificate(der).checkHost(PEER_NAME, options) !== undefined
}
