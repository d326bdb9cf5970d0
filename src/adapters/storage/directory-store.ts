/** Sealed objects in a directory: on a disk of the machine, or a mounted one. */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, stat, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type {
  ListQuery,
  ObjectDigest,
  ObjectStore,
  PutOptions,
  PutOutcome,
  StoreUnavailable,
  VerifyOutcome,
} from '../../runtime/object-store.ts'
import { codeOf, readFault, writeFault } from './disk-fault.ts'
import {
  createDraft,
  type Draft,
  type OpenNew,
  openNew,
  publish,
  refuseLinks,
  syncFolder,
} from './durable-file.ts'
import { keysAfter } from './listing.ts'
import { type ObjectPlace, placeOf } from './object-key.ts'
import { takeFrom } from './take.ts'

export interface DirectoryStoreOptions {
  /** Made when it isn't there. Nothing else may be kept in it. */
  readonly root: string
  readonly openFile?: OpenNew
}

export type DirectoryStoreOpening =
  | { readonly type: 'opened'; readonly store: ObjectStore }
  | StoreUnavailable

/** No key begins with a dot, so drafts can be neither read nor listed. */
const DRAFTS = '.drafts'
/** What a killed process left; a living one's draft is written to all the time. */
const ABANDONED_AFTER_MS = 24 * 3_600_000
const READ_BYTES = 256 * 1_024
const MAX_RANGE_BYTES = 64 * 1_024 * 1_024
const MAX_PAGE = 1_000

/** Opens the store, and removes what killed processes left of unfinished objects. */
export async function openDirectoryStore(options: DirectoryStoreOptions): Promise<DirectoryStoreOpening> {
  const root = resolve(options.root)
  const drafts = join(root, DRAFTS)
  try {
    await mkdir(drafts, { recursive: true, mode: 0o700 })
    for (const name of await readdir(drafts)) await removeAbandoned(join(drafts, name))
    await syncFolder(root)
  } catch (fault) {
    const outcome = writeFault(fault)
    return outcome.type === 'full' ? { type: 'unavailable', reason: 'ENOSPC' } : outcome
  }
  return { type: 'opened', store: directoryStore(root, drafts, options.openFile ?? openNew) }
}

async function removeAbandoned(path: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(path)
    if (mtimeMs < Date.now() - ABANDONED_AFTER_MS) await unlink(path)
  } catch (fault) {
    // Its process ended it, or another one swept it, in the meantime.
    if (codeOf(fault) !== 'ENOENT') throw fault
  }
}

function directoryStore(root: string, drafts: string, openFile: OpenNew): ObjectStore {
  /** Resolves a key, opens its object, and turns every expected fault into an outcome. */
  const reading = async <T>(key: string, work: (file: FileHandle, byteLength: number) => Promise<T>) => {
    const place = placeOf(root, key)
    if (place === undefined) return { type: 'badKey' } as const
    try {
      await refuseLinks(place)
      const file = await open(place.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
      try {
        const found = await file.stat()
        return found.isFile() ? await work(file, found.size) : ({ type: 'missing' } as const)
      } finally {
        await file.close()
      }
    } catch (fault) {
      return readFault(fault) ?? ({ type: 'missing' } as const)
    }
  }

  return {
    async put(key, source, options) {
      const place = placeOf(root, key)
      if (place === undefined) return { type: 'badKey' }
      let draft: Draft | undefined
      try {
        draft = await createDraft(drafts, openFile)
        return await fill(draft, place, source, options)
      } catch (fault) {
        return writeFault(fault)
      } finally {
        await draft?.remove()
      }
    },

    verify: (key, expected, { signal }) =>
      reading(key, async (file): Promise<VerifyOutcome> => {
        const digest = await digestOf(file, signal)
        if (digest === undefined) return { type: 'aborted' }
        return same(digest, expected) ? { type: 'verified' } : { type: 'differs', ...digest }
      }),

    getRange: (key, fromByte, toByte) => {
      if (!isRange(fromByte, toByte)) throw new RangeError('a range has whole bytes, at most 64 MiB')
      return reading(key, async (file, byteLength) => {
        const bytes = Buffer.allocUnsafe(Math.max(Math.min(toByte, byteLength) - fromByte, 0))
        return { type: 'bytes', bytes: bytes.subarray(0, await readFully(file, bytes, fromByte)) } as const
      })
    },

    stat: (key) =>
      reading(key, async (file) => {
        const { size, mtimeMs } = await file.stat()
        return { type: 'object', byteLength: size, storedAt: Math.round(mtimeMs) } as const
      }),

    async delete(key) {
      const place = placeOf(root, key)
      if (place === undefined) return { type: 'badKey' }
      try {
        await refuseLinks(place)
        await unlink(place.path)
        await syncFolder(place.folders.at(-1) ?? root)
        return { type: 'deleted' }
      } catch (fault) {
        return readFault(fault) ?? { type: 'missing' }
      }
    },

    list: (query) => list(root, query),
  }
}

/** From an empty draft to a durable object. */
async function fill(
  draft: Draft,
  place: ObjectPlace,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { signal, expected }: PutOptions,
): Promise<PutOutcome> {
  for await (const taken of takeFrom(source, signal)) {
    if (taken.type !== 'bytes') return taken
    await draft.write(taken.bytes)
  }
  const digest = await draft.finish()
  if (expected !== undefined && !same(digest, expected)) return { type: 'differs', ...digest }
  if (signal.aborted) return { type: 'aborted' }
  return (await publish(draft, place)) ? { type: 'stored', ...digest } : { type: 'exists' }
}

async function list(root: string, { prefix = '', cursor, limit }: ListQuery) {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE)
    throw new RangeError('a page has 1 to 1,000 keys')
  const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8')
  if (cursor !== undefined && placeOf(root, after) === undefined) return { type: 'badCursor' } as const
  const keys: string[] = []
  try {
    for await (const key of keysAfter(root, prefix, after)) {
      const last = keys.at(-1)
      if (keys.length === limit && last !== undefined)
        return { type: 'page', keys, cursor: Buffer.from(last, 'utf8').toString('base64url') } as const
      keys.push(key)
    }
    return { type: 'page', keys } as const
  } catch (fault) {
    return readFault(fault) ?? ({ type: 'unavailable', reason: 'ENOENT' } as const)
  }
}

async function digestOf(file: FileHandle, signal: AbortSignal): Promise<ObjectDigest | undefined> {
  const hash = createHash('sha256')
  const bytes = Buffer.allocUnsafe(READ_BYTES)
  let byteLength = 0
  for (;;) {
    if (signal.aborted) return undefined
    const { bytesRead } = await file.read(bytes, 0, bytes.length, byteLength)
    if (bytesRead === 0) return { byteLength, sha256: hash.digest('hex') }
    hash.update(bytes.subarray(0, bytesRead))
    byteLength += bytesRead
  }
}

async function readFully(file: FileHandle, into: Buffer, position: number): Promise<number> {
  let at = 0
  while (at < into.length) {
    const { bytesRead } = await file.read(into, at, into.length - at, position + at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return at
}

function isRange(fromByte: number, toByte: number): boolean {
  const whole = Number.isSafeInteger(fromByte) && Number.isSafeInteger(toByte)
  return whole && fromByte >= 0 && fromByte <= toByte && toByte - fromByte <= MAX_RANGE_BYTES
}

function same(a: ObjectDigest, b: ObjectDigest): boolean {
  return a.byteLength === b.byteLength && a.sha256 === b.sha256
}
