/** Where sealed bytes come from: an object store, a file, memory. */
import type { ObjectStore } from '../../../runtime/object-store.ts'
import type { Unreadable } from './refusal.ts'

export interface SealedSource {
  /** Bytes of the whole object. */
  readonly byteLength: number
  /** The bytes from `fromByte` to before `toByte`; deadlines are the source's own. Fewer mean that the object shrank. */
  read(fromByte: number, toByte: number): Promise<SourceRead>
}

export type SourceRead = { readonly type: 'bytes'; readonly bytes: Uint8Array } | Unreadable

export function bufferSource(bytes: Uint8Array): SealedSource {
  return {
    byteLength: bytes.length,
    read: async (fromByte, toByte) => ({ type: 'bytes', bytes: bytes.subarray(fromByte, toByte) }),
  }
}

/** @param byteLength from the store's `stat` */
export function storedSource(store: ObjectStore, key: string, byteLength: number): SealedSource {
  return {
    byteLength,
    async read(fromByte, toByte) {
      const got = await store.getRange(key, fromByte, toByte)
      if (got.type === 'bytes') return got
      return { type: 'unreadable', reason: got.type === 'unavailable' ? got.reason : got.type }
    },
  }
}
