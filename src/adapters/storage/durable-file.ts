/**
 * How a file becomes durable under its name, all of it or none:
 *
 *     a new file in the store's own folder ─ bytes ─ fsync ─ link to its name ─ fsync of each folder ─ unlink the first name
 *
 * `link` instead of `rename`: it fails when the name is taken, in one step, where `rename` would replace what is there.
 */
import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, link, lstat, mkdir, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectDigest } from '../../runtime/object-store.ts'
import { codeOf, LinkedFolder } from './disk-fault.ts'
import type { ObjectPlace } from './object-key.ts'

/** As much of a file handle as writing takes: a test hands in a disk that fills up. */
export type WritableFile = Pick<FileHandle, 'write' | 'sync' | 'close'>
export type OpenNew = (path: string) => Promise<WritableFile>

/** Read-only from its first moment: an object is never changed. */
export const openNew: OpenNew = (path) =>
  open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o400)

export interface Draft {
  readonly path: string
  write(bytes: Uint8Array): Promise<void>
  /** Makes the bytes durable under the draft's own name. */
  finish(): Promise<ObjectDigest>
  /** Closes and removes the draft's name; safe at any moment, and after it was published. Never rejects. */
  remove(): Promise<void>
}

/** A new file in `folder`, on the same file system as the objects. */
export async function createDraft(folder: string, openFile: OpenNew): Promise<Draft> {
  const path = join(folder, randomUUID())
  const file = await openFile(path)
  const hash = createHash('sha256')
  let byteLength = 0
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await file.close()
  }
  return {
    path,
    async write(bytes) {
      // The system may take less than it was given: on a disk that is filling up, or when a signal comes.
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, at, bytes.length - at)
        at += bytesWritten
      }
      hash.update(bytes)
      byteLength += bytes.length
    },
    async finish() {
      await file.sync()
      await close()
      return { byteLength, sha256: hash.digest('hex') }
    },
    async remove() {
      await close().catch(() => undefined)
      await unlink(path).catch(() => undefined)
    },
  }
}

/** Gives a finished draft its name, durably. False when the name is taken; what took it is then durable too. */
export async function publish(draft: Draft, place: ObjectPlace): Promise<boolean> {
  await makeFolders(place)
  const published = await linked(draft.path, place.path)
  // Each folder, not only the new ones: another writer may have made one just now and not yet synced its parent.
  for (const folder of place.folders.toReversed()) await syncFolder(folder)
  return published
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (fault) {
    if (codeOf(fault) === 'EEXIST') return false
    throw fault
  }
}

/** @throws LinkedFolder */
export async function refuseLinks(place: ObjectPlace): Promise<void> {
  // The root may be a link of the operator's; what lies below it is ours.
  for (const folder of place.folders.slice(1))
    if ((await lstat(folder)).isSymbolicLink()) throw new LinkedFolder()
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function makeFolders(place: ObjectPlace): Promise<void> {
  for (const folder of place.folders.slice(1)) {
    try {
      await mkdir(folder, { mode: 0o700 })
    } catch (fault) {
      if (codeOf(fault) !== 'EEXIST') throw fault
    }
  }
  await refuseLinks(place)
}
