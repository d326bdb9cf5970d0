/** Which process that was: a pid is used again by others; a pid with its start time is not. Linux only (/proc). */
import { readFileSync } from 'node:fs'

export interface ProcessMark {
  readonly pid: number
  /** Clock ticks since the machine booted: field 22 of /proc/PID/stat, proc(5). */
  readonly startTicks: string
}

/** The mark of a live process; undefined for one that is gone or a zombie, and where there is no /proc. */
export function markOf(pid: number): ProcessMark | undefined {
  const stat = statOf(pid)
  // The second field is the program's name in brackets and may hold spaces and brackets itself.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  const startTicks = fields?.[19]
  return startTicks === undefined || fields?.[0] === 'Z' ? undefined : { pid, startTicks }
}

export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.startTicks === mark.startTicks
}

function statOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
}
