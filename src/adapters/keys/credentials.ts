/** What the API shows the key service: its client certificate and its permit key, read again when the files change. */
import type { KeyObject } from 'node:crypto'
import { statSync } from 'node:fs'
import { Agent } from 'node:https'
import type { Log } from '../../lib/log.ts'
import { readCertificates, readCredential } from '../../lib/pki/credential.ts'
import { decryptPrivateKey } from '../../lib/pki/encrypted-key.ts'
import { readSmall } from '../../lib/pki/pem-files.ts'

export interface CredentialFiles {
  readonly certificateFile: string
  /** May be the same file as the certificate's. */
  readonly keyFile: string
  /** Who signed the key service's certificate. */
  readonly authorityFile: string
  /** Ed25519, encrypted. */
  readonly permitKeyFile: string
  /** Opens both private keys. */
  readonly passphrase: string
}

/** One state of the files. Connections made under it stay until `release` was called as often as it was taken. */
export interface Lease {
  readonly agent: Agent
  readonly permitKey: KeyObject
  release(): void
}

export interface Credentials {
  /** The newest state of the files; undefined when they could never be read. */
  take(): Lease | undefined
  /** Looks at the files at the next `take`, however recently that was done. */
  suspect(): void
  close(): void
}

interface Generation {
  readonly agent: Agent
  readonly permitKey: KeyObject
  leases: number
  retired: boolean
}

const MAX_CONNECTIONS = 16

/** @param checkEveryMs how long files are taken to be unchanged */
export function createCredentials(files: CredentialFiles, log: Log, checkEveryMs = 5000): Credentials {
  let current: Generation | undefined
  let stamp = ''
  let checkedAtMs = Number.NEGATIVE_INFINITY

  const endIfUnused = (one: Generation) => {
    if (one.retired && one.leases === 0) one.agent.destroy()
  }
  const retire = () => {
    if (current === undefined) return
    current.retired = true
    endIfUnused(current)
    current = undefined
  }
  const refresh = () => {
    const nowMs = performance.now()
    if (nowMs - checkedAtMs < checkEveryMs) return
    checkedAtMs = nowMs
    const seen = stampOf(files)
    if (seen === stamp) return
    const read = readGeneration(files)
    if (!read.ok) {
      // A renewal may be under way: the former certificate is good until it expires.
      log.warn({ reason: read.reason }, "the key service's credentials can't be read")
      return
    }
    stamp = seen
    retire()
    current = read.value
  }

  return {
    take() {
      refresh()
      const one = current
      if (one === undefined) return undefined
      one.leases += 1
      let released = false
      return {
        agent: one.agent,
        permitKey: one.permitKey,
        release() {
          if (released) return
          released = true
          one.leases -= 1
          endIfUnused(one)
        },
      }
    },
    suspect() {
      checkedAtMs = Number.NEGATIVE_INFINITY
    },
    close: retire,
  }
}

type Read =
  | { readonly ok: true; readonly value: Generation }
  | { readonly ok: false; readonly reason: string }

function readGeneration(files: CredentialFiles): Read {
  const { certificateFile, keyFile, authorityFile, permitKeyFile, passphrase } = files
  const client = readCredential(certificateFile, keyFile, passphrase)
  if (!client.ok) return client
  const authority = readCertificates(authorityFile)
  if (!authority.ok) return authority
  const text = readSmall(permitKeyFile)
  if (!text.ok) return text
  const permitKey = decryptPrivateKey(text.text, passphrase)
  if (!permitKey.ok) return { ok: false, reason: `${permitKeyFile}: ${permitKey.reason}` }
  if (permitKey.key.asymmetricKeyType !== 'ed25519')
    return { ok: false, reason: `${permitKeyFile}: is not an Ed25519 key` }
  const agent = new Agent({
    keepAlive: true,
    maxSockets: MAX_CONNECTIONS,
    // A resumed session would carry a former certificate on.
    maxCachedSessions: 0,
    minVersion: 'TLSv1.3',
    cert: client.value.certificates,
    key: client.value.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ca: authority.value.map((one) => one.toString()).join(''),
  })
  return { ok: true, value: { agent, permitKey: permitKey.key, leases: 0, retired: false } }
}

function stampOf(files: CredentialFiles): string {
  const { certificateFile, keyFile, authorityFile, permitKeyFile } = files
  return [certificateFile, keyFile, authorityFile, permitKeyFile]
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false })
      return stat === undefined ? '-' : `${stat.ino} ${stat.size} ${stat.mtimeMs}`
    })
    .join()
}
