/** What went past without meaning anything to us, counted for metrics: none of it is worth a log line each. */
export interface Counters {
  /** Messages of a type that we don't know or never asked for. */
  unknownFrames: number
  /** Answers that came after their deadline; they were thrown away, in their place of the order. */
  lateReplies: number
  /** BACKGROUND_JOB of somebody else, or after its deadline. */
  unmatchedJobs: number
  /** Exceptions thrown by handlers of events, states or results: each is a bug, and is logged. */
  handlerFaults: number
  /** Connections given up because their bytes made no sense. */
  corruptStreams: number
  /** Log-ins that succeeded. */
  logins: number
}

export function createCounters(): Counters {
  return {
    unknownFrames: 0,
    lateReplies: 0,
    unmatchedJobs: 0,
    handlerFaults: 0,
    corruptStreams: 0,
    logins: 0,
  }
}
