/** A call on its way through its flow at one moment, and what a step comes to. */
import { both, type Decision, decided } from '../../decision.ts'
import type { CallId, LegId } from '../../ids.ts'
import type { Flow, Language, MenuKey, Profile, Step } from '../../ivr/flow.ts'
import type { SiteState } from '../../site/state.ts'
import { OVERLOADED, overloadedStep } from '../admit.ts'
import { endCall } from '../end.ts'
import { callFact } from '../facts.ts'
import { type Call, outerLeg } from '../state.ts'

/** What has been decided and not been folded into the call yet goes along beside it. */
export interface Walk {
  readonly state: SiteState
  readonly call: Call
  readonly flow: Flow
  readonly at: number
  readonly language: Language | undefined
  readonly profile: string | undefined
  readonly answered: Call['answered']
  /** Steps since the caller last did anything. */
  readonly silentSteps: number
  /** Other calls of this caller that are over by it (`rings-instead.ts`). */
  readonly over: readonly CallId[]
}

/** What a step came to. Without `next` it waits for something, or the call has left the flow. */
export interface Turn {
  readonly decision: Decision
  readonly next?: string
  readonly walk?: Walk
}

export function walkOf(state: SiteState, call: Call, flow: Flow, at: number): Walk {
  const { language, profile, answered, silentSteps } = call
  return { state, call, flow, at, language, profile, answered, silentSteps, over: [] }
}

/** The caller has pressed a key, so whatever comes isn't the flow's own spinning. */
export function acted(walk: Walk): Walk {
  return { ...walk, silentSteps: 0 }
}

/** The flow waits at this step, or the call has left it. */
export function stays(decision: Decision): Turn {
  return { decision }
}

/** The flow goes on at once. */
export function goesOn(walk: Walk, decision: Decision, next: string): Turn {
  return { decision, next, walk }
}

/** What comes before, and then what the turn came to. */
export function after(before: Decision, turn: Turn): Turn {
  return { ...turn, decision: both(before, turn.decision) }
}

/** Steps of the newest answer to an `ask` come before the flow's own. Undefined: there is no step of that name. */
export function stepNamed(
  { answered, flow }: Pick<Walk, 'answered' | 'flow'>,
  name: string,
): Step | undefined {
  if (answered && Object.hasOwn(answered, name)) return answered[name]
  return Object.hasOwn(flow.steps, name) ? flow.steps[name] : undefined
}

/** The same, with the announcement that callers hear who aren't admitted. */
export function stepAt(walk: Walk, name: string): Step | undefined {
  return name === OVERLOADED ? overloadedStep(walk.state) : stepNamed(walk, name)
}

export const STANDARD: Profile = { pace: 'standard', timeoutFactor: 1, extraAttempts: 0 }

/** How this caller is treated. */
export function profileOf({ flow, profile }: Pick<Walk, 'flow' | 'profile'>): Profile {
  if (profile === undefined || !Object.hasOwn(flow.profiles, profile)) return STANDARD
  return flow.profiles[profile] ?? STANDARD
}

/** For orders about the caller's leg. */
export function onLeg({ call }: Walk, legId: LegId) {
  return { nodeId: call.nodeId, callId: call.id, legId } as const
}

/** With the caller's leg; without one the call is over. */
export function withLeg(walk: Walk, turn: (legId: LegId) => Turn): Turn {
  const legId = outerLeg(walk.call)
  if (legId !== undefined) return turn(legId)
  return stays(endCall(walk.call, { by: 'switch', why: 'lost' }, walk.at))
}

/** The emergency key, from wherever the caller is: undefined when this key isn't it. */
export function emergency(walk: Walk, from: string, key: MenuKey | undefined): Turn | undefined {
  const way = walk.flow.emergency
  if (!way || key !== way.key) return undefined
  const raised = callFact(walk.call.id, 'emergencyRaised', walk.at, { step: from })
  return goesOn(acted(walk), decided([raised]), way.step)
}
