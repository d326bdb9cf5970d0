/** Where a trial keeps what must outlive it. */
import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { TrialFault } from './fault.ts'

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isRoot: boolean
  readonly home: string
}

/** `CTI_DATA_DIR`; without it `/var/lib/cti-bridge` for root, `~/.local/share/cti-bridge` for others. */
export function dataDirOf({ env, isRoot, home }: Surroundings): string {
  const chosen = env['CTI_DATA_DIR']
  if (chosen !== undefined && chosen !== '') return resolve(chosen)
  if (isRoot) return '/var/lib/cti-bridge'
  const share = env['XDG_DATA_HOME']
  return join(share !== undefined && isAbsolute(share) ? share : join(home, '.local/share'), 'cti-bridge')
}

/** Makes the directory, for its owner alone. Returns its real path. Throws `TrialFault` when that can't be. */
export function makeDataDir(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return realpathSync(path)
  } catch (error) {
    throw new TrialFault(
      `can't use the data directory ${path}: ${(error as Error).message}; set CTI_DATA_DIR`,
    )
  }
}
