/** `verify-log`: whether the log holds together, and agrees with what the API remembers of it. */
import { EMPTY_HEAD, type Head } from './chain.ts'
import { checkFile, logFiles } from './log-files.ts'

export type Verdict =
  | { readonly ok: true; readonly firstSeq: number; readonly head: Head; readonly tornBytes: number }
  | { readonly ok: false; readonly reason: string }

/**
 * Checks every line of every file in `directory`, and that each of `anchors` is in it.
 * Older files may have been moved away: then the log begins later, and anchors from before can't be found.
 */
export function verifyLog(directory: string, anchors: readonly Head[]): Verdict {
  const files = logFiles(directory)
  const [first] = files
  if (first === undefined) return { ok: false, reason: `${directory}: holds no log` }
  const missing = new Map(anchors.map((anchor) => [anchor.seq, anchor.hash]))
  let differing: number | undefined
  const onHead = ({ seq, hash }: Head) => {
    const expected = missing.get(seq)
    if (expected !== undefined && expected !== hash) differing ??= seq
    missing.delete(seq)
  }
  let head = first.firstSeq === 1 ? EMPTY_HEAD : undefined
  let tornBytes = 0
  for (const [index, file] of files.entries()) {
    const checked = checkFile(file, head, onHead)
    if (!checked.ok) return { ok: false, reason: `${checked.place}: ${checked.fault}` }
    if (checked.tornBytes > 0 && index < files.length - 1)
      return { ok: false, reason: `${file.path}: cut off` }
    head = checked.head
    tornBytes = checked.tornBytes
  }
  if (differing !== undefined)
    return { ok: false, reason: `line ${differing} is not the one that the API was told of` }
  const [lost] = missing.keys()
  if (lost !== undefined)
    return { ok: false, reason: `line ${lost}, which the API was told of, is not there` }
  return { ok: true, firstSeq: first.firstSeq, head: head ?? EMPTY_HEAD, tornBytes }
}

/** `SEQ:HASH`, as the answer to an opening has them. */
export function parseAnchor(text: string): Head | undefined {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash }
}
