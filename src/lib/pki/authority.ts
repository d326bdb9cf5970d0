/**
 * A certificate authority in a directory, for installations whose hospital has none.
 *
 *     ca.pem          what peers trust: every generation that hasn't expired, the newest first
 *     ca-0001.pem     a generation: its certificate and its encrypted key; the next is ca-0002.pem, and so on
 *
 * When a third of its life is left a generation gets a successor. For `PUBLISH_DAYS` the successor is only trusted;
 * then it signs. So every peer knows it before it meets a certificate that it signed.
 */
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { issueCertificate, validityFrom } from './certificate.ts'
import { type Credential, readCredential, validityOf } from './credential.ts'
import { encryptPrivateKey } from './encrypted-key.ts'
import { generateRsaKeyPair, type KeyPair } from './key-pair.ts'
import { PUBLIC_MODE, SECRET_MODE, writeIfOther, writeWhole } from './pem-files.ts'
import { dueAt } from './renewal-time.ts'

const DAY_MS = 86_400_000
const LIFE_DAYS = 3650
const PUBLISH_DAYS = 30
const GENERATION = /^ca-(\d{4})\.pem$/

export interface Authority {
  readonly directory: string
  /** PEM: every generation that is valid at `now`. */
  trusted(now: Date): string
  /** The generation that signs at `now`; undefined when all have expired. */
  signer(now: Date): Credential | undefined
  /** When a successor is due. */
  successorDueAt(): Date
}

export interface AuthorityOptions {
  readonly directory: string
  readonly passphrase: string
  readonly now: Date
  /** RSA of 3072 bits unless told. */
  readonly makeKeyPair?: () => Promise<KeyPair>
}

export type AuthorityOpened =
  | { readonly ok: true; readonly value: Authority }
  | { readonly ok: false; readonly reason: string }

/** Opens the authority in `directory`, making its first generation if it has none. */
export async function openAuthority(options: AuthorityOptions): Promise<AuthorityOpened> {
  const { directory } = options
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (generationFiles(directory).length === 0) await addGeneration(options, 1)
  return load(options)
}

/** Makes the next generation if it is due; says whether it was. */
export async function succeedIfDue(
  authority: Authority,
  options: AuthorityOptions,
): Promise<AuthorityOpened & { readonly succeeded?: boolean }> {
  if (options.now < authority.successorDueAt()) return { ok: true, value: authority, succeeded: false }
  const newest = generationFiles(options.directory).at(-1) ?? ''
  await addGeneration(options, Number(GENERATION.exec(newest)?.[1] ?? 0) + 1)
  return { ...load(options), succeeded: true }
}

async function addGeneration(
  { directory, passphrase, now, makeKeyPair = generateRsaKeyPair }: AuthorityOptions,
  number: number,
): Promise<void> {
  const pair = await makeKeyPair()
  const certificate = issueCertificate(
    {
      profile: 'authority',
      commonName: `cti-bridge CA ${number}`,
      publicKey: pair.publicKey,
      ...validityFrom(now, LIFE_DAYS),
    },
    { selfKey: pair.privateKey },
  )
  const file = join(directory, `ca-${String(number).padStart(4, '0')}.pem`)
  writeWhole(file, certificate + encryptPrivateKey(pair.privateKey, passphrase), SECRET_MODE)
}

function load({ directory, passphrase, now }: AuthorityOptions): AuthorityOpened {
  const generations: Credential[] = []
  for (const name of generationFiles(directory)) {
    const file = join(directory, name)
    const read = readCredential(file, file, passphrase)
    if (!read.ok) return read
    generations.push(read.value)
  }
  const authority = authorityOf(directory, generations)
  writeIfOther(join(directory, 'ca.pem'), authority.trusted(now), PUBLIC_MODE)
  return { ok: true, value: authority }
}

function authorityOf(directory: string, oldestFirst: readonly Credential[]): Authority {
  const valid = (now: Date) =>
    oldestFirst.filter((one) => now < validityOf(one.certificate).notAfter).reverse()
  return {
    directory,
    trusted: (now) =>
      valid(now)
        .map((one) => one.certificates)
        .join(''),
    signer(now) {
      const candidates = valid(now)
      const published = candidates.find(
        (one) => now.getTime() - validityOf(one.certificate).notBefore.getTime() >= PUBLISH_DAYS * DAY_MS,
      )
      return published ?? candidates.at(-1)
    },
    successorDueAt() {
      const newest = oldestFirst.at(-1)
      return newest === undefined ? new Date(0) : dueAt(newest.certificate)
    },
  }
}

function generationFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => GENERATION.test(name))
    .sort()
}
