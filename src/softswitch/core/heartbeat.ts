import { cpus } from 'node:os'
import { nowMs } from '../switch-time.ts'
import type { Core } from './core.ts'
import { VERSION } from './version.ts'

/** `0 years, 0 days, 0 hours, 1 minute, 2 seconds, 3 milliseconds, 4 microseconds`, as in HEARTBEAT and status. */
export function uptimeText(core: Core): string {
  const ms = nowMs() - core.startedAt
  const parts: [number, string][] = [
    [Math.floor(ms / 31_536_000_000), 'year'],
    [Math.floor(ms / 86_400_000) % 365, 'day'],
    [Math.floor(ms / 3_600_000) % 24, 'hour'],
    [Math.floor(ms / 60_000) % 60, 'minute'],
    [Math.floor(ms / 1000) % 60, 'second'],
    [ms % 1000, 'millisecond'],
    [0, 'microsecond'],
  ]
  return parts.map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`).join(', ')
}

/** What has been counted since the start, or in the last five minutes; looked at once a second. */
interface Peaks {
  perSecondLast: number
  perSecondMax: number
  perSecondFiveMin: number
  sessionsMax: number
  sessionsFiveMin: number
}

const SECOND_MS = 1000
const FIVE_MINUTES_S = 300

/** HEARTBEAT every so many seconds (switch_core.c `send_heartbeat`); returns how to stop. */
export function startHeartbeat(core: Core, seconds: number): () => void {
  const now: Peaks = {
    perSecondLast: 0,
    perSecondMax: 0,
    perSecondFiveMin: 0,
    sessionsMax: 0,
    sessionsFiveMin: 0,
  }
  const idleCpu = idleCpuMeter()
  let before = core.sessionsTotal
  let elapsed = 0
  const look = () => {
    now.perSecondLast = core.sessionsTotal - before
    before = core.sessionsTotal
    elapsed += 1
    if (elapsed % FIVE_MINUTES_S === 0) Object.assign(now, { perSecondFiveMin: 0, sessionsFiveMin: 0 })
    now.perSecondMax = Math.max(now.perSecondMax, now.perSecondLast)
    now.perSecondFiveMin = Math.max(now.perSecondFiveMin, now.perSecondLast)
    now.sessionsMax = Math.max(now.sessionsMax, core.channels.size)
    now.sessionsFiveMin = Math.max(now.sessionsFiveMin, core.channels.size)
    if (elapsed % seconds === 0) beat(core, now, idleCpu())
  }
  const timer = setInterval(look, SECOND_MS)
  return () => clearInterval(timer)
}

function beat(core: Core, peaks: Peaks, idleCpuPercent: number): void {
  core.bus.fire('HEARTBEAT', (event) => {
    event
      .add('Event-Info', 'System Ready')
      .add('Up-Time', uptimeText(core))
      .add('FreeSWITCH-Version', VERSION)
      .add('Uptime-msec', String(nowMs() - core.startedAt))
      .add('Session-Count', String(core.channels.size))
      .add('Max-Sessions', String(core.settings.maxChannels))
      // How many more may begin in this second, in FreeSWITCH; here nothing limits the rate.
      .add('Session-Per-Sec', String(core.settings.maxChannels))
      .add('Session-Per-Sec-Last', String(peaks.perSecondLast))
      .add('Session-Per-Sec-Max', String(peaks.perSecondMax))
      .add('Session-Per-Sec-FiveMin', String(peaks.perSecondFiveMin))
      .add('Session-Since-Startup', String(core.sessionsTotal))
      .add('Session-Peak-Max', String(peaks.sessionsMax))
      .add('Session-Peak-FiveMin', String(peaks.sessionsFiveMin))
      .add('Idle-CPU', idleCpuPercent.toFixed(6))
  })
}

/** The machine's idle share since the last reading, in percent; 100 when no time has passed. */
function idleCpuMeter(): () => number {
  const read = () => {
    let idle = 0
    let all = 0
    for (const { times } of cpus()) {
      idle += times.idle
      all += times.user + times.nice + times.sys + times.idle + times.irq
    }
    return { idle, all }
  }
  let before = read()
  return () => {
    const now = read()
    const all = now.all - before.all
    const percent = all > 0 ? (100 * (now.idle - before.idle)) / all : 100
    before = now
    return Math.min(100, Math.max(0, percent))
  }
}
