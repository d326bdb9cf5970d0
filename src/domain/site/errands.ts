/**
 * Errands: what a flow needs of the world beside the switch. The core says what it wants to know; the shell unseals
 * the data, evaluates, asks, looks at the calendar, and comes back with a result that holds nothing personal. What
 * was found out about the patient is sealed in the same append as the facts of the answer.
 */
import type { AskStep, DataName, LookUpStep, SetStep, Step } from '../ivr/flow.ts'

export type Errand =
  /** Expressions in order: which is the first that is true? */
  | { readonly kind: 'branch'; readonly expressions: readonly string[] }
  | { readonly kind: 'set'; readonly values: SetStep['values'] }
  | { readonly kind: 'hours'; readonly calendar: string }
  | ({ readonly kind: 'lookUp' } & Pick<LookUpStep, 'source' | 'path' | 'query' | 'into' | 'candidates'>)
  /** `step`: the name of the step that asks; its answer's steps are named below it. */
  | NeedsErrand
  | ({ readonly kind: 'ask'; readonly step: string } & Pick<AskStep, 'source' | 'path' | 'send' | 'attempts'>)

/** Which of the values that are looked for attached data has, and which agent it names. */
export interface NeedsErrand {
  readonly kind: 'needs'
  readonly look: readonly { readonly field: DataName; readonly values: readonly string[] }[]
  readonly agent: DataName | null
}

export type ErrandFailure =
  /** No answer within the time. */
  | 'timedOut'
  /** The other side can't be reached, or answered with an error. */
  | 'unavailable'
  /** An answer that can't be used, or an expression that can't be evaluated with the data there is. */
  | 'invalid'
  /** The configuration has no such source or calendar (any more). */
  | 'unknown'

export type ErrandResult =
  /** The number of the first true expression, from 0; null: none. */
  | { readonly kind: 'branch'; readonly index: number | null }
  | { readonly kind: 'set'; readonly names: readonly DataName[] }
  /** Of what was looked for; other values aren't told. `agent`: an agent's id, or null. */
  | {
      readonly kind: 'needs'
      readonly found: readonly { readonly field: DataName; readonly value: string }[]
      readonly agent: string | null
    }
  | { readonly kind: 'hours'; readonly is: 'open' | 'closed' | 'holiday' }
  | {
      readonly kind: 'lookUp'
      readonly found: 'found' | 'several' | 'notFound'
      readonly names: readonly DataName[]
    }
  /**
   * Checked as a flow's steps are, and bounded; names begin with the asking step's name and a dot. Texts in them are
   * attached data (`dataText`).
   */
  | {
      readonly kind: 'ask'
      readonly start: string
      readonly steps: Readonly<Record<string, Step>>
      readonly names: readonly DataName[]
    }
  | { readonly kind: 'failed'; readonly why: ErrandFailure }
