/** Ends a segment whose recorder died: its whole chunks are kept, durable and measured. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { SealingPort } from '../../runtime/recording.ts'
import { diskFaultOf, removeFile } from './disk.ts'
import type { SegmentBegin, SegmentDone, Stage } from './stage.ts'

const READ_BYTES = 256 * 1_024
const NOTHING: SegmentDone = { plaintextBytes: 0, byteLength: 0, sha256: '', truncated: true }

/**
 * @param mostBytes what is behind may be damaged (the disk failed there)
 * Rejects with what the disk says; may be called again.
 */
export async function mendSegment(
  stage: Stage,
  begin: SegmentBegin,
  sealing: Pick<SealingPort, 'keepable'>,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<SegmentDone> {
  const done = await measure(stage.objectPath(begin), (length) =>
    sealing.keepable(begin.prefixBytes, Math.min(length, mostBytes)),
  )
  if (done.byteLength === 0) await removeFile(stage.objectPath(begin))
  await stage.done(begin, done)
  return done
}

async function measure(
  path: string,
  keepable: (length: number) => { byteLength: number; plaintextBytes: number },
): Promise<SegmentDone> {
  try {
    const file = await open(path, 'r+')
    try {
      let keep = keepable((await file.stat()).size)
      // A file system may give a file its length before its bytes, when the power fails: sealed bytes are never all zero.
      while (keep.byteLength > 0 && (await endsInZeros(file, keep.byteLength)))
        keep = keepable(keep.byteLength - 1)
      if (keep.byteLength === 0) return NOTHING
      await file.truncate(keep.byteLength)
      await file.sync()
      const hash = createHash('sha256')
      const bytes = Buffer.allocUnsafe(READ_BYTES)
      for (let at = 0; at < keep.byteLength; ) {
        const { bytesRead } = await file.read(bytes, 0, bytes.length, at)
        if (bytesRead === 0)
          throw Object.assign(new Error('EIO: it shrank'), { code: 'EIO', syscall: 'read' })
        hash.update(bytes.subarray(0, bytesRead))
        at += bytesRead
      }
      return { ...keep, sha256: hash.digest('hex'), truncated: true }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (diskFaultOf(error)?.code === 'ENOENT') return NOTHING
    throw error
  }
}

/** A tag has 16 bytes, of which all are zero once in 2¹²⁸. */
async function endsInZeros(file: Awaited<ReturnType<typeof open>>, length: number): Promise<boolean> {
  const tag = Buffer.alloc(16, 1)
  const { bytesRead } = await file.read(tag, 0, tag.length, length - tag.length)
  return bytesRead === tag.length && tag.every((byte) => byte === 0)
}
