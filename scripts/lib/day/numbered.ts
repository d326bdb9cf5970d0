/** Ids for people and calls that exist only as numbers, and what the switch would say of their legs. */
import {
  type AgentId,
  type CallId,
  callIdFrom,
  type FlowId,
  type LegId,
  type NodeId,
  type QueueId,
  type SiteId,
} from '../../../src/domain/ids.ts'
import type { Arrival } from '../../../src/domain/site/inputs.ts'

export const SITE = 'site_simulated' as SiteId
export const NODE = 'node_simulated' as NodeId

export const agentIdOf = (n: number): AgentId => `agent_a${n}` as AgentId
export const queueIdOf = (n: number): QueueId => `queue_q${n}` as QueueId
export const flowIdOf = (n: number): FlowId => `flow_f${n}` as FlowId
export const callerLegOf = (n: number): LegId => `caller-${String(n).padStart(10, '0')}` as LegId
export const extensionOf = (agent: number): string => String(100_000 + agent)

/** The number that leads to the n-th flow. */
export const serviceNumberOf = (flow: number): string => String(80_000 + flow)

/** A ULID whose random part counts: such are what a monotonic source gives within one millisecond. */
export const callIdOf = (n: number): CallId => callIdFrom(`01K${String(n).padStart(23, '0')}`)

/** Which call it was: the inverse of `callIdOf`. */
export const callNumberOf = (id: string): number => Number(id.slice('call_01K'.length))

/** Which agent, queue it was. */
export const numberOf = (id: string): number => Number(id.slice(id.indexOf('_') + 2))

/** The caller's leg as the dialplan parks it, not yet answered. */
export function arrivalOf(call: number, serviceNumber: string): Arrival {
  return {
    legId: callerLegOf(call),
    callId: callIdOf(call),
    nodeId: NODE,
    calling: { masked: '138****5678', hash: `caller-${call}` },
    called: { masked: serviceNumber, hash: serviceNumber },
    serviceNumber,
    answered: false,
  }
}
