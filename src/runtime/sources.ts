/** Sources: the HIS and other services in the house that flows ask, by the names that the configuration gives them. */

export type SourceRequest =
  /** `path` begins with a slash, below the source's own address; values in it are percent-encoded already. */
  | { readonly method: 'GET'; readonly path: string; readonly query: Readonly<Record<string, string>> }
  | {
      readonly method: 'POST'
      readonly path: string
      readonly body: object
      /** The same for each attempt of one question. */
      readonly idempotencyKey: string
    }

export type SourceAnswer =
  | { readonly type: 'answered'; readonly json: unknown }
  /** 404 or 410. */
  | { readonly type: 'notFound' }
  /** `again`: another attempt may go better. */
  | {
      readonly type: 'failed'
      readonly why: 'timedOut' | 'unavailable' | 'invalid'
      readonly again: boolean
    }
  /** The configuration has no such source. */
  | { readonly type: 'unknown' }

export interface SourcesPort {
  /** One attempt. Never rejects; ends with the source's own time-out, or when `signal` is aborted. */
  ask(source: string, request: SourceRequest, signal: AbortSignal): Promise<SourceAnswer>
}

/** How an attempt ended, as it is counted. */
export type SourceOutcome =
  | 'answered'
  | 'notFound'
  | 'timedOut'
  /** Unreachable, or an error of the other side. */
  | 'unavailable'
  /** What came can't be used: not JSON, too large, a redirect. */
  | 'invalid'
  /** As many requests are under way as may be: it wasn't asked. */
  | 'busy'
  /** Nobody waits any more. */
  | 'aborted'

export interface SourceObserver {
  asked(source: string, outcome: SourceOutcome, durationMs: number): void
}
