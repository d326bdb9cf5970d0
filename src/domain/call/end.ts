/** How a call comes to its one final fact: every leg is hung up, and when the last has ended, the call has. */
import { agentLegEnded } from '../acd/free.ts'
import { type Decision, decided, type Fact } from '../decision.ts'
import type { LegId } from '../ids.ts'
import type { Command } from '../site/commands.ts'
import type { SiteState } from '../site/state.ts'
import { type HangUpCause, LOST } from './causes.ts'
import type { Ending } from './ending.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import { type Call, talkedMsUntil } from './state.ts'

/**
 * Begins the end. `without`: a leg that has ended already with this very input (its `callLegEnded` is the caller's
 * to state). With no leg left the final fact comes at once.
 */
export function endCall(
  call: Call,
  ending: Ending,
  at: number,
  cause: HangUpCause = 'NORMAL_CLEARING',
  without?: LegId,
): Decision {
  const left = [...call.legs.keys()].filter((legId) => legId !== without)
  if (left.length === 0) return decided([finalFact(call, ending, at)])
  const fact = callFact(call.id, 'callEnding', at, { ending, attempt: 1, dueAt: at + LIMITS.hangUpMs })
  const orders = left.map((legId) => hangUp(call, legId, causeFor(call, legId, cause)))
  return decided([fact], orders)
}

/** A phone that still rings is cancelled: it shows a missed call, not a call that was refused. */
function causeFor(call: Call, legId: LegId, cause: HangUpCause): HangUpCause {
  const leg = call.legs.get(legId)
  return leg && leg.role !== 'caller' && !leg.answered ? 'ORIGINATOR_CANCEL' : cause
}

export function hangUp(call: Call, legId: LegId, cause: HangUpCause): Command {
  return { type: 'hangUp', nodeId: call.nodeId, callId: call.id, legId, cause }
}

/** A leg of a call that is ending has ended. */
export function endingLegEnded(call: Call, legId: LegId, at: number): readonly Fact[] {
  if (call.phase.name !== 'ending') return []
  const left = [...call.legs.keys()].some((other) => other !== legId)
  return left ? [] : [finalFact(call, call.phase.ending, at)]
}

/**
 * A hang-up that wasn't seen in time: ordered again, and after the last attempt the call is closed without it. Its
 * legs count as lost then, and the agents whom they occupied go on.
 */
export function endingOverdue(state: SiteState, call: Call, at: number): Decision {
  if (call.phase.name !== 'ending') return decided([])
  const { ending, attempt } = call.phase
  if (attempt >= LIMITS.hangUpAttempts) {
    const lost = [...call.legs].flatMap(([legId, leg]) => [
      ...agentLegEnded(state, call, legId, at),
      callFact(call.id, 'callLegEnded', at, { legId, role: leg.role, cause: LOST }),
    ])
    return decided([...lost, finalFact(call, ending, at)])
  }
  const fact = callFact(call.id, 'callEnding', at, {
    ending,
    attempt: attempt + 1,
    dueAt: at + LIMITS.hangUpMs,
  })
  return decided(
    [fact],
    [...call.legs.keys()].map((legId) => hangUp(call, legId, 'NORMAL_CLEARING')),
  )
}

/** A caller who is to be called back has gone, the call hasn't; unless somebody has cleared it. */
function finalFact(call: Call, ending: Ending, at: number): Fact {
  if (call.promised && ending.why !== 'cleared') {
    const { place, expiresAt } = call.promised
    return callFact(call.id, 'callbackAwaited', at, { queueId: place.queueId, attempt: 0, dueAt: expiresAt })
  }
  return callFact(call.id, 'callEnded', at, {
    ...ending,
    durationMs: at - call.startedAt,
    talkedMs: talkedMsUntil(call, at),
  })
}
