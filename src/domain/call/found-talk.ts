/**
 * The switch shows a talk of which the call knows nothing: whoever owned the site before has brought it about, and the
 * facts of it were set aside. People talk; nothing is to be played to them, and nobody else is to be offered the caller.
 */
import { agentFact } from '../acd/facts.ts'
import { both, type Decision, decided, nothing } from '../decision.ts'
import type { LegSnapshot } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import { callFact } from './facts.ts'
import { LIMITS } from './limits.ts'
import { offerWithdrawn } from './offer-ended.ts'
import type { Call } from './state.ts'
import { takenByFallback } from './taken.ts'

/**
 * With an agent of ours it is the offer that was accepted, and the bridge is seen next. With anybody else the caller is
 * taken to be served by whom the switch has chosen. `mate`: with whom the caller is bridged, a leg that the call doesn't know.
 */
export function talkFound(state: SiteState, call: Call, mate: LegSnapshot | undefined, at: number): Decision {
  switch (call.phase.name) {
    case 'queued':
    case 'offered':
      return acceptedUnseen(state, call, mate, at) ?? takenByFallback(call, at)
    case 'walking':
    case 'voicemail':
    case 'connecting':
    case 'transferring':
      return takenByFallback(call, at)
    default:
      return nothing
  }
}

/** Undefined when nobody knows whose phone it is, or that agent has something else by now. */
function acceptedUnseen(
  state: SiteState,
  call: Call,
  mate: LegSnapshot | undefined,
  at: number,
): Decision | undefined {
  if (mate?.callId !== call.id || mate.role !== 'agent' || mate.agentId === undefined) return undefined
  const { legId, agentId } = mate
  const agent = state.agents.get(agentId)
  if (!agent || !AT_HAND.has(agent.phase.name)) return undefined
  const others = call.phase.name === 'offered' ? call.phase.offers : []
  return both(
    decided([
      callFact(call.id, 'callOffered', at, { agentId, legId, dueAt: at }),
      agentFact(agentId, 'agentReserved', at, { callId: call.id, legId }),
      callFact(call.id, 'callOfferAnswered', at, { agentId, legId, dueAt: at + LIMITS.bridgeMs }),
    ]),
    ...others.map((other) => offerWithdrawn(call, other, 'answeredElsewhere', at)),
  )
}

const AT_HAND: ReadonlySet<string> = new Set(['ready', 'notReady', 'wrapUp'])
