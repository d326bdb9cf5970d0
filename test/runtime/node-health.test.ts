import { describe, expect, it } from 'vitest'
import type { NodeId } from '../../src/domain/ids.ts'
import { HEALTH_LIMITS, type Judged, judge } from '../../src/runtime/node-health.ts'
import type { NodeHeartbeat, NodeReport } from '../../src/runtime/node-report.ts'
import { createNodeWatch } from '../../src/runtime/node-watch.ts'

const nodeId = 'node_a' as NodeId
const NOW = 1_800_000_000_000
const HEARTBEAT: NodeHeartbeat = {
  at: NOW,
  sessions: 10,
  maxSessions: 100,
  sessionsPerSecond: 1,
  idleCpuPercent: 90,
  upMs: 1_000,
  version: '1.11.1',
}

/** A node that reports each second, with a heartbeat each five. */
class Node {
  #judged: Judged | undefined
  #second = 0
  heartbeat: NodeHeartbeat | null = HEARTBEAT
  beats = true

  reports(commandMs: number | null): string {
    const at = NOW + this.#second * 1_000
    if (this.beats && this.heartbeat && this.#second % 5 === 0) this.heartbeat = { ...this.heartbeat, at }
    this.#second += 1
    const report: NodeReport = { nodeId, at, commandMs, refusesCalls: false, heartbeat: this.heartbeat }
    this.#judged = judge(this.#judged, report, HEALTH_LIMITS)
    return this.#judged.health
  }

  uses(sessions: number): string {
    this.heartbeat = { ...HEARTBEAT, sessions }
    return this.reports(1)
  }

  get detail(): string | undefined {
    return this.#judged?.detail
  }
}

describe('a node is slow', () => {
  it('after three late beats in a row, and until ten prompt ones have come in a row', () => {
    const node = new Node()
    expect([300, 300, 1, 300, 300].map((ms) => node.reports(ms))).toEqual(Array(5).fill('healthy'))
    expect(node.reports(300)).toBe('slow')
    expect(node.detail).toBe('it answers its beats after 300 ms')
    for (let beat = 0; beat < 9; beat += 1) expect(node.reports(1)).toBe('slow')
    // Neither late nor prompt: the count begins anew.
    expect(node.reports(200)).toBe('slow')
    for (let beat = 0; beat < 9; beat += 1) expect(node.reports(125)).toBe('slow')
    expect(node.reports(125)).toBe('healthy')
  })

  it('when it doesn’t answer its beats at all', () => {
    const node = new Node()
    expect([null, null, null].map((ms) => node.reports(ms))).toEqual(['healthy', 'healthy', 'slow'])
    expect(node.detail).toBe('it does not answer its beats in time')
  })

  it('when it answers and its HEARTBEAT comes no more, or never came', () => {
    for (const heartbeat of [HEARTBEAT, null]) {
      const node = new Node()
      node.heartbeat = heartbeat
      node.beats = false
      for (let second = 0; second <= 45 + 2; second += 1) expect(node.reports(1)).toBe('healthy')
      expect(node.reports(1)).toBe('slow')
      expect(node.detail).toBe('its HEARTBEAT has not come for long')
    }
  })
})

describe('a node is full', () => {
  it('from nine tenths of its sessions on, down to eight', () => {
    const node = new Node()
    expect([89, 90, 95, 80, 79, 89, 90].map((sessions) => node.uses(sessions))).toEqual([
      'healthy',
      'full',
      'full',
      'full',
      'healthy',
      'healthy',
      'full',
    ])
    expect(node.detail).toBe('90 of 100 sessions are in use')
  })

  it('which counts for more than being slow', () => {
    const node = new Node()
    for (let beat = 0; beat < 3; beat += 1) node.reports(900)
    node.heartbeat = { ...HEARTBEAT, sessions: 99 }
    expect(node.reports(900)).toBe('full')
    node.heartbeat = { ...HEARTBEAT, sessions: 1 }
    expect(node.reports(900)).toBe('slow')
  })

  it('by what it says: without figures nothing changes', () => {
    const node = new Node()
    node.heartbeat = { ...HEARTBEAT, sessions: null, maxSessions: null }
    expect(node.reports(1)).toBe('healthy')
    node.heartbeat = { ...HEARTBEAT, sessions: 0, maxSessions: 0 }
    expect(node.reports(1)).toBe('healthy')
  })
})

describe('what the core is told', () => {
  const late = (second: number): NodeReport => ({
    nodeId,
    at: NOW + second * 1_000,
    commandMs: 300,
    refusesCalls: null,
    heartbeat: null,
  })

  it('is said when the judgement changes, and begins anew with each connection', () => {
    const watch = createNodeWatch(HEALTH_LIMITS)
    const said = [0, 1, 2, 3].map((second) => watch.report(late(second)))
    expect(said).toEqual([
      undefined,
      undefined,
      {
        type: 'switchHealth',
        nodeId,
        at: NOW + 2_000,
        health: 'slow',
        detail: 'it answers its beats after 300 ms',
      },
      undefined,
    ])
    expect(watch.reports.get(nodeId)?.at).toBe(NOW + 3_000)
    watch.notice({ type: 'switchLost', nodeId, at: NOW })
    expect(watch.reports.size).toBe(0)
    expect([4, 5, 6].map((second) => watch.report(late(second))?.health)).toEqual([
      undefined,
      undefined,
      'slow',
    ])
  })
})
