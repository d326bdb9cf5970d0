/**
 * One message to all who wait: each caller hears it once, then the music goes on. Nobody's place changes and nothing is
 * awaited, so an agent who answers meanwhile cuts it short like any announcement. Who is being offered hears it too,
 * while the phone rings; who is being connected, talks, or is to be called back doesn't.
 */

import { accepted, refused } from '../acd/answers.ts'
import { callFact } from '../call/facts.ts'
import { keysInQueue } from '../call/keys.ts'
import { type Call, outerLeg, type Phase, type Place } from '../call/state.ts'
import { spoken } from '../call/walk/speech.ts'
import { walkOf } from '../call/walk/walk.ts'
import { type Decision, decided, nothing } from '../decision.ts'
import type { QueueId } from '../ids.ts'
import { announcementsFor, betweenMs } from '../plan/renew-waiting.ts'
import { siteFact } from '../site/facts.ts'
import type { ApiInput } from '../site/inputs.ts'
import { flowOf, isReachable, type SiteState } from '../site/state.ts'

export function broadcast(state: SiteState, input: Extract<ApiInput, { type: 'broadcast' }>): Decision {
  const { broadcastId, queueIds, prompts, by, at } = input
  if (state.broadcasts.has(broadcastId)) return accepted()
  const missing = queueIds?.find((queueId) => !state.queues.has(queueId))
  if (missing !== undefined) return refused('queue-unknown', `There is no queue ${missing}.`)
  const wanted = queueIds && new Set(queueIds)
  const parts: Decision[] = []
  const queues: Record<QueueId, number> = {}
  for (const call of state.calls.values()) {
    const place = placeHeardAt(call.phase)
    if (!place || (wanted && !wanted.has(place.queueId))) continue
    const said = saidTo(state, call, place, input)
    if (said === nothing) continue
    parts.push(said)
    queues[place.queueId] = (queues[place.queueId] ?? 0) + 1
  }
  const made = { broadcastId, by, queueIds, prompts, reached: parts.length, queues }
  return {
    facts: [siteFact(state.siteId, 'broadcastMade', at, made), ...parts.flatMap(({ facts }) => facts)],
    commands: parts.flatMap(({ commands }) => commands),
    outcome: { type: 'accepted' },
  }
}

/** The place of a caller who hears music. */
function placeHeardAt(phase: Phase): Place | undefined {
  return phase.name === 'queued' || phase.name === 'offered' ? phase.place : undefined
}

function saidTo(
  state: SiteState,
  call: Call,
  place: Place,
  { broadcastId, prompts, at }: Extract<ApiInput, { type: 'broadcast' }>,
): Decision {
  const legId = outerLeg(call)
  const flow = flowOf(state, call)
  if (legId === undefined || !flow || !isReachable(state, call.nodeId)) return nothing
  const walk = walkOf(state, call, flow, at)
  const { queueId, music } = place
  const announcements = announcementsFor(state, call, place)
  const fact = callFact(call.id, 'broadcastHeard', at, {
    broadcastId,
    queueId,
    // What is said otherwise must not cut it short.
    announceAt: announcements ? at + betweenMs(announcements) : null,
  })
  const on = { nodeId: call.nodeId, callId: call.id, legId }
  const heard = spoken(walk, prompts)
  return decided(
    [fact],
    [
      { type: 'stopPlayback', ...on },
      { type: 'startMusic', ...on, prompts: heard, music, keys: keysInQueue(walk, place) },
    ],
  )
}
