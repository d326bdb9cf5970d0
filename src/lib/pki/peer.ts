/**
 * Certificates by which our own processes know each other: both ends of a connection show one, of an authority of our
 * own and in one name, so that it doesn't matter on which host a process runs.
 *
 *     AUTHORITY/   passphrase, ca-0001.pem, …    stays where it was made
 *     OUT/         peer.pem, ca.pem, passphrase  what a process needs
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readSecretFile } from '../secret-file.ts'
import { type AuthorityOptions, openAuthority, succeedIfDue } from './authority.ts'
import type { KeyPair } from './key-pair.ts'
import { PUBLIC_MODE, SECRET_MODE, writeIfOther, writeWhole } from './pem-files.ts'
import { type Renewal, renewIfDue } from './renewal.ts'

/** The DNS name in every such certificate. */
export const PEER_NAME = 'cti-bridge-internal'

export interface PeersOptions {
  readonly authorityDirectory: string
  /** One folder for each host, or each process. */
  readonly outDirectories: readonly string[]
  readonly now: Date
  /** RSA of 3072 bits unless told. */
  readonly makeKeyPair?: () => Promise<KeyPair>
}

export type PeersMade =
  | { readonly ok: true; readonly renewals: readonly Renewal[] }
  | { readonly ok: false; readonly reason: string }

/** Makes what is missing and renews what is due; may be run as often as one likes. */
export async function makePeers(options: PeersOptions): Promise<PeersMade> {
  const { authorityDirectory, outDirectories, now, makeKeyPair } = options
  const own = passphraseIn(authorityDirectory)
  if (!own.ok) return own
  const authorityOptions: AuthorityOptions = {
    directory: authorityDirectory,
    passphrase: own.value,
    now,
    ...(makeKeyPair && { makeKeyPair }),
  }
  const opened = await openAuthority(authorityOptions)
  if (!opened.ok) return opened
  const succeeded = await succeedIfDue(opened.value, authorityOptions)
  if (!succeeded.ok) return succeeded
  const authority = succeeded.value
  const renewals: Renewal[] = []
  for (const directory of outDirectories) {
    const passphrase = passphraseIn(directory)
    if (!passphrase.ok) return passphrase
    // First: a certificate of the authority's next generation is good to those who know that one.
    writeIfOther(join(directory, 'ca.pem'), authority.trusted(now), PUBLIC_MODE)
    const managed = {
      file: join(directory, 'peer.pem'),
      profile: 'peer',
      commonName: PEER_NAME,
      hosts: [PEER_NAME],
    } as const
    const renewal = { authority, passphrase: passphrase.value, now, ...(makeKeyPair && { makeKeyPair }) }
    renewals.push(await renewIfDue(managed, renewal))
  }
  return { ok: true, renewals }
}

function passphraseIn(directory: string) {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, 'passphrase')
  if (!existsSync(file)) writeWhole(file, `${randomBytes(32).toString('base64url')}\n`, SECRET_MODE)
  return readSecretFile(file)
}
