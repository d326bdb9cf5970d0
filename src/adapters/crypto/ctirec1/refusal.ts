/** Why a sealed recording isn't opened, or a part of it not read. All of these are expected of damaged or forged objects. */
export type Refusal =
  /** The object doesn't begin as a sealed recording does. */
  | { readonly type: 'refused'; readonly reason: 'notCtirec1' }
  /** `fault` names the field, never its value. */
  | { readonly type: 'refused'; readonly reason: 'badHeader'; readonly fault: string }
  /** Sealed by a newer program. */
  | { readonly type: 'refused'; readonly reason: 'unknownSuite'; readonly suite: number }
  /** The object ends where no whole recording can end, or shorter than its reader said. */
  | { readonly type: 'refused'; readonly reason: 'truncated' }
  /** The commitment doesn't fit: another data key, or the header, salt or commitment were altered. */
  | { readonly type: 'refused'; readonly reason: 'wrongKey' }
  /** Altered, swapped, doubled or left out from here on; when it is the last one, perhaps cut short. */
  | { readonly type: 'refused'; readonly reason: 'badChunk'; readonly chunk: number }

/** The object couldn't be read; says nothing of the object. */
export interface Unreadable {
  readonly type: 'unreadable'
  readonly reason: string
}

export function refused<R extends Refusal['reason']>(reason: R): { type: 'refused'; reason: R } {
  return { type: 'refused', reason }
}
