/** The one way by which other parts of the system, in this process or another, reach a site's owner. */
import type { ApiInput, Outcome } from '../domain/site/inputs.ts'
import type { QueueFigures } from '../domain/site/view.ts'
import type { PrivateField } from './ports.ts'

/** What a dispatched command came to; only `accepted` and `refused` are the domain's own words. */
export type DispatchOutcome =
  | Outcome
  /** Nobody owns the site at the moment, or the owner is starting: try again shortly. */
  | { readonly type: 'notOwner'; readonly retryAfterMs: number }
  /** The deadline passed. Whether the command will still be carried out is not known. */
  | { readonly type: 'timedOut' }

export interface DispatchOptions {
  /** Milliseconds from now. */
  readonly timeoutMs: number
  /** Personal data that belongs to the command's call; becomes durable with its facts. */
  readonly privateFields?: readonly PrivateField[]
}

/** `ApiInput` without its moment: the owner's clock gives that. */
export type ApiCommand = ApiInput extends infer I ? (I extends { at: number } ? Omit<I, 'at'> : never) : never

export interface SiteGateway {
  dispatch(siteId: string, command: ApiCommand, options: DispatchOptions): Promise<DispatchOutcome>
  /** Live figures of a site's queues; undefined when nobody owns the site now. */
  figures(siteId: string): Promise<readonly QueueFigures[] | undefined>
}
