/** Whether the spool is memory that never reaches a disk. */
import { readFileSync, statfsSync } from 'node:fs'

/** linux/magic.h */
const TMPFS = 0x0102_1994
const RAMFS = 0x8584_58f6

export interface SpoolCheck {
  readonly inMemory: boolean
  /** The host may write parts of the memory to a disk, and the mount doesn't forbid it. */
  readonly mayBeSwapped: boolean
}

export function checkSpool(directory: string): SpoolCheck {
  const { type } = statfsSync(directory)
  if (type === RAMFS) return { inMemory: true, mayBeSwapped: false }
  return { inMemory: type === TMPFS, mayBeSwapped: hostSwaps() && !mountedNoSwap(directory) }
}

/** /proc/swaps, proc(5): a line of headings, then one for each swap area. */
function hostSwaps(): boolean {
  return textOf('/proc/swaps').trim().split('\n').length > 1
}

/** /proc/mounts: the last mount on the longest path that leads to the directory; tmpfs(5): `noswap`. */
function mountedNoSwap(directory: string): boolean {
  let best = { path: '', options: '' }
  for (const line of textOf('/proc/mounts').split('\n')) {
    const [, path = '', , options = ''] = line.split(' ')
    const leads = path === '/' || directory === path || directory.startsWith(`${path}/`)
    if (leads && path.length >= best.path.length) best = { path, options }
  }
  return best.options.split(',').includes('noswap')
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Share of the spool's memory that is free, 0 to 1. */
export function freeShare(directory: string): number {
  const { bavail, blocks } = statfsSync(directory)
  return blocks === 0 ? 1 : bavail / blocks
}
