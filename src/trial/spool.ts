/** Where the switch of a trial writes what is being recorded, in clear, until it is sealed: memory, if there is some. */
import { createHash } from 'node:crypto'
import { accessSync, constants, lstatSync, mkdirSync, rmdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

export interface Spool {
  readonly directory: string
  readonly inMemory: boolean
  /** Removes the directory, unless something is in it that has still to be sealed. */
  close(): void
}

/** TMPFS_MAGIC of linux/magic.h. */
const TMPFS = 0x0102_1994

/** A folder in `memory` under a name of this data directory's own; within the data directory where `memory` isn't a tmpfs. */
export function makeSpool(dataDir: string, memory = '/dev/shm'): Spool {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const inMemoryThere = join(memory, `cti-bridge-${name}`)
  const inMemory = isWritableTmpfs(memory) && isMadeOurs(inMemoryThere)
  const directory = inMemory ? inMemoryThere : join(dataDir, 'spool')
  if (!inMemory) mkdirSync(directory, { recursive: true, mode: 0o700 })
  return {
    directory,
    inMemory,
    close() {
      // What the service said to callers in person; it leaves this behind only where it was killed.
      removeIfEmpty(join(directory, 'speech'))
      removeIfEmpty(directory)
    },
  }
}

/** Everybody may write to /dev/shm, and make there what is called like our spool before we do. */
function isMadeOurs(directory: string): boolean {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const found = lstatSync(directory)
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0
}

function isWritableTmpfs(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK)
    return statfsSync(path).type === TMPFS
  } catch {
    return false
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOTEMPTY' && code !== 'ENOENT') throw error
  }
}
