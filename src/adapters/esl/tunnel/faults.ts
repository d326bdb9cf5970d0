/** What went wrong on the way into a tunnel, in words for whoever runs it. Codes are those of node:tls and OpenSSL 3. */

/** A certificate, or TLS itself, was refused by one of the two ends; anything else is the network's fault. */
export function isRefusal(code: string): boolean {
  return code.startsWith('ERR_') || VERIFICATION.test(code)
}

/** X509_V_ERR_… by node's names (tls.md, "X509 certificate error codes"); errno names look otherwise. */
const VERIFICATION =
  /CERT|CRL|LEAF_SIGNATURE|ISSUER|PURPOSE|PATH_LENGTH|HOSTNAME_MISMATCH|KEY_USAGE|UNABLE_TO|CA_/

/** An alert of the far end, which it sends when it refuses what we show (RFC 8446, 6.2). */
export function isAlert(code: string): boolean {
  return /^ERR_SSL_.*_ALERT_/.test(code)
}

/** One sentence without its subject, the tunnel. `serverName`: whom the far end's certificate must name. */
export function sentence(code: string, serverName: string): string {
  if (isAlert(code)) return alertSentence(code)
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return 'the certificate of its far end, or one that signed it, has expired'
    case 'CERT_NOT_YET_VALID':
      return 'the certificate of its far end is not valid yet: do the clocks agree?'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `the certificate of its far end is not for ${serverName}`
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'the certificate of its far end is signed by nobody in authorityFile'
    case 'INVALID_PURPOSE':
    case 'UNSUPPORTED_CERTIFICATE_PURPOSE':
      return 'the certificate of its far end is not one of a server'
    case 'ECONNREFUSED':
      return 'nothing listens at its far end'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name of its far end is not to be resolved'
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return 'its far end is not reached'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'its far end broke off the handshake'
    default:
      return isRefusal(code)
        ? `TLS with its far end came to nothing (${code}); does it speak TLS 1.2 or later there?`
        : `its far end is not reached (${code})`
  }
}

function alertSentence(code: string): string {
  if (code.endsWith('_UNKNOWN_CA')) return 'its far end does not know the authority of our certificate'
  if (code.endsWith('_CERTIFICATE_EXPIRED')) return 'its far end says that our certificate has expired'
  const alert = code
    .replace(/^.*_ALERT_/, '')
    .toLowerCase()
    .replaceAll('_', ' ')
  return `its far end refuses us or our certificate (alert: ${alert})`
}
