/**
 * The local journal of one site in a directory of its own:
 *
 *     0000000000001234.log   facts from that position on, at most `segmentBytes`
 *     0000000000005678.log   the next ones
 *     set-aside/             what could not be brought into the journal
 *
 * One operation after the other. A write is done when the operating system has the bytes, which outlive this process;
 * that the disk has them too is seen to behind it.
 */
import { mkdir, readdir, unlink } from 'node:fs/promises'
import type {
  LocalBegin,
  LocalJournalPort,
  LocalRead,
  LocalSetAside,
  LocalWrite,
} from '../../runtime/local-journal.ts'
import type { AppendBatch, CallSealing } from '../../runtime/ports.ts'
import { moveAside, namesAside } from './aside.ts'
import { diskCode, isFull } from './disk-fault.ts'
import { type Cursor, readFrom } from './read-from.ts'
import { encodeRecord } from './record.ts'
import {
  append,
  createSegment,
  type Folder,
  findSegment,
  type OpenJournalFile,
  openJournalFile,
  positionOf,
  type Segment,
} from './segment.ts'

export interface LocalJournalOptions {
  readonly directory: string
  readonly siteId: string
  readonly sealing: CallSealing
  /** For all files together, without those set aside. */
  readonly maxBytes: number
  readonly segmentBytes?: number
  /** For tests: a disk that fails. */
  readonly openFile?: OpenJournalFile
}

const SEGMENT_BYTES = 16 * 1_048_576

/** Touches nothing before `begin`. */
export function openLocalJournal(options: LocalJournalOptions): LocalJournalPort {
  const { directory, siteId, sealing, maxBytes, segmentBytes = SEGMENT_BYTES } = options
  const folder: Folder = { directory, siteId, sealing, openFile: options.openFile ?? openJournalFile }
  const segments: Segment[] = []
  /** Files that aren't ours to read; they lie where a later one may be due. */
  let foreign: string[] = []
  let usable = false
  /** What `begin` has found is settled. */
  let ready = false
  let closed = false
  /** Where reading goes on: everything before is dropped. */
  let cursor: Cursor | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let syncing: Promise<void> | undefined
  let unsynced: Segment | undefined

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const outcome = turn.then(work)
    turn = outcome.catch(() => undefined)
    return outcome
  }

  const bytes = () => segments.reduce((sum, { size }) => sum + size, 0)

  async function begin(): Promise<LocalBegin> {
    await letGo()
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const names = (await readdir(directory)).filter((name) => positionOf(name) !== undefined).sort()
      for (const name of names) {
        const found = await findSegment(folder, name)
        if (found === 'foreign') foreign.push(name)
        else if (found) segments.push(found)
        else await unlink(`${directory}/${name}`)
      }
    } catch (error) {
      const reason = diskCode(error)
      await letGo()
      return { type: 'unavailable', reason }
    }
    usable = true
    ready = isEmpty()
    const first = segments[0]?.firstPos ?? positionOf(foreign[0] ?? '')
    if (first === undefined) return { type: 'empty' }
    const lastPos = Math.max(first, segments.at(-1)?.lastPos ?? 0)
    return { type: 'kept', firstPos: Math.min(first, positionOf(foreign[0] ?? '') ?? first), lastPos }
  }

  const isEmpty = () => segments.length === 0 && foreign.length === 0

  async function letGo(): Promise<void> {
    usable = false
    ready = false
    cursor = undefined
    foreign = []
    for (const { file } of segments.splice(0)) await file.close().catch(() => undefined)
  }

  async function write(batch: AppendBatch): Promise<LocalWrite> {
    if (!ready || closed) return { type: 'unavailable', reason: 'not open' }
    const last = segments.at(-1)
    const isWritable = last !== undefined && !last.spoilt && !last.damaged && last.size < segmentBytes
    let segment = isWritable ? last : undefined
    try {
      const firstPos = batch.rows[0]?.pos ?? 0
      // Its head tells a key of its own, so its length is known only once it is there.
      segment ??= await createSegment(folder, firstPos)
      const record = encodeRecord(segment.key, batch)
      const taken = bytes() + (segment === last ? 0 : segment.size)
      if (taken + record.length > maxBytes) {
        if (segment !== last) await discard(segment)
        return { type: 'full' }
      }
      await append(segment, record)
      segment.size += record.length
      segment.lastPos = batch.rows.at(-1)?.pos ?? firstPos
    } catch (error) {
      const reason = diskCode(error)
      if (segment && segment !== last) await discard(segment)
      return isFull(reason) ? { type: 'full' } : { type: 'unavailable', reason }
    }
    if (segment !== last) segments.push(segment)
    syncBehind(segment)
    return { type: 'kept' }
  }

  /** A file in which nothing stands. */
  async function discard({ file, path }: Segment): Promise<void> {
    await file.close().catch(() => undefined)
    await unlink(path).catch(() => undefined)
  }

  /** One at a time; what was written meanwhile is seen to by the next. */
  function syncBehind(segment: Segment): void {
    unsynced = segment
    syncing ??= (async () => {
      while (unsynced) {
        const { file } = unsynced
        unsynced = undefined
        await file.datasync().catch(() => undefined)
      }
      syncing = undefined
    })()
  }

  async function read(afterPos: number, mostRows: number): Promise<LocalRead> {
    if (!usable) return { type: 'unavailable', reason: 'not open' }
    // Foreign files are in the way as soon as they would be due, or when nothing else is left.
    const hidden = positionOf(foreign[0] ?? '')
    if (hidden !== undefined && (segments[0]?.firstPos ?? hidden) >= hidden) return { type: 'damaged' }
    try {
      const found = await readFrom(segments, cursor, afterPos, mostRows)
      cursor = found.cursor
      return found.outcome
    } catch (error) {
      return { type: 'unavailable', reason: diskCode(error) }
    }
  }

  async function drop(uptoPos: number, what?: 'found'): Promise<void> {
    if (!ready && what !== 'found') return
    while (segments[0] && segments[0].lastPos <= uptoPos && !segments[0].damaged) {
      const [first] = segments.splice(0, 1)
      if (!first) return
      if (cursor?.segment === first) cursor = undefined
      await first.file.close().catch(() => undefined)
      await unlink(first.path).catch(() => undefined)
    }
    ready = usable && (ready || isEmpty())
  }

  async function setAside(): Promise<LocalSetAside> {
    const from = cursor?.segment.firstPos ?? segments[0]?.firstPos ?? 0
    const last = segments.at(-1)?.lastPos ?? 0
    const names = [...segments.map(({ path }) => path.slice(directory.length + 1)), ...foreign]
    await letGo()
    try {
      await moveAside(directory, names)
    } catch (error) {
      return { type: 'unavailable', reason: diskCode(error) }
    }
    usable = true
    ready = true
    return { type: 'setAside', facts: Math.max(0, last - from + 1), files: names.length }
  }

  return {
    begin: () => inTurn(begin),
    write: (batch) => inTurn(() => write(batch)),
    read: (afterPos, mostRows) => inTurn(() => read(afterPos, mostRows)),
    drop: (uptoPos, what) => inTurn(() => drop(uptoPos, what)),
    setAside: () => inTurn(setAside),
    aside: () => namesAside(directory),
    get bytes() {
      return bytes()
    },
    get fill() {
      return Math.min(1, bytes() / maxBytes)
    },
    async close() {
      closed = true
      await inTurn(letGo)
      await syncing
    },
  }
}
