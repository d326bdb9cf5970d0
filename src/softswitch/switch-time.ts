/**
 * The switch's time: the wall clock at its start, carried on by the monotonic clock, as FreeSWITCH's is
 * (switch_time.c `time_now`: monotonic plus an offset). Setting the machine's clock moves no deadline, and doesn't
 * make the controller's heartbeat old or young. FreeSWITCH takes the offset anew on `fsctl sync_clock`; this doesn't.
 */

/** Milliseconds since the epoch. */
export function nowMs(): number {
  return Math.floor(performance.timeOrigin + performance.now())
}
