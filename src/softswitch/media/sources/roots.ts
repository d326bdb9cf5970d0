import { realpathSync } from 'node:fs'
import { isAbsolute, join, sep } from 'node:path'

export type Resolved =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string }

/**
 * The real path of a sound file. Links are followed first, so that neither `..` nor a link leads out of `roots`.
 * Relative paths begin at `base`.
 */
export function resolveSound(
  path: string,
  base: string | undefined,
  roots: readonly string[] | undefined,
): Resolved {
  if (path.includes('\0')) return { ok: false, reason: 'bad path' }
  if (!isAbsolute(path) && base === undefined)
    return { ok: false, reason: 'relative path without a sound directory' }
  const full = isAbsolute(path) ? path : join(base ?? '', path)
  const real = realpath(full)
  // Whether a file outside exists is nobody's business.
  const within = roots === undefined || roots.some((root) => isWithin(real ?? full, realpath(root) ?? root))
  if (!within) return { ok: false, reason: 'outside the sound directories' }
  return real === undefined ? { ok: false, reason: 'no such file' } : { ok: true, path: real }
}

function isWithin(path: string, root: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep)
}

function realpath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
