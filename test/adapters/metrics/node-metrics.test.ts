import { expect, test } from 'vitest'
import type { NodeId } from '../../../src/domain/ids.ts'
import type { NodeLook } from '../../../src/runtime/node-report.ts'
import { oneSite } from './one-site.ts'

function look(nodeId: string, more: Partial<NodeLook['view']> = {}): NodeLook {
  return {
    view: {
      nodeId,
      connected: true,
      since: 1,
      health: 'healthy',
      draining: false,
      drainingSince: null,
      drainSuspended: false,
      calls: 2,
      legs: 4,
      coreUuid: 'core',
      ...more,
    },
    report: {
      nodeId: nodeId as NodeId,
      at: 2,
      commandMs: 1,
      refusesCalls: false,
      heartbeat: {
        at: 2,
        sessions: 6,
        maxSessions: 1_000,
        sessionsPerSecond: 0,
        idleCpuPercent: 80,
        upMs: 1,
        version: '1',
      },
    },
  }
}

test('switches show what they have, how they do, and whether they are being drained', async () => {
  let nodes: readonly NodeLook[] | undefined = [
    look('node_a', { draining: true, health: 'slow' }),
    { ...look('node_b', { connected: false, health: null, calls: 0 }), report: null },
  ]
  const metrics = oneSite({ nodes: () => nodes })
  const shown = async () => {
    const lines = (await metrics.render()).split('\n')
    return lines.filter((line) => /^cti_switch_(?:calls|sessions|draining|health|idle)/.test(line))
  }
  expect(await shown()).toEqual([
    'cti_switch_calls{node="node_a"} 2',
    'cti_switch_calls{node="node_b"} 0',
    'cti_switch_sessions{node="node_a"} 6',
    'cti_switch_sessions_max{node="node_a"} 1000',
    'cti_switch_idle_cpu_ratio{node="node_a"} 0.8',
    'cti_switch_draining{node="node_a"} 1',
    'cti_switch_draining{node="node_b"} 0',
    'cti_switch_health{node="node_a",health="healthy"} 0',
    'cti_switch_health{node="node_a",health="slow"} 1',
    'cti_switch_health{node="node_a",health="full"} 0',
  ])
  // The site is another process's now.
  nodes = undefined
  expect(await shown()).toEqual([])
})

test('beats are counted by how long their answers took, those without one beyond every bucket', async () => {
  const metrics = oneSite()
  metrics.observer.beatAnswered('node_a', 4)
  metrics.observer.beatAnswered('node_a', null)
  const text = await metrics.render()
  expect(text).toContain('cti_switch_command_seconds_bucket{le="0.002",node="node_a"} 0')
  expect(text).toContain('cti_switch_command_seconds_bucket{le="0.005",node="node_a"} 1')
  expect(text).toContain('cti_switch_command_seconds_bucket{le="2",node="node_a"} 1')
  expect(text).toContain('cti_switch_command_seconds_count{node="node_a"} 2')
})
