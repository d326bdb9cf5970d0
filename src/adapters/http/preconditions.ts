/** Which version a client has seen, by its header fields (RFC 9110, section 13.1), for things that have versions. */
import { type Problem, problem } from './reply.ts'

/** `ifVersion` as the core takes it: 0 asks that there be none; undefined: whatever is there. */
export type Precondition =
  | { readonly ok: true; readonly ifVersion: number | undefined }
  | { readonly ok: false; readonly problem: Problem }

type HeaderOf = (name: string) => string | undefined

/** For PUT: `If-Match` to change what is there, `If-None-Match: *` to create what isn't; one of them is needed. */
export function toDefine(header: HeaderOf): Precondition {
  const none = header('if-none-match')
  if (none === undefined) {
    const match = toChange(header)
    return match.ok && match.ifVersion === undefined
      ? { ok: false, problem: problem('if-match-missing') }
      : match
  }
  if (none.trim() === '*' && header('if-match') === undefined) return { ok: true, ifVersion: 0 }
  return failed('only If-None-Match: * is understood, and without If-Match')
}

/** For DELETE and actions: `If-Match` where it is given. */
export function toChange(header: HeaderOf): Precondition {
  const match = header('if-match')
  if (match === undefined) return { ok: true, ifVersion: undefined }
  const version = versionOf(match)
  return version === undefined
    ? failed('If-Match must be an ETag as it was given')
    : { ok: true, ifVersion: version }
}

/** Spread into an input: exact optional members may not be undefined. */
export function ifVersionOf(version: number | undefined): { readonly ifVersion?: number } {
  return version === undefined ? {} : { ifVersion: version }
}

export function etag(version: number): string {
  return `"${version}"`
}

function versionOf(ifMatch: string): number | undefined {
  const [, digits] = /^"([1-9]\d{0,15})"$/.exec(ifMatch.trim()) ?? []
  return digits === undefined ? undefined : Number(digits)
}

function failed(detail: string): Precondition {
  return { ok: false, problem: problem('version-changed', { detail }) }
}
