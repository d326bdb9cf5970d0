/** What the site journal holds: the envelope around every fact, whatever its subject. */

export type SubjectKind = 'site' | 'call' | 'agent' | 'queue' | 'recording' | 'opening' | 'access'

/** A fact as `decide` gives it: who it is about, what happened, when. `data` is plain JSON without personal data. */
export interface FactOf<Kind extends SubjectKind, Type extends string, Data extends object> {
  readonly kind: Kind
  /** The subject's id: `call_…`, `agent_…`, `queue_…`, `site_…`, `rec_…`, `opening_…`, `access_…`. */
  readonly subject: string
  readonly type: Type
  /** Milliseconds since the epoch, UTC; from the input that caused it. */
  readonly at: number
  readonly data: Data
}

export type AnyFact = FactOf<SubjectKind, string, object>

/** A fact in its place: both sequences begin at 1 and have no gaps. */
export interface JournalRow {
  readonly siteId: string
  readonly pos: number
  readonly kind: SubjectKind
  readonly subject: string
  readonly subjectSeq: number
  readonly at: number
  readonly type: string
  readonly data: object
}
