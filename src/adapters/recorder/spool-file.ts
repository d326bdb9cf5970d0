/**
 * One file that the switch writes. All calls are synchronous: the spool is memory, and a call takes microseconds, where
 * a trip through Node's thread pool would cost more and give 1,000 files a buffer each.
 */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { BYTES_PER_SAMPLE_PAIR, SAMPLE_RATE_HZ } from '../../runtime/recording.ts'
import { diskFaultOf } from './disk.ts'
import type { Eraser } from './eraser.ts'

export const BYTES_PER_MS = (BYTES_PER_SAMPLE_PAIR * SAMPLE_RATE_HZ) / 1_000

export interface SpoolFile {
  /** Bytes that the switch has written. */
  size(): number
  /** Milliseconds since the epoch of its first sample, by the last write and the size: only right before anything was erased. */
  beganAt(): number
  /** Fills `buffer` from `at` on; fewer bytes at the end. */
  read(buffer: Uint8Array, at: number): number
  /** The first byte that wasn't erased. */
  firstData(): number
  erase(from: number, to: number): void
  /** What it takes of the memory. */
  allocatedBytes(): number
  close(): void
}

export type SpoolFileOpening =
  | { readonly type: 'opened'; readonly file: SpoolFile }
  | { readonly type: 'missing' }
  /** A link, a folder, or not ours to read and write. */
  | { readonly type: 'refused'; readonly reason: string }

const BLOCK_BYTES = 512

export function openSpoolFile(path: string, eraser: Eraser): SpoolFileOpening {
  let fd: number
  try {
    fd = openSync(path, constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const code = diskFaultOf(error)?.code
    if (code === undefined) throw error
    return code === 'ENOENT' ? { type: 'missing' } : { type: 'refused', reason: code }
  }
  if (!fstatSync(fd).isFile()) {
    closeSync(fd)
    return { type: 'refused', reason: 'not a plain file' }
  }
  let closed = false
  return {
    type: 'opened',
    file: {
      size: () => fstatSync(fd).size,
      beganAt() {
        const { mtimeMs, size } = fstatSync(fd)
        return Math.round(mtimeMs - size / BYTES_PER_MS)
      },
      read: (buffer, at) => readSync(fd, buffer, 0, buffer.length, at),
      firstData: () => eraser.firstData(fd, 0),
      erase: (from, to) => eraser.erase(fd, from, Math.min(to, fstatSync(fd).size)),
      allocatedBytes: () => fstatSync(fd).blocks * BLOCK_BYTES,
      close() {
        if (closed) return
        closed = true
        closeSync(fd)
      },
    },
  }
}

/** Bytes of a file that isn't open; undefined when there is none. */
export function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}
