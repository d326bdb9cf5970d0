import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { issueCertificate, validityFrom } from '../../src/lib/pki/certificate.ts'
import { generateRsaKeyPair } from '../../src/lib/pki/key-pair.ts'

/** Certificates as a site has them for its phones: an authority, and what it has issued to the switch. */
export interface SwitchAuthority {
  /** PEM: what phones trust. */
  readonly certificate: string
  /** Writes the three files that mod_sofia looks for, with a new key and certificate. */
  issueInto(tlsDir: string): Promise<void>
}

const RSA_BITS = 2048

export async function switchAuthority(host = '127.0.0.1'): Promise<SwitchAuthority> {
  const own = await generateRsaKeyPair(RSA_BITS)
  const validity = validityFrom(new Date(), 30)
  const certificate = issueCertificate(
    { profile: 'authority', commonName: 'Phones of the test', publicKey: own.publicKey, ...validity },
    { selfKey: own.privateKey },
  )
  return {
    certificate,
    async issueInto(tlsDir) {
      const pair = await generateRsaKeyPair(RSA_BITS)
      const issued = issueCertificate(
        { profile: 'server', commonName: 'switch', hosts: [host], publicKey: pair.publicKey, ...validity },
        { certificate, privateKey: own.privateKey },
      )
      const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' })
      for (const name of ['agent.pem', 'wss.pem']) {
        writeFileSync(join(tlsDir, name), `${issued}${certificate}${key}`, { mode: 0o600 })
      }
      writeFileSync(join(tlsDir, 'cafile.pem'), certificate, { mode: 0o600 })
    },
  }
}
