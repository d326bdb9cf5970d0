/** Certificates of a tunnel's two ends, of the kind that openssl would make by config/OPERATIONS.md. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { issueCertificate, type Profile, validityFrom } from '../../../src/lib/pki/certificate.ts'
import { generateRsaKeyPair, type KeyPair } from '../../../src/lib/pki/key-pair.ts'

export const FAR_END = 'node-a.cti'
export const CONTROLLER = 'controller.cti'

export interface IssueOptions {
  /** By an authority that the other end doesn't know. */
  readonly byStranger?: boolean
  readonly host?: string
  readonly notBefore?: Date
  readonly notAfter?: Date
}

export interface TunnelCertificates {
  readonly directory: string
  /** Writes `NAME.pem` and `NAME.key`, in the place of those that are there. */
  issue(name: 'node' | 'controller', options?: IssueOptions): void
  file(name: string): string
  /** What the controller's configuration names. */
  readonly client: {
    readonly certificateFile: string
    readonly keyFile: string
    readonly passphraseFile: null
    readonly authorityFile: string
    readonly serverName: string
  }
}

const RSA_BITS = 2048
const ENDS: Readonly<Record<'node' | 'controller', { profile: Profile; host: string }>> = {
  node: { profile: 'server', host: FAR_END },
  controller: { profile: 'client', host: CONTROLLER },
}

/** Makes an authority and both ends' certificates, good for a month. */
export async function tunnelCertificates(directory: string): Promise<TunnelCertificates> {
  mkdirSync(directory, { recursive: true })
  const [own, leaf] = await Promise.all([keyPair(), keyPair()])
  const authority = authorityOf(own)
  // Making keys takes longer than all the rest.
  const stranger = authorityOf(leaf)
  const file = (name: string) => join(directory, name)
  writeWhole(file('authority.pem'), authority.certificate)
  const certificates: TunnelCertificates = {
    directory,
    file,
    issue(name, { byStranger = false, host = ENDS[name].host, ...validity } = {}) {
      const issued = issueCertificate(
        {
          profile: ENDS[name].profile,
          commonName: host,
          hosts: [host],
          publicKey: leaf.publicKey,
          ...validityFrom(new Date(), 30),
          ...validity,
        },
        byStranger ? stranger : authority,
      )
      writeWhole(file(`${name}.key`), leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
      writeWhole(file(`${name}.pem`), issued)
    },
    client: {
      certificateFile: file('controller.pem'),
      keyFile: file('controller.key'),
      passphraseFile: null,
      authorityFile: file('authority.pem'),
      serverName: FAR_END,
    },
  }
  certificates.issue('node')
  certificates.issue('controller')
  return certificates
}

function keyPair(): Promise<KeyPair> {
  return generateRsaKeyPair(RSA_BITS)
}

function authorityOf({ publicKey, privateKey }: KeyPair): {
  certificate: string
  privateKey: typeof privateKey
} {
  const certificate = issueCertificate(
    { profile: 'authority', commonName: 'Tunnels of the test', publicKey, ...validityFrom(new Date(), 30) },
    { selfKey: privateKey },
  )
  return { certificate, privateKey }
}

/** As a renewal does it: nobody reads half of it. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
