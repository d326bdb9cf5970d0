/** One trial a data directory: a file that names the process which has it. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TrialFault } from './fault.ts'
import { isAlive, markOf, type ProcessMark } from './process-table.ts'

const TRIES = 5

/**
 * Takes the directory for this process and returns how to give it back. A lock whose process is dead is taken over.
 * Throws `TrialFault` when a live process has it.
 */
export function lockDataDir(dataDir: string): () => void {
  const path = join(dataDir, 'trial.lock')
  const own = markOf(process.pid)
  if (own === undefined) throw new TrialFault('a trial needs /proc, which only Linux has')
  const text = JSON.stringify(own)
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      // A link appears with its content, or not at all when there is one already.
      if (attempt(() => linkSync(draft, path), 'EEXIST')) return () => release(path, text)
      const found = read(path)
      const holder = found === undefined ? undefined : parse(found)
      if (holder !== undefined && isAlive(holder))
        throw new TrialFault(
          `another trial (pid ${holder.pid}) runs on ${dataDir}: stop it, or set CTI_DATA_DIR`,
        )
      if (found !== undefined) removeDead(path, found)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new TrialFault(`can't take ${path}: others keep taking it`)
}

/** Two may find the same dead lock; the slower must not remove the live one that the faster has made since. */
function removeDead(path: string, dead: string): void {
  const aside = `${path}.dead.${process.pid}`
  if (!attempt(() => renameSync(path, aside), 'ENOENT')) return
  if (read(aside) !== dead) attempt(() => linkSync(aside, path), 'EEXIST')
  rmSync(aside, { force: true })
}

function release(path: string, own: string): void {
  if (read(path) === own) rmSync(path, { force: true })
}

function parse(text: string): ProcessMark | undefined {
  try {
    const { pid, startTicks } = JSON.parse(text) as Partial<ProcessMark>
    return Number.isSafeInteger(pid) && typeof startTicks === 'string'
      ? { pid: Number(pid), startTicks }
      : undefined
  } catch {
    return undefined
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** False when it fails in the way that is expected. */
function attempt(action: () => void, expected: string): boolean {
  try {
    action()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === expected) return false
    throw error
  }
}
