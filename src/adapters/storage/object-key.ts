/** Keys of objects, and the only place that makes a path out of one. */
import { join } from 'node:path'

const MAX_KEY = 512
/** A first character that isn't a dot keeps out `.`, `..` and the store's own folder; no backslash, no NUL, no colon. */
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/

/** The path's parts below the store's root; undefined for what isn't a key. */
export function keyParts(key: string): readonly string[] | undefined {
  if (key.length > MAX_KEY) return undefined
  const parts = key.split('/')
  return parts.every((part) => SEGMENT.test(part)) ? parts : undefined
}

/** Where an object lies, and the folders on the way to it from the root, the root included, deepest last. */
export interface ObjectPlace {
  readonly path: string
  readonly folders: readonly string[]
}

export function placeOf(root: string, key: string): ObjectPlace | undefined {
  const parts = keyParts(key)
  if (parts === undefined) return undefined
  const folders = [root]
  for (const part of parts.slice(0, -1)) folders.push(join(folders.at(-1) ?? root, part))
  return { path: join(root, ...parts), folders }
}
