/** Small durable writes, and what the operating system says went wrong. */
import { constants } from 'node:fs'
import { open, rename, unlink } from 'node:fs/promises'

export interface DiskFault {
  /** No room, or a quota reached: what is there stays, and it goes on when there is room again. */
  readonly full: boolean
  /** `EIO` and such. */
  readonly code: string
}

/** Undefined for what the operating system didn't say, which is a bug. */
export function diskFaultOf(error: unknown): DiskFault | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined
  const code = String(error.code)
  return { full: code === 'ENOSPC' || code === 'EDQUOT', code }
}

/** Puts `text` under `path`, all of it or none; durable once `syncFolder` was called for its folder. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.draft`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** False when it wasn't there. */
export async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path)
    return true
  } catch (error) {
    if (diskFaultOf(error)?.code === 'ENOENT') return false
    throw error
  }
}
