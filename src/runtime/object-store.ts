/**
 * Where sealed recordings are kept: whole objects under a key, written once, never changed. A directory or an
 * S3-compatible store; one conformance suite runs over each. Keys carry ids only, nothing of a patient.
 */

/** SHA-256 and length: enough to tell whether what is stored is what was sent. */
export interface ObjectDigest {
  readonly byteLength: number
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string
}

/** The store can't be reached, or answered with a fault of its own; nothing is known of the object. Try again later. */
export interface StoreUnavailable {
  readonly type: 'unavailable'
  /** A code as `EIO`; never a path. */
  readonly reason: string
}

/** Not a key: `segment(/segment)*` of letters, digits, `_`, `-` and inner dots; at most 512 characters. */
export interface BadKey {
  readonly type: 'badKey'
}

export interface MissingObject {
  readonly type: 'missing'
}

export type PutOutcome =
  /** Durable: it survives a power cut. `verify` reads it back. */
  | ({ readonly type: 'stored' } & ObjectDigest)
  /** There is an object of this key, and it stays as it is. Whether it is the same one, `verify` tells. */
  | { readonly type: 'exists' }
  /** No room, or a quota reached. Nothing is left behind. */
  | { readonly type: 'full' }
  /** What came isn't what was announced; nothing was stored. */
  | ({ readonly type: 'differs' } & ObjectDigest)
  /** The bytes to store couldn't be had; nothing was stored. */
  | { readonly type: 'sourceFailed'; readonly reason: string }
  | { readonly type: 'aborted' }
  | BadKey
  | StoreUnavailable

export type VerifyOutcome =
  | { readonly type: 'verified' }
  | ({ readonly type: 'differs' } & ObjectDigest)
  | { readonly type: 'aborted' }
  | MissingObject
  | BadKey
  | StoreUnavailable

export type RangeRead =
  /** Fewer bytes than asked for only at the object's end. */
  { readonly type: 'bytes'; readonly bytes: Uint8Array } | MissingObject | BadKey | StoreUnavailable

export type StatOutcome =
  | {
      readonly type: 'object'
      readonly byteLength: number /** Milliseconds since the epoch. */
      readonly storedAt: number
    }
  | MissingObject
  | BadKey
  | StoreUnavailable

export type DeleteOutcome = { readonly type: 'deleted' } | MissingObject | BadKey | StoreUnavailable

export interface ListQuery {
  /** Only keys that begin so; empty for all. */
  readonly prefix?: string
  /** From the page before. */
  readonly cursor?: string
  /** 1 to 1,000. */
  readonly limit: number
}

export type ListOutcome =
  /** In ascending order of the keys' characters. Without `cursor` there are no more. */
  | { readonly type: 'page'; readonly keys: readonly string[]; readonly cursor?: string }
  | { readonly type: 'badCursor' }
  | StoreUnavailable

export interface PutOptions {
  /** Bounds the whole put, `AbortSignal.timeout(ms)` say. A put that was aborted leaves nothing behind. */
  readonly signal: AbortSignal
  /** When given, anything else is refused. */
  readonly expected?: ObjectDigest
}

export interface ObjectStore {
  /** Stores all of `source` or nothing; readers never see a part. */
  put(
    key: string,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options: PutOptions,
  ): Promise<PutOutcome>
  /** Reads the whole object back and compares. */
  verify(
    key: string,
    expected: ObjectDigest,
    options: { readonly signal: AbortSignal },
  ): Promise<VerifyOutcome>
  /** The bytes from `fromByte` to before `toByte`, at most 64 MiB. */
  getRange(key: string, fromByte: number, toByte: number): Promise<RangeRead>
  stat(key: string): Promise<StatOutcome>
  delete(key: string): Promise<DeleteOutcome>
  list(query: ListQuery): Promise<ListOutcome>
}
