/** How a connected switch node does: measured with each beat, kept by the site's owner, never journaled. */
import type { NodeId } from '../domain/ids.ts'
import type { NodeView } from '../domain/site/view-nodes.ts'

export interface NodeReport {
  readonly nodeId: NodeId
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Round trip of the beat; null: it wasn't answered in time. */
  readonly commandMs: number | null
  /** The newest one; null: none has come yet over this connection. */
  readonly heartbeat: NodeHeartbeat | null
  /** Whether the node's dialplan sends new calls away; null: not known yet. */
  readonly refusesCalls: boolean | null
}

/** What FreeSWITCH's HEARTBEAT says, every few seconds (switch_core.c `send_heartbeat`). Null: it didn't say. */
export interface NodeHeartbeat {
  readonly at: number
  /** Legs on the node, whosever they are. */
  readonly sessions: number | null
  /** More are refused. */
  readonly maxSessions: number | null
  /** Legs that began in the last whole second. */
  readonly sessionsPerSecond: number | null
  /** Of the whole machine. */
  readonly idleCpuPercent: number | null
  readonly upMs: number | null
  readonly version: string | null
}

/** A node as its site's owner sees it. */
export interface NodeLook {
  readonly view: NodeView
  /** Null: it is out of reach, or was beaten for the first time just now. */
  readonly report: NodeReport | null
}
