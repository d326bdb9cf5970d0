/** How calls end: a closed list, shared by facts, records, metrics and webhooks. */

/** Whose doing it was. `party`: whom the flow had handed the caller to. */
export const ENDED_BY = ['caller', 'agent', 'party', 'system', 'switch', 'trunk', 'policy'] as const
export type EndedBy = (typeof ENDED_BY)[number]

/** What happened. */
export const ENDED_WHY = [
  /** Somebody hung up in the flow or in the talk. */
  'hungUp',
  /** The caller hung up while waiting or while a phone rang. */
  'abandoned',
  /** The caller was to be called back, and has rung again: the place goes on in the new call. */
  'rangAgain',
  /** The flow came to its end. */
  'flowEnded',
  /** The site had more to do than it can: an announcement said so. */
  'overloaded',
  /** A command of the API. */
  'cleared',
  /** The called party or the agent of an outbound call. */
  'busy',
  'noAnswer',
  'rejected',
  'unreachable',
  'invalidNumber',
  'cancelled',
  'failed',
  /** The fallback group had the caller to the end. */
  'fellBack',
  /** The leg was gone when the switch was asked; when and why it ended isn't known. */
  'lost',
] as const
export type EndedWhy = (typeof ENDED_WHY)[number]

export interface Ending {
  readonly by: EndedBy
  readonly why: EndedWhy
}
