/** What becomes of a sound file that came from outside. */
export type Converted =
  | { readonly type: 'converted'; readonly wav: Uint8Array }
  /** `found` holds nothing of its content. */
  | { readonly type: 'invalid'; readonly found: string }
