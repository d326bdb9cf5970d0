/** What came of reading a site's files again. */

/**
 * `done`: what they say is what runs. `faults`: the good ones are, the others left what ran. `unavailable`: the site's
 * owner could not be told, so that it is tried again.
 */
export type ReloadOutcome = 'done' | 'faults' | 'unavailable'

export interface ReloadObserver {
  /** `at`: milliseconds since the epoch. */
  reloaded(outcome: ReloadOutcome, at: number): void
}
