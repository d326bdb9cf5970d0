/**
 * Keys and certificates of a trial's recordings: the key service's in `keyservice`, the API's in `keys`, the escrow's in
 * `escrow`. In a hospital each of these lies on a machine of its own, the last one in a safe.
 */
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeEscrow } from '../keyservice/make-escrow.ts'
import { setUp } from '../keyservice/set-up.ts'
import { generateRsaKeyPair, type KeyPair } from '../lib/pki/key-pair.ts'
import { TrialFault } from './fault.ts'

export interface KeyMaterial {
  readonly keyServiceDir: string
  /** What the configuration calls `keys/…`. */
  readonly apiDir: string
  readonly escrowDir: string
}

/** Made at a first start: an authority's, the key service's, the API's, the envelopes' and the escrow's. */
const FIRST_KEYS = 5

/** Makes what is missing and renews what is due. Throws `TrialFault` when that can't be. */
export async function keyMaterial(dataDir: string): Promise<KeyMaterial> {
  const material = {
    keyServiceDir: join(dataDir, 'keyservice'),
    apiDir: join(dataDir, 'keys'),
    escrowDir: join(dataDir, 'escrow'),
  }
  const { keyServiceDir, apiDir, escrowDir } = material
  const now = new Date()
  const isFirst = !existsSync(join(keyServiceDir, 'keyservice.yaml'))
  const makeKeyPair = isFirst ? ahead(FIRST_KEYS) : generateRsaKeyPair
  const [set, escrow] = await Promise.all([
    setUp({
      directory: keyServiceDir,
      apiDirectory: apiDir,
      hosts: ['127.0.0.1', '::1', 'localhost'],
      now,
      makeKeyPair,
    }),
    // One that is there is left as it is: recordings hang on it.
    existsSync(join(escrowDir, 'escrow.cert.pem'))
      ? { ok: true as const }
      : makeEscrow({ directory: escrowDir, passphraseFile: undefined, now, makeKeyPair }),
  ])
  for (const made of [set, escrow]) {
    if (!made.ok) throw new TrialFault(`the keys of recordings can't be made: ${made.reason}`)
  }
  copyFileSync(join(escrowDir, 'escrow.cert.pem'), join(apiDir, 'escrow.pem'))
  return material
}

/**
 * Begins to make so many pairs before they are asked for; further ones are made when asked for. Two at a time: key
 * generation keeps threads of Node's pool busy for seconds, and whoever reads files meanwhile needs the others.
 */
function ahead(count: number): () => Promise<KeyPair> {
  const lanes: Promise<unknown>[] = Array.from({ length: LANES }, () => Promise.resolve())
  const making = Array.from({ length: count }, (_, n) => {
    const pair = (lanes[n % LANES] ?? Promise.resolve()).then(() => generateRsaKeyPair())
    lanes[n % LANES] = pair.catch(() => undefined)
    // A failure is told to whoever asks for the pair.
    pair.catch(() => undefined)
    return pair
  })
  return () => making.shift() ?? generateRsaKeyPair()
}

const LANES = 2
