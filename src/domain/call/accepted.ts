/** A call's first fact, and the flow that the number dialled leads to. */
import type { Flow } from '../ivr/flow.ts'
import { drillFor, flowFor } from '../plan/of-call.ts'
import type { Arrival } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import { type Admitted, admit } from './admit.ts'
import { type CallFact, callFact } from './facts.ts'

export interface Accepted extends Admitted {
  readonly fact: Extract<CallFact, { type: 'callAccepted' }>
  readonly flow: Flow
}

/** Undefined without a flow: then there is nothing to be journaled, and nothing to be done. */
export function accepted(state: SiteState, arrival: Arrival, at: number): Accepted | undefined {
  const drill = drillFor(state, arrival)
  const overlay = drill ? (state.plans.running?.overlay ?? state.plans.overlay) : state.plans.overlay
  const flowId = flowFor(state, overlay, arrival.serviceNumber)
  const version = flowId && state.currentFlows.get(flowId)
  const flow = version === undefined ? undefined : state.flows.get(version)
  if (!flow || !flowId || version === undefined) return undefined
  const admitted = admit(state, arrival, flow)
  const fact = callFact(arrival.callId, 'callAccepted', at, {
    nodeId: arrival.nodeId,
    legId: arrival.legId,
    calling: arrival.calling,
    called: arrival.called,
    serviceNumber: arrival.serviceNumber,
    flowId,
    flowVersion: version,
    ...(admitted.urgent && { urgent: true as const }),
    ...(drill && { drill }),
  })
  return fact.type === 'callAccepted' ? { ...admitted, fact, flow } : undefined
}
