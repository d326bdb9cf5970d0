/**
 * A site's local journal: facts that PostgreSQL hasn't confirmed yet, in files of this machine, so that orders need not
 * wait for it. Bounded; written in the order of positions, read back in that order, and empty in good times. Its owner
 * alone writes, after `begin`.
 */
import type { AppendBatch } from './ports.ts'

export type LocalBegin =
  | { readonly type: 'empty' }
  /** An earlier time of owning left facts of these positions; `read` gives them. */
  | { readonly type: 'kept'; readonly firstPos: number; readonly lastPos: number }
  /** The disk fails: nothing can be kept, and nobody knows what is there. `reason`: a code as `EACCES`. */
  | { readonly type: 'unavailable'; readonly reason: string }

export type LocalWrite =
  /** In the file: it outlives this process. */
  | { readonly type: 'kept' }
  /** `maxBytes` are reached, or the disk is full; nothing was kept. */
  | { readonly type: 'full' }
  | { readonly type: 'unavailable'; readonly reason: string }

export type LocalRead =
  /** In order, without a gap; empty when there is nothing after that position. */
  | { readonly type: 'batches'; readonly batches: readonly AppendBatch[] }
  /** What stands there can't be read, is sealed under another key, or doesn't go on from that position. */
  | { readonly type: 'damaged' }
  | { readonly type: 'unavailable'; readonly reason: string }

export type LocalSetAside =
  /** `facts`: how many positions the files hold that were not dropped yet. */
  | { readonly type: 'setAside'; readonly facts: number; readonly files: number }
  | { readonly type: 'unavailable'; readonly reason: string }

export interface LocalJournalPort {
  /**
   * Looks what is there; to be called at the beginning of each time of owning, before anything else. Until what it has
   * found is dropped or set aside, nothing can be written.
   */
  begin(): Promise<LocalBegin>
  /** To be called with consecutive positions. */
  write(batch: AppendBatch): Promise<LocalWrite>
  /** Whole batches after this position: at least one, if there is one; not more than so many rows otherwise. */
  read(afterPos: number, mostRows: number): Promise<LocalRead>
  /**
   * What is held up to here is no longer needed. Its room is given back by and by. Never rejects. What `begin` has found
   * is only dropped for `found`: whoever drops what he has written himself may have taken its positions.
   */
  drop(uptoPos: number, what?: 'found'): Promise<void>
  /** Moves all that is left out of the way, for the operator: the journal is empty afterwards. */
  setAside(): Promise<LocalSetAside>
  /** How many files lie aside; undefined when that can't be told. */
  aside(): Promise<number | undefined>
  /** Bytes on disk, without what was set aside. */
  readonly bytes: number
  /** 0 … 1: how much of what it may take is taken. */
  readonly fill: number
  close(): Promise<void>
}
