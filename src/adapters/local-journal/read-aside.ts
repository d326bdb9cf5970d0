/** Reads files that were set aside, and changes nothing. */
import { constants } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { JournalRow } from '../../domain/fact.ts'
import type { CallSealing } from '../../runtime/ports.ts'
import { positionAside } from './aside.ts'
import { diskCode } from './disk-fault.ts'
import { readFrom } from './read-from.ts'
import { findSegment, openJournalFile } from './segment.ts'

/** How reading a file came to its end. */
export type AsideEnd =
  | { readonly type: 'whole' }
  /** Its name isn't one that set-aside files have. */
  | { readonly type: 'otherName' }
  /** No such file, another site's, or under another master key. */
  | { readonly type: 'foreign' }
  /** What stands behind this position can't be read. */
  | { readonly type: 'damaged'; readonly afterPos: number }
  | { readonly type: 'unavailable'; readonly reason: string }

export interface AsideFile {
  readonly path: string
  readonly siteId: string
  readonly sealing: CallSealing
}

const MOST_ROWS = 1_000

/** Gives the facts in order as far as they can be read; private fields stay behind. */
export async function readAside(
  { path, siteId, sealing }: AsideFile,
  each: (row: JournalRow) => void,
): Promise<AsideEnd> {
  const name = basename(path)
  const firstPos = positionAside(name)
  if (firstPos === undefined) return { type: 'otherName' }
  try {
    const folder = { directory: dirname(path), siteId, sealing, openFile: openJournalFile }
    const segment = await findSegment(folder, name, firstPos, constants.O_RDONLY)
    if (segment === undefined) return { type: 'whole' }
    if (segment === 'foreign') return { type: 'foreign' }
    try {
      for (let pos = firstPos - 1; ; ) {
        const { outcome } = await readFrom([segment], undefined, pos, MOST_ROWS)
        if (outcome.type === 'unavailable') return outcome
        if (outcome.type === 'damaged') return { type: 'damaged', afterPos: pos }
        const rows = outcome.batches.flatMap((batch) => batch.rows)
        if (rows.length === 0) return { type: 'whole' }
        for (const row of rows) each(row)
        pos = rows.at(-1)?.pos ?? pos
      }
    } finally {
      await segment.file.close().catch(() => undefined)
    }
  } catch (error) {
    return { type: 'unavailable', reason: diskCode(error) }
  }
}
