/** A call's first fact, and the flow that the number dialled leads to. */
import type { FlowId } from '../ids.ts'
import type { Flow } from '../ivr/flow.ts'
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
  const flowId = flowFor(state, arrival.serviceNumber)
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
  })
  return fact.type === 'callAccepted' ? { ...admitted, fact, flow } : undefined
}

/** What was dialled comes from outside: only what was assigned counts, not what every object has. */
function flowFor(state: SiteState, serviceNumber: string): FlowId | undefined {
  const assigned = Object.hasOwn(state.numbers, serviceNumber) ? state.numbers[serviceNumber] : undefined
  return assigned ?? state.otherwiseFlow
}
