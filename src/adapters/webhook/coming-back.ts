/**
 * Notices that a receiver that was away has come back: its first delivery after a row of failures. What waits for it
 * needn't wait for the hours that the timetable says, then. A receiver that refuses single events isn't away: others of
 * its events go through in between, and the refused ones keep their timetable.
 */
export interface ComingBack {
  /** How its newest try ended. True: it may have been away until now. */
  tried(webhookId: string, delivered: boolean): boolean
  /** What waits for it could not be told so: the next delivery is to say it again. */
  again(webhookId: string): void
}

/** Failures in a row after which an endpoint counts as away. One that this process has never tried may have been. */
const AWAY_AFTER = 5
/** Endpoints are few; ids of removed ones are forgotten in one go. */
const MOST_REMEMBERED = 1_000

export function createComingBack(): ComingBack {
  const failures = new Map<string, number>()
  return {
    tried(webhookId, delivered) {
      const before = failures.get(webhookId) ?? AWAY_AFTER
      if (failures.size >= MOST_REMEMBERED && !failures.has(webhookId)) failures.clear()
      failures.set(webhookId, delivered ? 0 : before + 1)
      return delivered && before >= AWAY_AFTER
    },
    again: (webhookId) => {
      failures.set(webhookId, AWAY_AFTER)
    },
  }
}
