import type { Core } from './core.ts'
import { VERSION } from './version.ts'

/** `0 years, 0 days, 0 hours, 1 minute, 2 seconds, 3 milliseconds, 4 microseconds`, as in HEARTBEAT and status. */
export function uptimeText(core: Core): string {
  const ms = Date.now() - core.startedAt
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

/** HEARTBEAT every so many seconds (switch_core.c `send_heartbeat`); returns how to stop. */
export function startHeartbeat(core: Core, seconds: number): () => void {
  let before = core.sessionsTotal
  const timer = setInterval(() => {
    const count = core.channels.size
    const perSecond = Math.floor((core.sessionsTotal - before) / seconds)
    before = core.sessionsTotal
    core.bus.fire('HEARTBEAT', (event) => {
      event
        .add('Event-Info', 'System Ready')
        .add('Up-Time', uptimeText(core))
        .add('FreeSWITCH-Version', VERSION)
        .add('Uptime-msec', String(Date.now() - core.startedAt))
        .add('Session-Count', String(count))
        .add('Max-Sessions', String(core.settings.maxChannels))
        .add('Session-Per-Sec', String(perSecond))
        .add('Session-Per-Sec-Last', String(perSecond))
        .add('Session-Per-Sec-Max', String(perSecond))
        .add('Session-Per-Sec-FiveMin', String(perSecond))
        .add('Session-Since-Startup', String(core.sessionsTotal))
        .add('Session-Peak-Max', String(count))
        .add('Session-Peak-FiveMin', String(count))
        .add('Idle-CPU', '100.000000')
    })
  }, seconds * 1000)
  return () => clearInterval(timer)
}
