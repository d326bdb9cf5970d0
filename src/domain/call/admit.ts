/**
 * Whether a new call is admitted. Nobody is refused unheard: a routine caller who comes while the site is overloaded
 * hears so, and can leave the announcement by the emergency key of the flow that the number leads to. An emergency is
 * never turned away.
 *
 *   arrives ─ urgent number or flow ────────────────▶ the flow, as ever
 *      ├──── routine, and the site has room ────────▶ the flow
 *      └──── routine, and it hasn't ─▶ announcement ─┬ heard ─▶ ended by policy, overloaded
 *                                                    └ emergency key ─▶ the flow's emergency step
 */
import type { Decision } from '../decision.ts'
import type { Flow, HangUpStep } from '../ivr/flow.ts'
import type { Arrival } from '../site/inputs.ts'
import { busyWith, type LoadReason } from '../site/load.ts'
import type { SiteState } from '../site/state.ts'
import { endCall } from './end.ts'
import type { Call } from './state.ts'

/** The announcement, as a step of whichever flow the caller would have had. No flow can have a step of this name. */
export const OVERLOADED = ':overloaded'

export interface Admitted {
  readonly urgent: boolean
  /** Why it isn't admitted; empty: it is. */
  readonly refusedFor: readonly LoadReason[]
}

export function admit(
  state: Pick<SiteState, 'admission' | 'load'>,
  { serviceNumber, nodeId }: Pick<Arrival, 'serviceNumber' | 'nodeId'>,
  flow: Flow,
): Admitted {
  const urgent = flow.urgent === true || state.admission.urgentNumbers.includes(serviceNumber)
  return { urgent, refusedFor: urgent ? [] : busyWith(state, nodeId) }
}

export function overloadedStep({ admission }: Pick<SiteState, 'admission'>): HangUpStep {
  return { kind: 'hangUp', prompts: admission.prompts, cause: 'NORMAL_TEMPORARY_FAILURE' }
}

/** The announcement has been heard, or couldn't be played. */
export function turnedAway(call: Call, at: number): Decision {
  return endCall(call, { by: 'policy', why: 'overloaded' }, at, 'NORMAL_TEMPORARY_FAILURE')
}
