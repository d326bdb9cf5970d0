const two = (n: number): string => String(n).padStart(2, '0')

/** `YYYY-MM-DD HH:MM:SS` in the host's time zone, as in `Event-Date-Local` and the `…_stamp` variables. */
export function localStamp(ms: number): string {
  const d = new Date(ms)
  const date = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
  return `${date} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`
}

/** switch_rfc822_date: `Sun, 22 Nov 2026 02:38:33 GMT`. */
export function gmtStamp(ms: number): string {
  return new Date(ms).toUTCString()
}

/** Microseconds since 1970, FreeSWITCH's unit; millisecond precision is all that is needed here. */
export function micros(ms: number): number {
  return ms * 1000
}
