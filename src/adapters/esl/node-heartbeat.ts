/** HEARTBEAT → what it says of the node (switch_core.c `send_heartbeat`). */
import type { NodeHeartbeat } from '../../runtime/node-report.ts'
import type { EslEvent } from './event.ts'

/** Versions are shown to operators: no text of the switch's goes further than this. */
const LONGEST_VERSION = 100

/** @param at milliseconds on our own clock */
export function heartbeatIn(event: EslEvent, at: number): NodeHeartbeat {
  return {
    at,
    sessions: count(event.get('Session-Count')),
    maxSessions: count(event.get('Max-Sessions')),
    // `Session-Per-Sec` itself is what is left of this second's allowance.
    sessionsPerSecond: count(event.get('Session-Per-Sec-Last')),
    idleCpuPercent: percent(event.get('Idle-CPU')),
    upMs: count(event.get('Uptime-msec')),
    version: event.get('FreeSWITCH-Version')?.slice(0, LONGEST_VERSION) || null,
  }
}

function count(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null
}

function percent(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,3}(\.\d+)?$/.test(text) ? Math.min(100, Number(text)) : null
}
