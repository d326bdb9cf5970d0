/** One trial a data directory. */
import { join } from 'node:path'
import { takeProcessLock } from '../lib/process-lock.ts'
import { TrialFault } from './fault.ts'

/**
 * Takes the directory for this process and returns how to give it back. A lock whose process is dead is taken over.
 * Throws `TrialFault` when a live process has it.
 */
export function lockDataDir(dataDir: string): () => void {
  const lock = takeProcessLock(join(dataDir, 'trial.lock'))
  switch (lock.type) {
    case 'taken':
      return lock.release
    case 'held':
      throw new TrialFault(`another trial (pid ${lock.pid}) runs on ${dataDir}: stop it, or set CTI_DATA_DIR`)
    case 'unavailable':
      throw new TrialFault(`can't lock the data directory: ${lock.reason}`)
  }
}
