/**
 * The stage: sealed segments on a disk until the object store has them. Three files a segment:
 *
 *     RECORDING/SEGMENT.begin    its envelope, and from which byte of the spool file on it was sealed; durable first
 *     RECORDING/SEGMENT.ctirec   the sealed object, growing
 *     RECORDING/SEGMENT.done     length and digest of the whole object; from then on nothing changes any more
 *
 * Without `.done` its recorder has died: the whole chunks that are there are all of it. `.begin` goes first when a segment
 * is removed, so that files without one are leftovers.
 */
import { existsSync, readdirSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readSmallFile } from '../../lib/small-file.ts'
import { SEGMENTS_PER_TAKE } from '../../runtime/recording.ts'
import { diskFaultOf, removeFile, syncFolder, writeWhole } from './disk.ts'

const count = z.number().int().min(0)
const beginSchema = z.strictObject({
  recordingId: z.string(),
  segment: count,
  /** RFC 3339 of the segment's first sample. */
  startedAt: z.string(),
  /** Of the take's: later segments count from it. */
  takeBeganAtMs: z.number().int(),
  /** The byte of the spool file that is the segment's first. */
  spoolOffset: count,
  prefixBytes: count,
  envelope: z.string(),
})
export type SegmentBegin = Readonly<z.infer<typeof beginSchema>>

const doneSchema = z.strictObject({
  plaintextBytes: count,
  /** 0 when not even one chunk was durable: there is no object then. */
  byteLength: count,
  sha256: z.string(),
  truncated: z.boolean(),
})
export type SegmentDone = Readonly<z.infer<typeof doneSchema>>

export interface StagedSegment {
  readonly begin: SegmentBegin
  readonly done: SegmentDone | undefined
  /** There is a `.done`, which can't be understood: the object was made durable before it. */
  readonly ended?: boolean
}

const CREATE_TRIES = 5
const MAX_RECORD_BYTES = 64 * 1_024
const RECORDING = /^rec_[0-7][0-9A-HJKMNP-TV-Z]{25}$/
/** In which folder of its own what can't be understood is kept: no name of a recording. */
const ASIDE = 'not-understood'
/** The same for segments whose number another one has. */
export const CONFLICTS = 'conflicts'
const SEGMENT_FILE = /^(\d{1,6})\.(begin|ctirec|done)$/

export const takeOf = (segment: number) => Math.floor(segment / SEGMENTS_PER_TAKE)

export class Stage {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  objectPath({ recordingId, segment }: Pick<SegmentBegin, 'recordingId' | 'segment'>): string {
    return this.#path(recordingId, segment, 'ctirec')
  }

  /** Makes envelope and prefix durable, and gives the object's file to append to. Rejects with what the disk says. */
  async begin(begin: SegmentBegin, prefix: Uint8Array): Promise<FileHandle> {
    const folder = join(this.#root, begin.recordingId)
    const file = await this.#create(folder, this.objectPath(begin))
    try {
      await file.writeFile(prefix)
      // The prefix becomes durable together with the first chunk: before that it's no loss.
      await writeWhole(this.#path(begin.recordingId, begin.segment, 'begin'), JSON.stringify(begin))
      await syncFolder(folder)
      return file
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async #create(folder: string, path: string): Promise<FileHandle> {
    for (let tries = 1; ; tries += 1) {
      if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(this.#root)
      try {
        // Of an attempt that failed before its first chunk there may be files; none of them has been used.
        return await open(path, 'w', 0o600)
      } catch (error) {
        // The recording's last take has just been removed, and its folder with it.
        if (diskFaultOf(error)?.code !== 'ENOENT' || tries === CREATE_TRIES) throw error
      }
    }
  }

  async done({ recordingId, segment }: SegmentBegin, done: SegmentDone): Promise<void> {
    await writeWhole(this.#path(recordingId, segment, 'done'), JSON.stringify(done))
    await syncFolder(join(this.#root, recordingId))
  }

  async remove({ recordingId, segment }: SegmentBegin): Promise<void> {
    for (const kind of ['begin', 'ctirec', 'done'] as const)
      await removeFile(this.#path(recordingId, segment, kind))
  }

  /** Removes a recording's folder once nothing is in it. */
  async tidy(recordingId: string): Promise<void> {
    try {
      await rmdir(join(this.#root, recordingId))
    } catch (error) {
      const code = diskFaultOf(error)?.code
      if (code !== 'ENOTEMPTY' && code !== 'ENOENT' && code !== 'EEXIST') throw error
    }
  }

  /**
   * Everything that earlier recorders left. Leftovers of what is finished are removed on the way; what has a `.begin` that
   * says nothing is put aside, for it may be all that there is of a talk. Rejects with what the disk says.
   */
  async *left(
    putAside: (segment: { readonly recordingId: string; readonly segment: number }) => void,
  ): AsyncGenerator<StagedSegment, void, undefined> {
    for (const recordingId of await readdir(this.#root)) {
      if (!RECORDING.test(recordingId)) continue
      const segments = new Set<number>()
      for (const name of await readdir(join(this.#root, recordingId))) {
        const match = SEGMENT_FILE.exec(name)
        if (match === null) await removeFile(join(this.#root, recordingId, name))
        else segments.add(Number(match[1]))
      }
      for (const segment of [...segments].sort((a, b) => a - b)) {
        const begin = this.#read(beginSchema, recordingId, segment, 'begin')
        if (begin?.recordingId === recordingId && begin.segment === segment) yield this.#staged(begin)
        else if (existsSync(this.#path(recordingId, segment, 'begin'))) {
          await this.#putAside(recordingId, segment, ASIDE)
          putAside({ recordingId, segment })
        } else await this.remove({ recordingId, segment } as SegmentBegin)
      }
      await this.tidy(recordingId)
    }
  }

  #staged(begin: SegmentBegin): StagedSegment {
    const { recordingId, segment } = begin
    const done = this.#read(doneSchema, recordingId, segment, 'done')
    return { begin, done, ended: done === undefined && existsSync(this.#path(recordingId, segment, 'done')) }
  }

  /** Keeps a segment whose number another one has, with its envelope, until somebody has looked. */
  async keepConflict({ recordingId, segment }: SegmentBegin): Promise<void> {
    await this.#putAside(recordingId, segment, CONFLICTS)
  }

  /** What `keepConflict` has kept, by recording and segment. */
  conflicts(): string[] {
    const names = namesIn(join(this.#root, CONFLICTS))
    return [...new Set(names.map((name) => name.split('.').slice(0, 2).join('/')))].sort()
  }

  async #putAside(recordingId: string, segment: number, folder: string): Promise<void> {
    await mkdir(join(this.#root, folder), { recursive: true, mode: 0o700 })
    for (const kind of ['ctirec', 'done', 'begin'] as const) {
      const path = this.#path(recordingId, segment, kind)
      if (existsSync(path))
        await rename(path, join(this.#root, folder, `${recordingId}.${segment}.${Date.now()}.${kind}`))
    }
    await syncFolder(join(this.#root, folder))
  }

  /** Undefined when it isn't there, or holds something else: such files appear whole or not at all. */
  #read<T>(
    schema: z.ZodType<T>,
    recordingId: string,
    segment: number,
    kind: 'begin' | 'done',
  ): T | undefined {
    const path = this.#path(recordingId, segment, kind)
    const found = readSmallFile(path, MAX_RECORD_BYTES)
    if (!found.ok) {
      // Taken for absent, a sealed segment would be removed, or cut.
      if (existsSync(path))
        throw Object.assign(new Error(`EIO: ${kind} can't be read`), { code: 'EIO', syscall: 'read' })
      return undefined
    }
    try {
      return schema.safeParse(JSON.parse(found.text)).data
    } catch {
      return undefined
    }
  }

  #path(recordingId: string, segment: number, kind: 'begin' | 'ctirec' | 'done'): string {
    return join(this.#root, recordingId, `${segment}.${kind}`)
  }
}

/** None of a folder that isn't there, or can't be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (diskFaultOf(error) === undefined) throw error
    return []
  }
}
