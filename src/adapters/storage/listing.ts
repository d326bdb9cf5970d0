/** Lists keys in order, in bounded memory however many objects a folder holds. */
import type { Dirent } from 'node:fs'
import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './disk-fault.ts'
import { keyParts } from './object-key.ts'

/** Names of one folder held at once. */
const BATCH = 1_000

/**
 * Keys after `after` that begin with `prefix`, ascending. A folder's name stands with its slash, so that the order of
 * the walk is the order of the keys.
 */
export async function* keysAfter(root: string, prefix: string, after: string): AsyncGenerator<string> {
  yield* walk(root, '', prefix, after)
}

async function* walk(folder: string, base: string, prefix: string, after: string): AsyncGenerator<string> {
  for (let last = ''; ; ) {
    const names = await nextNames(folder, (name) => {
      const key = base + name
      if (name <= last) return false
      return name.endsWith('/')
        ? (prefix.startsWith(key) || key.startsWith(prefix)) && (after.startsWith(key) || key > after)
        : key.startsWith(prefix) && key > after
    })
    for (const name of names) {
      if (!name.endsWith('/')) yield base + name
      else yield* walk(join(folder, name), base + name, prefix, after)
    }
    const end = names.at(-1)
    if (names.length < BATCH || end === undefined) return
    last = end
  }
}

/** The first names in order among those wanted, at most a batch. */
async function nextNames(path: string, wanted: (name: string) => boolean): Promise<string[]> {
  let names: string[] = []
  const keepFirst = () => {
    names = names.toSorted(inOrder).slice(0, BATCH)
  }
  try {
    for await (const entry of await opendir(path)) {
      const name = nameOf(entry)
      if (name === undefined || !wanted(name)) continue
      names.push(name)
      if (names.length >= 4 * BATCH) keepFirst()
    }
  } catch (fault) {
    // Gone since its parent was read.
    if (codeOf(fault) !== 'ENOENT') throw fault
  }
  keepFirst()
  return names
}

/** Undefined for what no key names: the store's own folder, links, pipes. */
function nameOf(entry: Dirent): string | undefined {
  if (keyParts(entry.name) === undefined) return undefined
  if (entry.isDirectory()) return `${entry.name}/`
  return entry.isFile() ? entry.name : undefined
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
