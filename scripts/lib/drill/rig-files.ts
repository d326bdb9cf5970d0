/** What the parts of a drill's system have on the disk, and the processes that they consist of. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Files in the spool that are still in clear. */
export function clearSoundIn(spoolDir: string): readonly string[] {
  return readdirSync(spoolDir).filter((name) => name.endsWith('.raw'))
}

/** Files of local journals, of a service as one process or as several, that still hold facts. */
export function factsIn(dataDir: string, processes: readonly string[]): readonly string[] {
  return [dataDir, ...processes.map((name) => join(dataDir, 'processes', name))]
    .flatMap((own) => filesIn(join(own, 'journal')))
    .filter((path) => statSync(path).size > 0)
}

/** Every file below the folder with its size. */
export function sizesIn(folder: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    filesIn(folder).map((path) => [path.slice(folder.length + 1), statSync(path).size]),
  )
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** A process and those that it has started: PostgreSQL's server and its backends. */
export function familyOf(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return [pid, ...(text === '' ? [] : text.split(' ').flatMap((child) => familyOf(Number(child))))]
  } catch {
    // Gone meanwhile.
    return []
  }
}
