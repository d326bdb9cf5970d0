/** What benchmarks of whole systems share. */
import { readFileSync } from 'node:fs'
import type { System } from '../support/system.ts'

/** User and system time of a process so far, in milliseconds (proc(5): fields 14 and 15, in hundredths of a second). */
export function cpuMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** What is measured is the price of promises kept: a database that doesn't wait for its disk would be cheating. */
export async function mustBeDurable(system: System): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit']) {
    const [row] = await system.sql(`show ${setting}`)
    if (row?.[setting] !== 'on') throw new Error(`PostgreSQL's ${setting} is not on`)
  }
}

/** To two places. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** Of a FreeSWITCH's site (freeswitch-conf/defaults.xml): limits that no load of a benchmark meets. */
export const ROOM_FOR_LOAD = {
  max_sessions: 4_000,
  sessions_per_second: 1_000,
  sip_requests_per_second: 100_000,
  rtp_start_port: 20_000,
  rtp_end_port: 30_000,
} as const
