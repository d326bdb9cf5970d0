/**
 * Takes plaintext out of a file that is still being written: fallocate(2) with FALLOC_FL_PUNCH_HOLE gives the memory of
 * a tmpfs file back, which Node has no call for. Where holes can't be punched the bytes are overwritten with zeros: gone
 * all the same on a tmpfs, while on a disk the old blocks may stay readable to whoever reads the disk itself.
 */
import { fstatSync, writeSync } from 'node:fs'
import { constants } from 'node:os'
import koffi from 'koffi'

export interface Eraser {
  /** False where bytes can only be overwritten. */
  readonly punches: boolean
  /** Bytes from `from` to before `to`, both within the file. Throws what the operating system said. */
  erase(fd: number, from: number, to: number): void
  /** Where the first byte at or behind `from` is that isn't in a hole; the file's size when there is none. */
  firstData(fd: number, from: number): number
}

/** linux/falloc.h */
const PUNCH_HOLE_KEEP_SIZE = 0x02 | 0x01
/** unistd.h */
const SEEK_DATA = 3
const ZEROS = Buffer.alloc(64 * 1_024)

export function createEraser(): Eraser {
  const libc = loadLibc()
  let punches = libc !== undefined
  return {
    get punches() {
      return punches
    },
    erase(fd, from, to) {
      if (from >= to) return
      if (punches && libc !== undefined) {
        if (libc.fallocate(fd, PUNCH_HOLE_KEEP_SIZE, from, to - from) === 0) return
        const errno = koffi.errno()
        if (errno !== constants.errno.EOPNOTSUPP && errno !== constants.errno.ENOSYS)
          throw systemError('fallocate', errno)
        punches = false
      }
      for (let at = from; at < to; ) at += writeSync(fd, ZEROS, 0, Math.min(ZEROS.length, to - at), at)
    },
    firstData(fd, from) {
      if (libc === undefined) return from
      const at = libc.lseek(fd, from, SEEK_DATA)
      if (at >= 0) return at
      // ENXIO: nothing but a hole up to the end. File systems without holes answer EINVAL.
      return koffi.errno() === constants.errno.ENXIO ? fstatSync(fd).size : from
    },
  }
}

interface Libc {
  readonly fallocate: (fd: number, mode: number, offset: number, length: number) => number
  readonly lseek: (fd: number, offset: number, whence: number) => number
}

/** Undefined where there is no such library: another operating system, another libc. */
function loadLibc(): Libc | undefined {
  try {
    const libc = koffi.load('libc.so.6')
    return {
      fallocate: libc.func('int fallocate(int fd, int mode, int64_t offset, int64_t len)'),
      lseek: libc.func('int64_t lseek(int fd, int64_t offset, int whence)'),
    }
  } catch {
    return undefined
  }
}

function systemError(syscall: string, errno: number): Error {
  const [code = `E${errno}`] = Object.entries(constants.errno).find(([, value]) => value === errno) ?? []
  return Object.assign(new Error(`${code}: ${syscall}`), { code, errno, syscall })
}
