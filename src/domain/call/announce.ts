/** What a waiting caller hears every so often between the music: the place in the queue, and the queue's own words. */
import { type Decision, decided, nothing } from '../decision.ts'
import { flowOf, type SiteState } from '../site/state.ts'
import { callFact } from './facts.ts'
import { keysInQueue } from './keys.ts'
import { LIMITS } from './limits.ts'
import { type Call, outerLeg } from './state.ts'
import { spoken } from './walk/speech.ts'
import { stepNamed, walkOf } from './walk/walk.ts'

/** In every prompt set; the number follows. */
const POSITION = 'queue-position'

/**
 * The announcement is due. Nothing is awaited: the music that follows it belongs to the same order, so an agent who
 * becomes free interrupts either alike.
 */
export function announce(state: SiteState, call: Call, at: number): Decision {
  if (call.phase.name !== 'queued') return nothing
  const { place } = call.phase
  const { queueId, music, announced } = place
  const nth = announced + 1
  const legId = outerLeg(call)
  const flow = flowOf(state, call)
  const walk = flow && walkOf(state, call, flow, at)
  const step = walk && place.step !== undefined ? stepNamed(walk, place.step) : undefined
  const announcements = step?.kind === 'queue' ? step.announcements : undefined
  const dueAt = at + Math.max(announcements?.everyMs ?? 0, LIMITS.betweenAnnouncementsMs)
  if (!walk || !announcements || legId === undefined) {
    return decided([callFact(call.id, 'callAnnounced', at, { queueId, nth, position: null, dueAt })])
  }
  const position = announcements.position ? positionOf(state, call) : null
  const said = position === null ? [] : [POSITION, { number: position }]
  const on = { nodeId: call.nodeId, callId: call.id, legId }
  const prompts = spoken(walk, [...said, ...announcements.prompts])
  return decided(
    [callFact(call.id, 'callAnnounced', at, { queueId, nth, position, dueAt })],
    [
      { type: 'stopPlayback', ...on },
      { type: 'startMusic', ...on, prompts, music, keys: keysInQueue(walk, place) },
    ],
  )
}

/** 1 for who is served next. */
function positionOf(state: SiteState, call: Call): number | null {
  if (call.phase.name !== 'queued') return null
  const queue = state.queues.get(call.phase.place.queueId)
  return queue ? queue.waiting.ahead(call.phase.place) + 1 : null
}
