/** Which client certificates may ask. */
import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { certificateIdOf } from '../lib/pki/key-pair.ts'
import type { Refusal } from './refusals.ts'

export type ClientCheck =
  | { readonly ok: true; readonly client: string }
  | {
      readonly ok: false
      readonly client: string | undefined
      readonly refusal: Refusal
      readonly detail?: string
    }

export interface ClientRules {
  readonly clients: readonly string[]
  readonly revoked: ReadonlySet<string>
}

/**
 * Checks the peer's certificate. The handshake lets a bad one through to here, so that whoever set it up wrongly reads
 * what is wrong: under TLS 1.3 a client that was refused in the handshake often sees only a reset connection.
 */
export function checkClient(socket: TLSSocket, rules: ClientRules): ClientCheck {
  const raw = socket.getPeerCertificate().raw
  if (raw === undefined) return { ok: false, client: undefined, refusal: 'clientCertificateMissing' }
  const certificate = new X509Certificate(raw)
  const client = certificateIdOf(certificate)
  if (!socket.authorized) {
    // One of OpenSSL's fixed words, such as CERT_HAS_EXPIRED.
    return {
      ok: false,
      client,
      refusal: 'clientCertificateInvalid',
      detail: String(socket.authorizationError),
    }
  }
  if (rules.revoked.has(client)) return { ok: false, client, refusal: 'clientRevoked' }
  const named = rules.clients.some(
    (name) => certificate.checkHost(name, { subject: 'always', wildcards: false }) !== undefined,
  )
  return named ? { ok: true, client } : { ok: false, client, refusal: 'clientNotAllowed' }
}
