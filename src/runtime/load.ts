/**
 * Judges how much a site has to do. Two looks in a row must find too much before it counts, and it must have been well
 * below for a while before it doesn't: a pause of the process, or one slow commit, is no overload, and callers aren't
 * turned away and admitted by turns.
 *
 *   normal ─ over the limit in 2 looks in a row ─▶ busy ─ a tenth below it for `quietMs` ─▶ normal     (each reason apart)
 */
import type { NodeId } from '../domain/ids.ts'
import { LOAD_REASONS, type Load, type LoadReason } from '../domain/site/load.ts'

/** Configured as `admission`; what reaches a limit is over it. */
export interface LoadLimits {
  /** How late this process has come to what was due, at the worst since the look before. */
  readonly eventLoopMs: number
  /** Age of the oldest input whose orders haven't gone out. */
  readonly lagMs: number
  /** Three of the newest appends took longer. */
  readonly appendMs: number
  /** Of the local journal. */
  readonly spillPercent: number
  /** Live calls of the site; those who hear that all is busy don't count. */
  readonly maxCalls: number
  /** Of the sessions that a switch allows. */
  readonly sessionPercent: number
  readonly quietMs: number
}

export const LOAD_LIMITS: LoadLimits = {
  eventLoopMs: 250,
  lagMs: 1_000,
  appendMs: 500,
  spillPercent: 80,
  maxCalls: 5_000,
  sessionPercent: 95,
  quietMs: 5_000,
}

/** What one look has found. */
export interface Measures {
  readonly eventLoopMs: number
  readonly lagMs: number
  /** The third slowest of the newest appends; 0 while the local journal stands in for the database. */
  readonly appendMs: number
  readonly spillPercent: number
  readonly calls: number
  /** By switch in reach, where it has said so. */
  readonly sessionPercent: ReadonlyMap<NodeId, number>
}

/** One reason, at one switch where it is about that. */
interface Mark {
  readonly why: LoadReason
  readonly nodeId: NodeId | undefined
  /** Looks in a row that found too much. */
  readonly over: number
  readonly isBusy: boolean
  /** Since when it is well below; monotonic. */
  readonly quietSince: number | undefined
}

export type Judged = ReadonlyMap<string, Mark>

const LOOKS_IN_A_ROW = 2
const WELL_BELOW = 0.9

/** @param at monotonic, in milliseconds */
export function judgeLoad(before: Judged, measures: Measures, limits: LoadLimits, at: number): Judged {
  const now = new Map<string, Mark>()
  const look = (why: LoadReason, value: number, limit: number, nodeId?: NodeId) => {
    const key = `${why} ${nodeId ?? ''}`
    now.set(key, marked(before.get(key), { why, nodeId, value, limit }, limits.quietMs, at))
  }
  look('eventLoop', measures.eventLoopMs, limits.eventLoopMs)
  look('lag', measures.lagMs, limits.lagMs)
  look('appends', measures.appendMs, limits.appendMs)
  look('spill', measures.spillPercent, limits.spillPercent)
  look('calls', measures.calls, limits.maxCalls)
  // A switch that is out of reach is no longer looked at, and is forgotten.
  for (const [nodeId, percent] of measures.sessionPercent)
    look('sessions', percent, limits.sessionPercent, nodeId)
  return now
}

export function loadOf(judged: Judged): Load {
  const busy = [...judged.values()].filter(({ isBusy }) => isBusy)
  const why = LOAD_REASONS.filter((reason) => busy.some((mark) => mark.why === reason))
  const nodes = busy.flatMap(({ nodeId }) => (nodeId === undefined ? [] : [nodeId])).sort()
  return { level: why.length > 0 ? 'busy' : 'normal', why, nodes }
}

function marked(
  before: Mark | undefined,
  { why, nodeId, value, limit }: Pick<Mark, 'why' | 'nodeId'> & { value: number; limit: number },
  quietMs: number,
  at: number,
): Mark {
  const over = value >= limit ? (before?.over ?? 0) + 1 : 0
  const quietSince = value < limit * WELL_BELOW ? (before?.quietSince ?? at) : undefined
  const isQuiet = quietSince !== undefined && at - quietSince >= quietMs
  const isBusy = before?.isBusy ? !isQuiet : over >= LOOKS_IN_A_ROW
  return { why, nodeId, over, isBusy, quietSince }
}
