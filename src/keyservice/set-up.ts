/**
 * Makes what a key service and its API need where it is missing, and renews what is due. Run daily it is the renewal.
 *
 *     DIR/passphrase  ca/  server.pem  keys/  permit-keys/  data/  keyservice.yaml      stays on the key service's host
 *     API DIR/passphrase  ca.pem  client.pem  permit-key.pem  seal-to.pem               goes to the API's
 *
 * The hospital's own authority takes the place of `ca/` by editing keyservice.yaml.
 */
import { createPublicKey, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Authority, openAuthority, succeedIfDue } from '../lib/pki/authority.ts'
import { decryptPrivateKey, encryptPrivateKey } from '../lib/pki/encrypted-key.ts'
import { generateEd25519KeyPair, type KeyPair, keyIdOf } from '../lib/pki/key-pair.ts'
import { PUBLIC_MODE, readSmall, SECRET_MODE, writeIfOther, writeWhole } from '../lib/pki/pem-files.ts'
import { type Renewal, readEnvelopeKeys, renewEnvelopeKey, renewIfDue } from '../lib/pki/renewal.ts'
import { readSecretFile } from '../lib/secret-file.ts'

export interface SetUpOptions {
  readonly directory: string
  readonly apiDirectory: string
  /** Names and addresses under which the API reaches the key service. */
  readonly hosts: readonly string[]
  readonly now: Date
  /** RSA of 3072 bits unless told. */
  readonly makeKeyPair?: () => Promise<KeyPair>
}

export type SetUpOutcome =
  | { readonly ok: true; readonly renewals: readonly Renewal[]; readonly authorityRenewed: boolean }
  | { readonly ok: false; readonly reason: string }

export async function setUp(options: SetUpOptions): Promise<SetUpOutcome> {
  const { directory, apiDirectory, hosts } = options
  for (const one of [directory, apiDirectory]) mkdirSync(one, { recursive: true, mode: 0o700 })
  const own = passphraseIn(directory)
  if (!own.ok) return own
  const api = passphraseIn(apiDirectory)
  if (!api.ok) return api
  const base = { ...options, directory: join(directory, 'ca'), passphrase: own.value }
  const opened = await openAuthority(base)
  if (!opened.ok) return opened
  const succeeded = await succeedIfDue(opened.value, base)
  if (!succeeded.ok) return succeeded
  const authority = succeeded.value
  const keysDir = join(directory, 'keys')
  const server = {
    file: join(directory, 'server.pem'),
    profile: 'server',
    commonName: 'cti-bridge key service',
    hosts,
  } as const
  const client = {
    file: join(apiDirectory, 'client.pem'),
    profile: 'client',
    commonName: 'cti-bridge-api',
    hosts: ['cti-bridge-api'],
  } as const
  const renewals = [
    await renewIfDue(server, { ...base, authority }),
    await renewIfDue(client, { ...base, authority, passphrase: api.value }),
    await renewEnvelopeKey(keysDir, { ...base, authority }),
  ]
  const permitKey = await ensurePermitKey(options, api.value)
  if (!permitKey.ok) return permitKey
  writePublic(options, authority, keysDir, own.value)
  return { ok: true, renewals, authorityRenewed: succeeded.succeeded === true }
}

function writePublic(options: SetUpOptions, authority: Authority, keysDir: string, passphrase: string): void {
  const { directory, apiDirectory, now } = options
  const { newest } = readEnvelopeKeys(keysDir, passphrase)
  writeIfOther(join(apiDirectory, 'ca.pem'), authority.trusted(now), PUBLIC_MODE)
  writeIfOther(join(apiDirectory, 'seal-to.pem'), newest?.credential.certificates ?? '', PUBLIC_MODE)
  const config = join(directory, 'keyservice.yaml')
  if (!existsSync(config)) writeWhole(config, CONFIG, PUBLIC_MODE)
}

const CONFIG = `# The key service's settings; src/keyservice/README.md explains each. Paths are taken from this file's place.
address: 127.0.0.1
port: 8443
dataDir: data
keysDir: keys
permitKeysDir: permit-keys
passphraseFile: passphrase
tls:
  certificateFile: server.pem
  keyFile: server.pem
  clientAuthorityFile: ca/ca.pem
  clients: [cti-bridge-api]
`

type Made<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string }

/** The passphrase of a directory's private keys, made at random when there is none. */
function passphraseIn(directory: string): Made<string> {
  const file = join(directory, 'passphrase')
  if (!existsSync(file)) writeWhole(file, `${randomBytes(32).toString('base64url')}\n`, SECRET_MODE)
  return readSecretFile(file)
}

/** The API's key that signs permits; its public part goes to the key service. */
async function ensurePermitKey(options: SetUpOptions, passphrase: string): Promise<Made<string>> {
  const file = join(options.apiDirectory, 'permit-key.pem')
  if (!existsSync(file)) {
    const { privateKey } = await generateEd25519KeyPair()
    writeWhole(file, encryptPrivateKey(privateKey, passphrase), SECRET_MODE)
  }
  const text = readSmall(file)
  if (!text.ok) return text
  const read = decryptPrivateKey(text.text, passphrase)
  if (!read.ok) return { ok: false, reason: `${file}: ${read.reason}` }
  const keyId = keyIdOf(read.key)
  const directory = join(options.directory, 'permit-keys')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const pem = createPublicKey(read.key).export({ type: 'spki', format: 'pem' }).toString()
  writeIfOther(join(directory, `${keyId}.pem`), pem, PUBLIC_MODE)
  return { ok: true, value: keyId }
}
