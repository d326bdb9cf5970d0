/** The way out of every flow that is left: people answer there whether or not this service lives. */
import { type Decision, decided } from '../../decision.ts'
import type { LegId } from '../../ids.ts'
import type { Command } from '../../site/commands.ts'
import { endCall } from '../end.ts'
import { callFact } from '../facts.ts'
import { type Call, outerLeg } from '../state.ts'

/** Ends the flow in the switch's fallback group. */
export function fallBack(call: Call, at: number): Decision {
  const legId = outerLeg(call)
  if (legId === undefined) return endCall(call, { by: 'switch', why: 'lost' }, at)
  return decided(
    [callFact(call.id, 'callFellBack', at, { why: 'flow', legsDueAt: null })],
    [toFallback(call, legId)],
  )
}

export function toFallback(call: Call, legId: LegId): Command {
  return { type: 'sendToFallback', nodeId: call.nodeId, callId: call.id, legId }
}
