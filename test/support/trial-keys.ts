/**
 * Key material as a trial makes it, made once for all test runs of some weeks: five RSA keys of 3,072 bits take seconds.
 * Each system gets a copy.
 */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keyMaterial } from '../../src/trial/key-material.ts'

const KEPT = fileURLToPath(new URL('../../node_modules/.cache/cti-bridge/trial-keys', import.meta.url))
/** The shortest of its certificates are good for 90 days, and due for renewal after 60. */
const MAX_AGE_MS = 30 * 86_400_000

/** Fills the data directory of a trial that hasn't started yet. */
export async function lendTrialKeys(dataDir: string): Promise<void> {
  if (ageMs() > MAX_AGE_MS) await make()
  cpSync(KEPT, dataDir, { recursive: true })
}

function ageMs(): number {
  const made = statSync(KEPT, { throwIfNoEntry: false })?.mtimeMs
  return made === undefined ? Number.POSITIVE_INFINITY : Date.now() - made
}

async function make(): Promise<void> {
  mkdirSync(dirname(KEPT), { recursive: true, mode: 0o700 })
  const draft = mkdtempSync(`${KEPT}-`)
  try {
    await keyMaterial(draft)
    // Another test process was faster, and others copy what it has made.
    if (ageMs() <= MAX_AGE_MS) {
      rmSync(draft, { recursive: true, force: true })
      return
    }
    const former = join(draft, 'former')
    if (statSync(KEPT, { throwIfNoEntry: false })) renameSync(KEPT, former)
    rmSync(former, { recursive: true, force: true })
    renameSync(draft, KEPT)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Another test process was faster.
    if (ageMs() > MAX_AGE_MS) throw error
  }
}
