/**
 * The log's lines: JSON objects, each with its number, the hash of the line before, and its own hash, which is SHA-256
 * over the line without `,"hash":"…"`. Who changes, removes or inserts a line has to rewrite all that follow; then the
 * hashes no longer agree with those that the API was given with each key.
 */
import { createHash } from 'node:crypto'

/** Where the chain stands: number and hash of its newest line. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

export const EMPTY_HEAD: Head = { seq: 0, hash: '0'.repeat(64) }

/** The line after `head`, without a line break. */
export function chainLine(head: Head, at: Date, entry: object): { line: string; head: Head } {
  const seq = head.seq + 1
  const text = JSON.stringify({ seq, at: at.toISOString(), prev: head.hash, ...entry })
  const hash = sha256(text)
  return { line: `${text.slice(0, -1)},"hash":"${hash}"}`, head: { seq, hash } }
}

export type LineCheck =
  | { readonly ok: true; readonly head: Head }
  | { readonly ok: false; readonly fault: 'notALine' | 'altered' | 'outOfOrder' }

/** Checks a line against the one before; `before` undefined: the first that is left, whatever its number. */
export function checkLine(line: string, before: Head | undefined): LineCheck {
  const [, text, hash] = /^(\{.*),"hash":"([0-9a-f]{64})"\}$/.exec(line) ?? []
  if (text === undefined || hash === undefined) return { ok: false, fault: 'notALine' }
  if (sha256(`${text}}`) !== hash) return { ok: false, fault: 'altered' }
  const { seq, prev } = parsed(`${text}}`)
  if (typeof seq !== 'number') return { ok: false, fault: 'notALine' }
  if (before !== undefined && (seq !== before.seq + 1 || prev !== before.hash)) {
    return { ok: false, fault: 'outOfOrder' }
  }
  return { ok: true, head: { seq, hash } }
}

function parsed(text: string): { seq?: unknown; prev?: unknown } {
  try {
    return JSON.parse(text) as object
  } catch {
    return {}
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
