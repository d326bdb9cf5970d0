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

/** Made at a first start: an authority's, the key service's, the API's and the envelopes', and the escrow's. */
const SET_UP_KEYS = 4

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
  const [set, escrow] = await Promise.all([
    setUp({
      directory: keyServiceDir,
      apiDirectory: apiDir,
      hosts: ['127.0.0.1', '::1', 'localhost'],
      now,
      makeKeyPair: isFirst ? ahead(SET_UP_KEYS) : generateRsaKeyPair,
    }),
    // One that is there is left as it is: recordings hang on it.
    existsSync(join(escrowDir, 'escrow.cert.pem'))
      ? { ok: true as const }
      : makeEscrow({ directory: escrowDir, passphraseFile: undefined, now }),
  ])
  for (const made of [set, escrow]) {
    if (!made.ok) throw new TrialFault(`the keys of recordings can't be made: ${made.reason}`)
  }
  copyFileSync(join(escrowDir, 'escrow.cert.pem'), join(apiDir, 'escrow.pem'))
  return material
}

/** Begins to make so many pairs at once, on all processors; more are made when asked for. */
function ahead(count: number): () => Promise<KeyPair> {
  const making = Array.from({ length: count }, () => generateRsaKeyPair())
  // A failure is told to whoever asks for the pair.
  for (const pair of making) pair.catch(() => undefined)
  return () => making.shift() ?? generateRsaKeyPair()
}
