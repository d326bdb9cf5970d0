/**
 * A YAML file read by people's standards: one document, no surprises, and for each value the line where it stands.
 * Whatever the file holds, reading it ends in bounded time and memory with a value or with faults.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import type { Checked, Fault, Path } from './fault.ts'
import { lineTooDeep } from './yaml-depth.ts'
import { readTree, type Tree } from './yaml-tree.ts'

/** Far more than any flow or configuration needs; far less than would hurt. */
export const MAX_YAML_BYTES = 262_144

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'not readable for this user',
  EPERM: 'not readable for this user',
  EISDIR: 'is a directory, expected a file',
}

export interface YamlSource {
  /** The file as messages name it. */
  readonly file: string
  /** Plain data: null, booleans, numbers, strings, arrays, objects. */
  readonly value: unknown
  /** `file:line:column` of the value at `path`, or of the closest thing above it that is there. */
  placeOf(path: Path): string
  /** `file:line:column` of the key at `path`. */
  placeOfKey(path: Path): string
}

/** Reads and parses `file`. Faults: missing, not a plain file, too large, not UTF-8, not YAML, duplicate keys. */
export function readYaml(file: string): Checked<YamlSource> {
  const read = readBounded(file)
  return read.ok ? parseYaml(read.value, file) : read
}

/** Parses text whose origin messages call `file`. */
export function parseYaml(text: string, file: string): Checked<YamlSource> {
  const deep = lineTooDeep(text)
  if (deep !== undefined) return fail(`${file}:${deep}:1`, 'nested too deep')
  const lines = new LineCounter()
  // prettyErrors would quote the file's text, which may hold a secret. Duplicates are found by `readTree`, which
  // knows that `1` and "1" are the same key.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`
  }
  const problems = [...document.errors, ...document.warnings]
  if (problems.length > 0) {
    const faults = problems.slice(0, 20).map((problem) => ({
      place: at(problem.pos[0]),
      path: '',
      message: `not valid YAML: ${withoutQuotes(problem.message)}`,
    }))
    return { ok: false, faults }
  }
  const tree = readTree(document.contents, document)
  if (tree.faults.length > 0) {
    return { ok: false, faults: tree.faults.map(({ offset, ...rest }) => ({ place: at(offset), ...rest })) }
  }
  return { ok: true, value: sourceOf(file, tree, at) }
}

function sourceOf(file: string, tree: Tree, at: (offset: number) => string): YamlSource {
  const place = (path: Path, offsets: ReadonlyMap<string, number>): string => {
    for (let length = path.length; length > 0; length -= 1) {
      const key = JSON.stringify(path.slice(0, length))
      const offset = (length === path.length ? offsets : tree.keys).get(key) ?? tree.values.get(key)
      if (offset !== undefined) return at(offset)
    }
    return at(tree.values.get('[]') ?? 0)
  }
  return {
    file,
    value: tree.value,
    placeOf: (path) => place(path, tree.values),
    placeOfKey: (path) => place(path, tree.keys),
  }
}

/** Reads at most the limit, whatever the file system says about the size. */
function readBounded(file: string): Checked<string> {
  let fd: number
  try {
    // Without O_NONBLOCK opening a named pipe would wait for its writer for ever.
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    return fail(file, REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? "can't be opened")
  }
  try {
    const stat = fstatSync(fd)
    if (stat.isDirectory()) return fail(file, 'is a directory, expected a file')
    if (!stat.isFile()) return fail(file, 'is not a plain file')
    const bytes = Buffer.alloc(MAX_YAML_BYTES + 1)
    let length = 0
    for (;;) {
      const got = readSync(fd, bytes, length, bytes.length - length, null)
      if (got === 0) break
      length += got
      if (length > MAX_YAML_BYTES) return fail(file, `larger than ${MAX_YAML_BYTES} bytes`)
    }
    return decode(bytes.subarray(0, length), file)
  } catch {
    return fail(file, "can't be read")
  } finally {
    closeSync(fd)
  }
}

function decode(bytes: Buffer, file: string): Checked<string> {
  try {
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return fail(`${file}:${lineOfFirstBadByte(bytes)}:1`, 'not UTF-8: save the file in that encoding')
  }
}

function lineOfFirstBadByte(bytes: Buffer): number {
  let line = 1
  let start = 0
  for (;;) {
    const end = bytes.indexOf(0x0a, start)
    const row = bytes.subarray(start, end < 0 ? bytes.length : end)
    if (end < 0 || row.toString('utf8').includes('\ufffd')) return line
    start = end + 1
    line += 1
  }
}

/** The parser's messages end in a quotation of what it met, which may be a secret. */
function withoutQuotes(message: string): string {
  return message
    .replace(/\s+/g, ' ')
    .replace(/(?:: | ?["'`%!*@]).*$/, '')
    .slice(0, 160)
}

function fail(place: string, message: string): { ok: false; faults: Fault[] } {
  return { ok: false, faults: [{ place, path: '', message }] }
}
