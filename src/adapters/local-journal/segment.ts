/** One file of the local journal: made, written to its end, looked through, read. */
import { constants } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallKey, CallSealing } from '../../runtime/ports.ts'
import { decodeRecord, fileHead, keyName, MAGIC, MOST_HEAD_BYTES, parseFileHead } from './record.ts'
import { type Found, readAt, Walk } from './walk.ts'

/** As much of a file handle as the local journal takes: a test hands in a disk that fails. */
export type JournalFile = Pick<FileHandle, 'write' | 'read' | 'truncate' | 'datasync' | 'stat' | 'close'>
export type OpenJournalFile = (path: string, flags: number) => Promise<JournalFile>

export const openJournalFile: OpenJournalFile = (path, flags) => open(path, flags, 0o600)

export interface Segment {
  readonly path: string
  readonly file: JournalFile
  readonly key: CallKey
  readonly headBytes: number
  readonly firstPos: number
  /** One less than `firstPos` while nothing is in it. */
  lastPos: number
  /** Bytes up to the end of its last good record. */
  size: number
  /** Behind those something stands that isn't a torn record. */
  damaged: boolean
  /** A write failed and could not be taken back: nothing more is written here. */
  spoilt: boolean
}

export interface Folder {
  readonly directory: string
  readonly siteId: string
  readonly sealing: CallSealing
  readonly openFile: OpenJournalFile
}

const NAME = /^(\d{16})\.log$/

function segmentName(firstPos: number): string {
  return `${String(firstPos).padStart(16, '0')}.log`
}

/** The first position that a name tells; undefined for files of others. */
export function positionOf(name: string): number | undefined {
  const digits = NAME.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** A new file for facts from this position on. Rejects when there is one already. */
export async function createSegment(folder: Folder, firstPos: number): Promise<Segment> {
  const path = join(folder.directory, segmentName(firstPos))
  const key = folder.sealing.createKey(folder.siteId, keyName(firstPos))
  const head = fileHead(key.wrapped)
  const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  const file = await folder.openFile(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
  const segment = { path, file, key, headBytes: head.length, firstPos, lastPos: firstPos - 1 }
  try {
    await writeAt(file, head, 0)
  } catch (error) {
    await file.close().catch(() => undefined)
    // Else it stands in the way of the next try, which is of the same name.
    await unlink(path).catch(() => undefined)
    throw error
  }
  return { ...segment, size: head.length, damaged: false, spoilt: false }
}

/**
 * A file that an earlier process left, looked through. Undefined when nothing is in it: its maker died over it, or it
 * is empty. `foreign`: it isn't one of ours, or another master key's.
 *
 * @param firstPos as its maker named it
 * @param access O_RDWR, or O_RDONLY to read only
 */
export async function findSegment(
  folder: Folder,
  name: string,
  firstPos = positionOf(name) ?? 0,
  access = constants.O_RDWR,
): Promise<Segment | 'foreign' | undefined> {
  const path = join(folder.directory, name)
  const file = await folder.openFile(path, access | constants.O_NOFOLLOW)
  let kept = false
  try {
    const { size } = await file.stat()
    const bytes = await readAt(file, 0, Math.min(size, MOST_HEAD_BYTES))
    const head = parseFileHead(bytes)
    if (!head) return isUnfinished(bytes, size) ? undefined : 'foreign'
    const key = folder.sealing.openKey(folder.siteId, keyName(firstPos), Buffer.from(head.wrappedKey))
    if (!key) return 'foreign'
    const segment: Segment = {
      path,
      file,
      key,
      headBytes: head.headBytes,
      firstPos,
      lastPos: firstPos - 1,
      size: head.headBytes,
      damaged: false,
      spoilt: false,
    }
    await lookThrough(segment, size)
    kept = segment.lastPos >= firstPos || segment.damaged
    return kept ? segment : undefined
  } finally {
    if (!kept) await file.close()
  }
}

/** Its head is written before anything else: what has none, and is no longer than one, was never used. */
function isUnfinished(bytes: Buffer, size: number): boolean {
  if (size > bytes.length) return false
  const magic = bytes.subarray(0, MAGIC.length)
  return magic.equals(MAGIC.subarray(0, magic.length)) || bytes.every((byte) => byte === 0)
}

/** Finds the last good record. The very last may be torn though it has its length: a seal tells. */
async function lookThrough(segment: Segment, size: number): Promise<void> {
  const walk = new Walk(segment.file, segment.headBytes, size)
  let last: Found | undefined
  for (;;) {
    const step = await walk.next()
    if (step.type !== 'record') {
      segment.damaged = step.type === 'damaged'
      break
    }
    if (step.record.firstPos !== segment.lastPos + 1) {
      segment.damaged = true
      break
    }
    last = step.record
    segment.lastPos = last.lastPos
    segment.size = last.end
  }
  if (last && last.end === size && !decodeRecord(segment.key, last, await walk.sealed(last))) {
    segment.lastPos = last.firstPos - 1
    segment.size = last.start
  }
}

/** Takes back what was written of the bytes when it fails, and rejects. */
export async function append(segment: Segment, bytes: Buffer): Promise<void> {
  try {
    await writeAt(segment.file, bytes, segment.size)
  } catch (error) {
    await segment.file.truncate(segment.size).catch(() => {
      segment.spoilt = true
    })
    throw error
  }
}

async function writeAt(file: Pick<JournalFile, 'write'>, bytes: Buffer, at: number): Promise<void> {
  // The system may take less than it was given: on a disk that is filling up, or when a signal comes.
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}
