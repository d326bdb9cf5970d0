/** A file that only grows, and in which what was appended is on the disk when the append has ended. */
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncDirectory } from '../lib/pki/pem-files.ts'

export interface DurableFile {
  readonly path: string
  /** Bytes. */
  size(): number
  /** Rejects when the text isn't on the disk; then the file is as before, or every further append rejects. */
  append(text: string): Promise<void>
  close(): Promise<void>
}

/** Opens `path`, cutting it to `keepBytes`; makes it when it isn't there. */
export async function openDurableFile(path: string, keepBytes: number): Promise<DurableFile> {
  const handle = await open(path, 'a', 0o600)
  try {
    await handle.truncate(keepBytes)
    await handle.sync()
    syncDirectory(dirname(path))
  } catch (error) {
    await handle.close()
    throw error
  }
  return durableFile(path, handle, keepBytes)
}

function durableFile(path: string, handle: FileHandle, startBytes: number): DurableFile {
  let bytes = startBytes
  let damaged = false
  return {
    path,
    size: () => bytes,
    async append(text) {
      if (damaged) throw new Error('the file may hold half a line')
      try {
        await handle.appendFile(text)
        await handle.datasync()
        bytes += Buffer.byteLength(text)
      } catch (error) {
        // A full disk takes part of a line; what comes after it would be unreadable.
        damaged = true
        await handle.truncate(bytes)
        await handle.datasync()
        damaged = false
        throw error
      }
    },
    close: () => handle.close(),
  }
}
