/** In which state a call, or an agent after one, is held to be: by the newest fact about it. */
import type { JournalFact } from './evidence.ts'

/** Where a fault can meet a call. `wrapUp` is the agent's, after it. */
export const STATES = [
  'arriving',
  'announcing',
  'menu',
  'collecting',
  'queued',
  'offered',
  'ringing',
  'connecting',
  'connected',
  'voicemail',
  'transferring',
  'handedOn',
  'fallback',
  'callingAgent',
  'callingParty',
  'wrapUp',
  'ending',
] as const
export type State = (typeof STATES)[number]

/** Of the drill's own flow (flow.ts). */
const STEP_STATES: Readonly<Record<string, State>> = {
  hello: 'announcing',
  choose: 'menu',
  number: 'collecting',
  thanks: 'announcing',
}

const AFTER: Readonly<Record<string, State>> = {
  callAccepted: 'arriving',
  callQueued: 'queued',
  callOffered: 'offered',
  callAlerting: 'ringing',
  callOfferAnswered: 'connecting',
  callOfferEnded: 'queued',
  callConnected: 'connected',
  callRejoined: 'connected',
  callRequeued: 'queued',
  voicemailBegan: 'voicemail',
  handOnBegan: 'transferring',
  callHandedOn: 'handedOn',
  callFellBack: 'fallback',
  callPlaced: 'callingAgent',
  callPartyCalled: 'callingParty',
  callEnding: 'ending',
  agentWrapUp: 'wrapUp',
}

/** What is over, and leaves its subject in no state. */
const OVER = new Set(['callEnded', 'agentReady', 'agentNotReady', 'agentLoggedOff', 'agentReserved'])

/** A state that was left so shortly before a fault counts as met: some last for milliseconds, and are seen when they are over. */
const JUST_LEFT_MS = 150

/** What calls, and agents after them, were in at a moment, by facts in their order. */
export function statesAt(facts: readonly JournalFact[], at: number): readonly State[] {
  const now = new Map<string, State>()
  const left = new Set<State>()
  for (const fact of facts) {
    if (fact.at > at) continue
    const before = now.get(fact.subject)
    const after = stateAfter(fact)
    if (after === undefined || after === before) continue
    if (before !== undefined && fact.at >= at - JUST_LEFT_MS) left.add(before)
    if (after === 'over') now.delete(fact.subject)
    else now.set(fact.subject, after)
  }
  return [...new Set([...now.values(), ...left])]
}

/** The state of its subject after this fact, or `over`; undefined: it says nothing about that. */
export function stateAfter({ type, data }: JournalFact): State | 'over' | undefined {
  if (OVER.has(type)) return 'over'
  if (type === 'stepEntered') return STEP_STATES[String(data['step'])]
  return AFTER[type]
}
