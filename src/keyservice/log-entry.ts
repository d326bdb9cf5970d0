import type { Refusal } from './refusals.ts'

/** Who asked: the client certificate's id, if one was shown. */
interface Asked {
  readonly client: string | undefined
}

/** What a genuine permit said. `reason` has its long numbers masked. */
export interface Claimed {
  readonly permitId: string
  readonly person: string
  readonly reason: string
  readonly recordingId: string
  readonly segment: number
}

/** What the log can say. Nothing of a key is in it but its id. */
export type LogEntry =
  | {
      readonly type: 'started'
      readonly envelopeKeys: readonly string[]
      readonly permitKeys: readonly string[]
    }
  | {
      readonly type: 'reloaded'
      readonly envelopeKeys: readonly string[]
      readonly permitKeys: readonly string[]
    }
  | { readonly type: 'stopped' }
  | { readonly type: 'tornLineCut'; readonly bytes: number }
  | ({ readonly type: 'opened'; readonly keyId: string } & Asked & Claimed)
  | ({ readonly type: 'refused'; readonly refusal: Refusal } & Asked & Partial<Claimed>)
  /** Refusals that came too fast to have a line each. */
  | { readonly type: 'refusedMore'; readonly refusals: Readonly<Partial<Record<Refusal, number>>> }
