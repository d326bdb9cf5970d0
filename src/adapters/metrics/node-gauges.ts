/** How the switch nodes do: read from the owner's memory when somebody scrapes. */
import { Gauge, type Registry } from 'prom-client'
import { NODE_HEALTH } from '../../domain/site/node-health.ts'
import type { NodeLook } from '../../runtime/node-report.ts'

/** Undefined while this process doesn't own the site. */
export type NodeSource = () => readonly NodeLook[] | undefined

/** Registers the gauges; what is returned sets them to `source`'s figures, to be called before each scrape. */
export function createNodeGauges(registry: Registry, source: NodeSource): () => void {
  const gauge = (name: string, help: string, ...labels: string[]) =>
    new Gauge({ name, help, labelNames: ['node', ...labels], registers: [registry] })
  const calls = gauge('cti_switch_calls', 'Live calls of ours on the node')
  const sessions = gauge('cti_switch_sessions', 'Legs on the node, whosever they are, by its last HEARTBEAT')
  const most = gauge('cti_switch_sessions_max', 'Legs that the node allows')
  const idle = gauge('cti_switch_idle_cpu_ratio', 'Idle share of the node’s machine, by its last HEARTBEAT')
  const draining = gauge('cti_switch_draining', '1 while the node is being drained')
  const health = gauge('cti_switch_health', '1 for what a node in reach is judged to be', 'health')
  const all = [calls, sessions, most, idle, draining, health]
  return () => {
    for (const one of all) one.reset()
    for (const { view, report } of source() ?? []) {
      const node = view.nodeId
      calls.set({ node }, view.calls)
      draining.set({ node }, view.draining ? 1 : 0)
      if (view.health !== null)
        for (const kind of NODE_HEALTH) health.set({ node, health: kind }, view.health === kind ? 1 : 0)
      const beat = report?.heartbeat
      if (typeof beat?.sessions === 'number') sessions.set({ node }, beat.sessions)
      if (typeof beat?.maxSessions === 'number') most.set({ node }, beat.maxSessions)
      if (typeof beat?.idleCpuPercent === 'number') idle.set({ node }, beat.idleCpuPercent / 100)
    }
  }
}
