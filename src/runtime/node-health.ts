/**
 * Judges a node by its reports, one a second. A judgement changes late and goes back later still, so that a node on the
 * edge isn't judged anew each second: each change is a fact, an alarm, and another choice of nodes for calls.
 *
 *   healthy ─ 3 late beats in a row ─▶ slow ─ 10 prompt ones in a row ─▶ healthy
 *   healthy, slow ─ fullPercent of its sessions in use ─▶ full ─ 10 percent points less ─▶ healthy, slow
 */
import type { NodeHealth } from '../domain/site/node-health.ts'
import type { NodeReport } from './node-report.ts'

/** Configured as `switchHealth`. */
export interface HealthLimits {
  /**
   * A beat that takes longer is late. An event socket carries out one command after the other, and the fallback takes
   * a caller whom nobody has taken within 4 s: with 250 ms for each of the dozen orders of an arrival it nearly does.
   */
  readonly slowMs: number
  /** Of the sessions that the node allows; what is left above is for callers who come in. A talk has two sessions. */
  readonly fullPercent: number
}

export const HEALTH_LIMITS: HealthLimits = { slowMs: 250, fullPercent: 90 }

/** One late beat may be a pause of this process or a big reply in front; three are the node. */
const LATE_IN_A_ROW = 3
const PROMPT_IN_A_ROW = 10
/** Prompt is clearly below the limit, not just below. */
const PROMPT_SHARE = 0.5
const FULL_BACK_PERCENT = 10
/** FreeSWITCH's own default is one in 20 s, freeswitch-conf has one in 5 s: so long without one, its scheduler stands. */
const HEARTBEAT_LOST_MS = 45_000

export interface Judged {
  readonly health: NodeHealth
  /** What it was judged by, in words. */
  readonly detail: string
  readonly isSlow: boolean
  readonly isFull: boolean
  /** Beats in a row: late ones while it isn't slow, prompt ones while it is. */
  readonly row: number
  /** When the first report came. */
  readonly since: number
}

/** `before`: undefined at the first report over a connection. */
export function judge(before: Judged | undefined, report: NodeReport, limits: HealthLimits): Judged {
  const { isSlow: wasSlow = false, isFull: wasFull = false, since = report.at } = before ?? {}
  const heardAt = report.heartbeat?.at ?? since
  const lost = report.at - heardAt > HEARTBEAT_LOST_MS
  const { commandMs } = report
  const late = lost || commandMs === null || commandMs > limits.slowMs
  const prompt = !lost && commandMs !== null && commandMs <= limits.slowMs * PROMPT_SHARE
  const counted = (wasSlow ? prompt : late) ? (before?.row ?? 0) + 1 : 0
  const changes = counted >= (wasSlow ? PROMPT_IN_A_ROW : LATE_IN_A_ROW)
  const isSlow = changes ? !wasSlow : wasSlow
  const used = usedPercent(report)
  const isFull = used === undefined ? wasFull : used >= limits.fullPercent - (wasFull ? FULL_BACK_PERCENT : 0)
  const health = isFull ? 'full' : isSlow ? 'slow' : 'healthy'
  return { health, detail: detailOf(health, report, lost), isSlow, isFull, row: changes ? 0 : counted, since }
}

function usedPercent({ heartbeat }: NodeReport): number | undefined {
  const { sessions, maxSessions } = heartbeat ?? {}
  if (typeof sessions !== 'number' || typeof maxSessions !== 'number' || maxSessions <= 0) return undefined
  return (100 * sessions) / maxSessions
}

function detailOf(health: NodeHealth, { commandMs, heartbeat }: NodeReport, lost: boolean): string {
  if (health === 'full') return `${heartbeat?.sessions} of ${heartbeat?.maxSessions} sessions are in use`
  const answer =
    commandMs === null
      ? 'it does not answer its beats in time'
      : `it answers its beats after ${Math.round(commandMs)} ms`
  return lost ? 'its HEARTBEAT has not come for long' : answer
}
