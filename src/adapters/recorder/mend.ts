/**
 * Ends a segment whose recorder died: its whole chunks are kept, durable and measured. One that had been ended, of which
 * only the word about it was spoilt, is kept as it is.
 */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { SealingPort } from '../../runtime/recording.ts'
import { diskFaultOf, removeFile } from './disk.ts'
import type { Part } from './part.ts'
import type { SegmentDone, Stage } from './stage.ts'

const READ_BYTES = 256 * 1_024
const NOTHING: SegmentDone = { plaintextBytes: 0, byteLength: 0, sha256: '', truncated: true }

type Keep = ReturnType<SealingPort['keepable']>

/** Rejects with what the disk says; may be called again. */
export async function mendSegment(
  stage: Stage,
  { begin, soundBytes, ended }: Pick<Part, 'begin' | 'soundBytes' | 'ended'>,
  sealing: Pick<SealingPort, 'keepable' | 'whole'>,
): Promise<SegmentDone> {
  const { prefixBytes } = begin
  const done = await measure(
    stage.objectPath(begin),
    (length) => sealing.keepable(prefixBytes, Math.min(length, soundBytes)),
    // Ended, it was durable to its last byte: a final chunk that it has is as good as the others.
    (length) => (ended && length <= soundBytes ? sealing.whole(prefixBytes, length) : undefined),
  )
  if (done.byteLength === 0) await removeFile(stage.objectPath(begin))
  await stage.done(begin, done)
  return done
}

async function measure(
  path: string,
  keepable: (length: number) => Keep,
  whole: (length: number) => Keep | undefined,
): Promise<SegmentDone> {
  try {
    const file = await open(path, 'r+')
    try {
      const { size } = await file.stat()
      const all = whole(size)
      if (all !== undefined && !(await endsInZeros(file, size)))
        return { ...all, sha256: await digestOf(file, all.byteLength), truncated: false }
      let keep = keepable(size)
      // A file system may give a file its length before its bytes, when the power fails: sealed bytes are never all zero.
      while (keep.byteLength > 0 && (await endsInZeros(file, keep.byteLength)))
        keep = keepable(keep.byteLength - 1)
      if (keep.byteLength === 0) return NOTHING
      await file.truncate(keep.byteLength)
      await file.sync()
      return { ...keep, sha256: await digestOf(file, keep.byteLength), truncated: true }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (diskFaultOf(error)?.code === 'ENOENT') return NOTHING
    throw error
  }
}

async function digestOf(file: FileHandle, length: number): Promise<string> {
  const hash = createHash('sha256')
  const bytes = Buffer.allocUnsafe(READ_BYTES)
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, 0, Math.min(bytes.length, length - at), at)
    if (bytesRead === 0) throw Object.assign(new Error('EIO: it shrank'), { code: 'EIO', syscall: 'read' })
    hash.update(bytes.subarray(0, bytesRead))
    at += bytesRead
  }
  return hash.digest('hex')
}

/** A tag has 16 bytes, of which all are zero once in 2¹²⁸. */
async function endsInZeros(file: FileHandle, length: number): Promise<boolean> {
  const tag = Buffer.alloc(16, 1)
  const { bytesRead } = await file.read(tag, 0, tag.length, length - tag.length)
  return bytesRead === tag.length && tag.every((byte) => byte === 0)
}
