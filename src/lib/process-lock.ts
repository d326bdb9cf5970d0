/** One live process a thing: a file that names the process which has it. A lock whose process is dead is taken over. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isAlive, markOf, type ProcessMark } from './process-mark.ts'

export type LockOutcome =
  | { readonly type: 'taken'; readonly release: () => void }
  /** A live process has it. */
  | { readonly type: 'held'; readonly pid: number }
  /** No lock can be had there; `reason` names the path. */
  | { readonly type: 'unavailable'; readonly reason: string }

const TRIES = 5

/** Takes the lock `path` (in a directory that is there) for this process. */
export function takeProcessLock(path: string): LockOutcome {
  const own = markOf(process.pid)
  if (own === undefined) return { type: 'unavailable', reason: `${path}: needs /proc, which only Linux has` }
  const text = JSON.stringify(own)
  const draft = `${path}.${process.pid}`
  try {
    writeFileSync(draft, text, { mode: 0o600 })
    for (let tries = 0; tries < TRIES; tries += 1) {
      // A link appears with its content, or not at all when there is one already.
      if (attempt(() => linkSync(draft, path), 'EEXIST'))
        return { type: 'taken', release: () => release(path, text) }
      const found = read(path)
      const holder = found === undefined ? undefined : parse(found)
      if (holder !== undefined && isAlive(holder)) return { type: 'held', pid: holder.pid }
      if (found !== undefined) removeDead(path, found)
    }
    return { type: 'unavailable', reason: `${path}: others keep taking it` }
  } catch (error) {
    return { type: 'unavailable', reason: `${path}: ${(error as NodeJS.ErrnoException).code ?? 'failed'}` }
  } finally {
    rmSync(draft, { force: true })
  }
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
