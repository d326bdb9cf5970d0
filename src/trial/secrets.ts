/**
 * Passwords, tokens and keys of a trial: made once, kept in files that only their owner can read, so that they
 * appear in no command line, no environment and no log.
 */
import { randomBytes, randomInt } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { TrialFault } from './fault.ts'

export interface Secrets {
  /** Holds one file a secret, each with a line end. */
  readonly folder: string
  /** The file, made if need be: what configuration entries called `…File` name. */
  file(name: SecretName): string
  value(name: SecretName): string
}

export type SecretName =
  | 'api-token'
  | 'postgres-password'
  | 'redis-password'
  | 'event-socket-password'
  /** Wraps the calls' keys: losing it loses all private fields. */
  | 'master-key'
  /** For keyed hashes of numbers. */
  | 'hash-key'
  | `extension-${string}`

/** Opens `<dataDir>/secrets`, making it if need be. Secrets are made when first asked for. */
export function openSecrets(dataDir: string): Secrets {
  const folder = join(dataDir, 'secrets')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const file = (name: SecretName) => {
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name))
      throw new Error('a secret is named by lower-case letters and digits')
    const path = join(folder, name)
    if (read(path) === undefined) write(path, fresh(name))
    chmodSync(path, 0o600)
    return path
  }
  return { folder, file, value: (name) => read(file(name)) ?? empty(name) }
}

/** Keys are 32 bytes in hex; a person types extensions' passwords into a telephone; the rest is for programs. */
function fresh(name: SecretName): string {
  if (name.endsWith('-key')) return randomBytes(32).toString('hex')
  if (name.startsWith('extension-')) return typeable(12)
  return randomBytes(24).toString('base64url')
}

/** Letters and digits without look-alikes. `randomInt` doesn't favour the first ones as a remainder would. */
function typeable(length: number): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}

function read(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim()
    return text === '' ? undefined : text
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new TrialFault(`can't read the secret ${path}: ${(error as Error).message}`)
  }
}

/** Whole or not at all, and never over an existing one: a lost key is worse than a failed start. */
function write(path: string, value: string): void {
  const draft = `${path}.${process.pid}.new`
  const fd = openSync(draft, 'w', 0o600)
  try {
    writeSync(fd, `${value}\n`)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function empty(name: SecretName): never {
  throw new TrialFault(`the secret ${name} is an empty file`)
}
