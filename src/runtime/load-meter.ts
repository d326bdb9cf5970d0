/** Looks four times a second at how much a site has to do, and says so when the judgement has changed (`load.ts`). */
import type { NodeId } from '../domain/ids.ts'
import type { Load } from '../domain/site/load.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import { type Judged, judgeLoad, type LoadLimits, loadOf, type Measures } from './load.ts'
import { DELAY_EVERY_MS } from './loop-delay.ts'
import type { NodeReport } from './node-report.ts'

export interface LoadMeterOptions {
  readonly limits: LoadLimits
  /** How late the process has come to what was due: at the worst in the last so many milliseconds. */
  readonly loopDelayMs: (withinMs: number) => number
  readonly lagMs: () => number
  readonly spill: () => { readonly spilling: boolean; readonly fill: number }
  readonly calls: () => number
  readonly reports: ReadonlyMap<NodeId, NodeReport>
  /** Monotonic, in milliseconds. */
  readonly now: () => number
  /** The judgement has changed; and once at the first look. False: not to be told now, but with the next look. */
  readonly tell: (load: Load) => boolean
  readonly timers?: Timers
}

export interface LoadMeter {
  /** An append has become durable, after so many milliseconds. */
  appended(durationMs: number): void
  /** Looks now; for whoever doesn't want to wait for the timer. */
  look(): void
  /** Looks from now on until what is returned is called. */
  start(): () => void
}

const LOOK_MS = 250
/**
 * How far back the process's delays are looked at: less than to the look before by how often they are measured. A pause
 * that ended as that look began is the same pause, and would count in two looks.
 */
const DELAYS_MS = LOOK_MS - DELAY_EVERY_MS
/** So many of the newest appends are looked at, of the last so many milliseconds; one slow commit means nothing. */
const NEWEST_APPENDS = 100
const APPENDS_MS = 5_000
const SLOW_APPENDS = 3

export function createLoadMeter(options: LoadMeterOptions): LoadMeter {
  const { limits, now, timers = machineTimers } = options
  let judged: Judged = new Map()
  let told: string | undefined
  let appends: { readonly at: number; readonly durationMs: number }[] = []

  function slowAppendMs(at: number): number {
    appends = appends.filter((one) => at - one.at <= APPENDS_MS)
    const slowest = appends.map(({ durationMs }) => durationMs).sort((a, b) => b - a)
    return slowest[SLOW_APPENDS - 1] ?? 0
  }

  function measured(at: number): Measures {
    const { spilling, fill } = options.spill()
    return {
      eventLoopMs: options.loopDelayMs(DELAYS_MS),
      lagMs: options.lagMs(),
      appendMs: spilling ? 0 : slowAppendMs(at),
      spillPercent: fill * 100,
      calls: options.calls(),
      sessionPercent: sessionPercents(options.reports),
    }
  }

  function look(): void {
    const at = now()
    judged = judgeLoad(judged, measured(at), limits, at)
    const load = loadOf(judged)
    const key = JSON.stringify(load)
    if (key === told) return
    if (options.tell(load)) told = key
  }

  return {
    look,
    appended(durationMs) {
      appends.push({ at: now(), durationMs })
      if (appends.length > NEWEST_APPENDS) appends.shift()
    },
    start: () => timers.every(LOOK_MS, look),
  }
}

function sessionPercents(reports: ReadonlyMap<NodeId, NodeReport>): ReadonlyMap<NodeId, number> {
  const percents = new Map<NodeId, number>()
  for (const [nodeId, { heartbeat }] of reports) {
    const { sessions, maxSessions } = heartbeat ?? {}
    if (typeof sessions !== 'number' || typeof maxSessions !== 'number' || maxSessions <= 0) continue
    percents.set(nodeId, (100 * sessions) / maxSessions)
  }
  return percents
}
