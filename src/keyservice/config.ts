import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import type { Checked } from '../lib/fault.ts'
import { readSecretFile } from '../lib/secret-file.ts'
import { readYaml } from '../lib/yaml-source.ts'
import { validate } from '../lib/yaml-validate.ts'

const path = z.string().min(1).max(4096)
const host = z.string().regex(/^[A-Za-z0-9_.-]{1,253}$/, 'a name as in a certificate')

/** The key service's settings; README.md has an example of each key. Relative paths are taken from the file's own place. */
export const keyserviceSchema = z.strictObject({
  /** Loopback unless told: nothing but the API has business here. */
  address: z.union([z.ipv4(), z.ipv6()], 'an IP address').default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(8443),
  /** Log and used permits. */
  dataDir: path,
  /** Pairs of certificate and private key for envelopes, old ones too. */
  keysDir: path,
  /** The API's public keys for permits. */
  permitKeysDir: path,
  /** Opens every private key. */
  passphraseFile: path,
  tls: z.strictObject({
    certificateFile: path,
    /** May be the same file as the certificate's. */
    keyFile: path,
    /** Who signed the certificates of clients that may connect. */
    clientAuthorityFile: path,
    /** Certificate revocation lists (PEM) of every authority in the chain. */
    crlFile: path.optional(),
    /** Ids of revoked certificates, one a line, for an authority without lists. */
    revokedFile: path.optional(),
    /** DNS names or common names, of which a client's certificate has one. */
    clients: z.array(host).min(1).max(100).default(['cti-bridge-api']),
  }),
  limits: z
    .strictObject({
      /** Openings a minute, and as many at once. */
      perPersonPerMinute: z.int().min(1).max(100_000).default(120),
      perMinute: z.int().min(1).max(100_000).default(1200),
    })
    .prefault({}),
  /** How far the API's clock may be off. */
  clockSkewSeconds: z.int().min(0).max(60).default(5),
  /** How often changed files are looked for. */
  reloadSeconds: z.int().min(1).max(86_400).default(30),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type KeyserviceInput = z.input<typeof keyserviceSchema>

/** All paths are absolute, and the passphrase is read. */
export type KeyserviceConfig = z.output<typeof keyserviceSchema> & {
  readonly passphrase: string
  /** Others than its owner and his group may read the passphrase's file. */
  readonly passphraseOpen: boolean
}

/** Reads and checks a file in YAML or JSON. All faults come at once, each with its place. */
export function readConfig(file: string): Checked<KeyserviceConfig> {
  const source = readYaml(file)
  if (!source.ok) return source
  const checked = validate(source.value.value, keyserviceSchema, source.value)
  if (!checked.ok) return checked
  const config = withPathsFrom(dirname(resolve(file)), checked.value)
  const secret = readSecretFile(config.passphraseFile)
  if (!secret.ok) {
    const place = source.value.placeOf(['passphraseFile'])
    return { ok: false, faults: [{ place, path: 'passphraseFile', message: secret.reason }] }
  }
  return { ok: true, value: { ...config, passphrase: secret.value, passphraseOpen: secret.openToOthers } }
}

type Parsed = z.output<typeof keyserviceSchema>

function withPathsFrom(base: string, config: Parsed): Parsed {
  const at = (one: string) => resolve(base, one)
  const { crlFile, revokedFile, ...tls } = config.tls
  return {
    ...config,
    dataDir: at(config.dataDir),
    keysDir: at(config.keysDir),
    permitKeysDir: at(config.permitKeysDir),
    passphraseFile: at(config.passphraseFile),
    tls: {
      ...tls,
      certificateFile: at(tls.certificateFile),
      keyFile: at(tls.keyFile),
      clientAuthorityFile: at(tls.clientAuthorityFile),
      ...(crlFile === undefined ? {} : { crlFile: at(crlFile) }),
      ...(revokedFile === undefined ? {} : { revokedFile: at(revokedFile) }),
    },
  }
}
