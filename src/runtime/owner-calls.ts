/** How another process's owner is called: the port that the internal client implements. */
import type { ApiCommand, DispatchOutcome } from './gateway.ts'
import type { PrivateField } from './ports.ts'
import type { SiteQuestion } from './site-questions.ts'

export interface DispatchRequest {
  /** The same for a second try: the owner carries a command out once. */
  readonly key: string
  /** Milliseconds that are left. Never a moment: clocks differ. */
  readonly budgetMs: number
  /** Only for an owner of this time of owning; null: for whoever owns the site. */
  readonly epoch: number | null
  readonly command: ApiCommand
  readonly privateFields: readonly PrivateField[]
}

/** What the owner's process says to that. `otherEpoch`: the site has been taken since. */
export type DispatchReply = DispatchOutcome | { readonly type: 'otherEpoch' }

export type Called<T> =
  | { readonly type: 'answered'; readonly value: T }
  /** Nothing was sent: nobody listens there, or it isn't one of us. */
  | { readonly type: 'notReached' }
  /** It took nothing: it has too much to do, or didn't understand. */
  | { readonly type: 'refused'; readonly why: string }
  /** The connection ended with the request under way: whether it was taken isn't known. */
  | { readonly type: 'lost' }
  | { readonly type: 'timedOut' }

/** Never rejects, and ends within its time. */
export interface OwnerCalls {
  dispatch(address: string, siteId: string, request: DispatchRequest): Promise<Called<DispatchReply>>
  /** The answer is null when the process at this address doesn't own the site. */
  query(
    address: string,
    siteId: string,
    question: SiteQuestion,
    timeoutMs: number,
  ): Promise<Called<{ readonly answer: unknown } | null>>
}
