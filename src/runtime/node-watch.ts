/** The newest report of each connected node, and what is to be told to the core of it. */
import type { NodeId } from '../domain/ids.ts'
import type { SwitchInput } from '../domain/site/inputs.ts'
import { type HealthLimits, type Judged, judge } from './node-health.ts'
import type { NodeReport } from './node-report.ts'
import type { RawSwitchInput } from './switch.ts'

export interface NodeWatch {
  /** Reports by node; of nodes that are out of reach there is none. */
  readonly reports: ReadonlyMap<NodeId, NodeReport>
  /** The input that follows when the judgement has changed. */
  report(report: NodeReport): Extract<SwitchInput, { type: 'switchHealth' }> | undefined
  /** With a connection, or its loss, the judgement begins anew. */
  notice(raw: RawSwitchInput): void
}

export function createNodeWatch(limits: HealthLimits): NodeWatch {
  const reports = new Map<NodeId, NodeReport>()
  const judged = new Map<NodeId, Judged>()
  return {
    reports,
    report(report) {
      const { nodeId, at } = report
      const before = judged.get(nodeId)
      const now = judge(before, report, limits)
      reports.set(nodeId, report)
      judged.set(nodeId, now)
      if (now.health === (before?.health ?? 'healthy')) return undefined
      return { type: 'switchHealth', nodeId, at, health: now.health, detail: now.detail }
    },
    notice(raw) {
      if (raw.type !== 'switchConnected' && raw.type !== 'switchLost') return
      reports.delete(raw.nodeId)
      judged.delete(raw.nodeId)
    },
  }
}
