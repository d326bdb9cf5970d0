/**
 * Under which name this controller holds leases: its id, and a nonce that its data directory keeps. Two controllers of
 * one host have the same id by default; without the nonce each would renew the other's lease and take the site from it
 * for ever. One that comes back on its data directory has the same name, and so its own lease at once.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'

export type LeaseHolder =
  | { readonly ok: true; readonly value: string }
  /** `reason` names the file. */
  | { readonly ok: false; readonly reason: string }

const FILE = 'controller.nonce'
const NONCE = /^[0-9a-f]{16}$/

/** To be called by whoever has the lock of the data directory. One that is lost costs a wait for the old lease's end. */
export function leaseHolder({
  controllerId,
  dataDir,
}: Pick<Config, 'controllerId' | 'dataDir'>): LeaseHolder {
  const file = join(dataDir, FILE)
  try {
    return { ok: true, value: `${controllerId}/${read(file) ?? make(file)}` }
  } catch (error) {
    return { ok: false, reason: `${file}: ${(error as NodeJS.ErrnoException).code ?? 'failed'}` }
  }
}

/** Undefined when there is none, or none that was written to its end. */
function read(file: string): string | undefined {
  try {
    const nonce = readFileSync(file, 'utf8').trim()
    return NONCE.test(nonce) ? nonce : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function make(file: string): string {
  const nonce = randomBytes(8).toString('hex')
  const draft = `${file}.new`
  writeFileSync(draft, `${nonce}\n`, { mode: 0o600 })
  renameSync(draft, file)
  return nonce
}
