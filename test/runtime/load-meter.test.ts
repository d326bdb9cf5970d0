import { describe, expect, it } from 'vitest'
import type { NodeId } from '../../src/domain/ids.ts'
import type { Load } from '../../src/domain/site/load.ts'
import { LOAD_LIMITS, type LoadLimits } from '../../src/runtime/load.ts'
import { createLoadMeter } from '../../src/runtime/load-meter.ts'
import { watchLoopDelay } from '../../src/runtime/loop-delay.ts'
import type { NodeReport } from '../../src/runtime/node-report.ts'
import { HandClock } from './support/clock.ts'
import { HandTimers } from './support/hand-timers.ts'

const nodeA = 'node_a' as NodeId
const nodeB = 'node_b' as NodeId

function reportOf(nodeId: NodeId, sessions: number | null, maxSessions: number | null = 100): NodeReport {
  const heartbeat = {
    at: 0,
    sessions,
    maxSessions,
    sessionsPerSecond: 0,
    idleCpuPercent: 90,
    upMs: 1,
    version: 'x',
  }
  return { nodeId, at: 0, commandMs: 1, heartbeat, refusesCalls: false }
}

function aMeter(limits: Partial<LoadLimits> = {}) {
  const measures = { loopDelayMs: 0, lagMs: 0, spilling: false, fill: 0, calls: 0, now: 10_000 }
  const reports = new Map<NodeId, NodeReport>()
  const told: Load[] = []
  let tells = true
  const meter = createLoadMeter({
    limits: { ...LOAD_LIMITS, ...limits },
    loopDelayMs: () => measures.loopDelayMs,
    lagMs: () => measures.lagMs,
    spill: () => measures,
    calls: () => measures.calls,
    reports,
    now: () => measures.now,
    tell: (load) => {
      if (tells) told.push(load)
      return tells
    },
  })
  return {
    measures,
    reports,
    told,
    meter,
    mayTell: (may: boolean) => {
      tells = may
    },
    looks(times = 1, what: Partial<typeof measures> = {}) {
      Object.assign(measures, what)
      for (let n = 0; n < times; n += 1) {
        measures.now += 250
        meter.look()
      }
      return told.at(-1)
    },
  }
}

describe('a load meter', () => {
  it('says how it is with the first look', () => {
    const { looks } = aMeter()
    expect(looks()).toEqual({ level: 'normal', why: [], nodes: [] })
  })

  it('finds too much only when two looks in a row do', () => {
    const { looks } = aMeter()
    expect(looks(1, { lagMs: 1_000 })?.level).toBe('normal')
    expect(looks(1, { lagMs: 0 })?.level).toBe('normal')
    expect(looks(1, { lagMs: 1_000 })?.level).toBe('normal')
    expect(looks(1)).toEqual({ level: 'busy', why: ['lag'], nodes: [] })
  })

  it('stays busy until all has been well below for a while, and says nothing meanwhile', () => {
    const { looks, told } = aMeter()
    looks(2, { loopDelayMs: 300 })
    expect(told.at(-1)?.level).toBe('busy')
    // Between a tenth below the limit and the limit it is neither.
    looks(40, { loopDelayMs: 240 })
    looks(20, { loopDelayMs: 10 })
    expect(told.at(-1)?.level).toBe('busy')
    looks(1)
    expect(told.map(({ level }) => level)).toEqual(['normal', 'busy', 'normal'])
  })

  it('names each reason, and ends each by itself', () => {
    const { looks } = aMeter()
    expect(looks(2, { lagMs: 5_000, calls: 5_000 })?.why).toEqual(['lag', 'calls'])
    expect(looks(22, { lagMs: 0 })?.why).toEqual(['calls'])
    expect(looks(22, { calls: 4_499 })?.level).toBe('normal')
  })

  it('finds the database slow when three appends of late were', () => {
    const { looks, meter } = aMeter()
    meter.appended(2_000)
    meter.appended(2_000)
    for (let n = 0; n < 50; n += 1) meter.appended(3)
    expect(looks(2)?.level).toBe('normal')
    meter.appended(600)
    expect(looks(2)?.why).toEqual(['appends'])
    expect(looks(42)?.level).toBe('normal')
  })

  it('doesn’t mind slow appends while the local journal stands in, but that this is nearly full', () => {
    const { looks, meter } = aMeter()
    for (let n = 0; n < 5; n += 1) meter.appended(2_000)
    expect(looks(3, { spilling: true, fill: 0.79 })?.level).toBe('normal')
    expect(looks(2, { fill: 0.8 })?.why).toEqual(['spill'])
  })

  it('finds single switches full, and forgets one that is out of reach', () => {
    const { looks, reports } = aMeter()
    reports.set(nodeA, reportOf(nodeA, 94))
    reports.set(nodeB, reportOf(nodeB, 95))
    expect(looks(2)).toEqual({ level: 'busy', why: ['sessions'], nodes: [nodeB] })
    reports.delete(nodeB)
    expect(looks()?.level).toBe('normal')
    reports.set(nodeA, reportOf(nodeA, 99, null))
    expect(looks(3)?.level).toBe('normal')
  })

  it('says it again with the next look when it was not to be told', () => {
    const { looks, told, mayTell } = aMeter()
    mayTell(false)
    looks(2, { lagMs: 5_000 })
    expect(told).toEqual([])
    mayTell(true)
    expect(looks()?.level).toBe('busy')
  })

  it('counts one pause of the process once, and takes one after the other for an overload', () => {
    const clock = new HandClock()
    const timers = new HandTimers(clock)
    const delay = watchLoopDelay(() => clock.monotonic(), timers)
    const told: string[] = []
    const meter = createLoadMeter({
      limits: LOAD_LIMITS,
      loopDelayMs: (withinMs) => delay.worstMs(withinMs),
      lagMs: () => 0,
      spill: () => ({ spilling: false, fill: 0 }),
      calls: () => 0,
      reports: new Map(),
      now: () => clock.monotonic(),
      tell: ({ level }) => told.push(level) > 0,
      timers,
    })
    const stop = meter.start()
    const runs = (ticks: number) => {
      for (let n = 0; n < ticks; n += 1) timers.pass(25)
    }
    for (const before of [10, 3, 7, 1]) {
      runs(before)
      timers.pass(600)
      runs(30)
    }
    expect(told).toEqual(['normal'])
    for (let n = 0; n < 3; n += 1) timers.pass(300)
    expect(told).toEqual(['normal', 'busy'])
    stop()
    delay.close()
  })
})
