/** The log as files: `openings-NNNNNNNNNNNN.jsonl`, named by the number of their first line. */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { checkLine, EMPTY_HEAD, type Head } from './chain.ts'

const NAME = /^openings-(\d{12})\.jsonl$/
/** A line holds a permit's claims, and is far shorter. */
const MAX_LINE_BYTES = 65_536

export interface LogFile {
  readonly path: string
  readonly firstSeq: number
}

/** The files in `directory`, oldest first. */
export function logFiles(directory: string): LogFile[] {
  return readdirSync(directory)
    .flatMap((name) => {
      const [, number] = NAME.exec(name) ?? []
      return number === undefined ? [] : [{ path: join(directory, name), firstSeq: Number(number) }]
    })
    .sort((a, b) => a.firstSeq - b.firstSeq)
}

export function logFileName(firstSeq: number): string {
  return `openings-${String(firstSeq).padStart(12, '0')}.jsonl`
}

export type FileCheck =
  | {
      readonly ok: true
      readonly head: Head
      /** Bytes of whole lines; `tornBytes` come after them, from a write that was cut off. */
      readonly wholeBytes: number
      readonly tornBytes: number
    }
  | { readonly ok: false; readonly place: string; readonly fault: string }

/**
 * Checks all lines of a file. `before` is the head of the file before it; undefined when that isn't there any more.
 * `onHead` hears of every line.
 */
export function checkFile(
  file: LogFile,
  before: Head | undefined,
  onHead: (head: Head) => void = () => {},
): FileCheck {
  let head = before
  let wholeBytes = 0
  let number = 0
  for (const piece of lines(file.path)) {
    if (!piece.whole) return { ok: true, head: head ?? EMPTY_HEAD, wholeBytes, tornBytes: piece.bytes }
    number += 1
    const checked = checkLine(piece.text, head)
    if (!checked.ok) return { ok: false, place: `${file.path}:${number}`, fault: checked.fault }
    if (number === 1 && checked.head.seq !== file.firstSeq) {
      return { ok: false, place: `${file.path}:1`, fault: 'outOfOrder' }
    }
    head = checked.head
    wholeBytes += piece.bytes
    onHead(head)
  }
  return { ok: true, head: head ?? EMPTY_HEAD, wholeBytes, tornBytes: 0 }
}

/** The file's lines without their breaks; what follows the last break comes as one piece that isn't whole. */
function* lines(path: string): Generator<{ text: string; bytes: number; whole: boolean }> {
  const fd = openSync(path, 'r')
  try {
    let rest = Buffer.alloc(0)
    for (;;) {
      const chunk = Buffer.alloc(MAX_LINE_BYTES)
      const length = readSync(fd, chunk, 0, chunk.length, null)
      if (length === 0) break
      rest = Buffer.concat([rest, chunk.subarray(0, length)])
      let start = 0
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
        yield { text: rest.toString('utf8', start, end), bytes: end + 1 - start, whole: true }
        start = end + 1
      }
      rest = rest.subarray(start)
      // No line is that long: it is one that can't be read, not one to be waited for.
      if (rest.length > MAX_LINE_BYTES) yield { text: '', bytes: rest.length, whole: true }
    }
    if (rest.length > 0) yield { text: '', bytes: rest.length, whole: false }
  } finally {
    closeSync(fd)
  }
}
