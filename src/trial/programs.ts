/** Where the programs are that a trial starts, and which Debian package has them. */
import { accessSync, constants, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { TrialFault } from './fault.ts'

/** Full path of `name`. Throws `TrialFault` naming the Debian package when it isn't installed. */
export function findProgram(name: string, debianPackage: string, path = process.env['PATH'] ?? ''): string {
  for (const folder of [...path.split(':'), '/usr/bin', '/usr/sbin'])
    if (folder !== '' && isProgram(join(folder, name))) return join(folder, name)
  throw missing(name, debianPackage)
}

/**
 * The folder of PostgreSQL's server programs, which Debian keeps out of the PATH: the newest version, or for an
 * existing cluster the version that made it (a cluster is no other version's to open).
 */
export function findPostgres(version?: string, root = '/usr/lib/postgresql'): string {
  const versions = version === undefined ? installed(root) : [version]
  const found = versions.find((one) => isProgram(join(root, one, 'bin', 'initdb')))
  if (found !== undefined) return join(root, found, 'bin')
  throw missing(
    version === undefined ? 'PostgreSQL' : `PostgreSQL ${version}`,
    `postgresql-${version ?? '15'}`,
  )
}

function installed(root: string): string[] {
  try {
    return readdirSync(root).sort((a, b) => Number(b) - Number(a))
  } catch {
    return []
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function missing(name: string, debianPackage: string): TrialFault {
  return new TrialFault(
    `${name} is not installed: apt-get install ${debianPackage} (or run scripts/install as root)`,
  )
}
