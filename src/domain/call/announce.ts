/**
 * What a waiting caller hears every so often between the music: the place in the queue, how long it may take still, and
 * the queue's own words.
 */
import { aheadOf, expectedAt } from '../acd/expected.ts'
import { type Decision, decided, nothing } from '../decision.ts'
import { waitPrompt } from '../ivr/wait-prompts.ts'
import { announcementsFor } from '../plan/renew-waiting.ts'
import { flowOf, type SiteState } from '../site/state.ts'
import { callFact } from './facts.ts'
import { keysInQueue } from './keys.ts'
import { LIMITS } from './limits.ts'
import { type Call, outerLeg } from './state.ts'
import { spoken } from './walk/speech.ts'
import { walkOf } from './walk/walk.ts'

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
  const announcements = walk && announcementsFor(state, call, place)
  const dueAt = at + Math.max(announcements?.everyMs ?? 0, LIMITS.betweenAnnouncementsMs)
  if (!walk || !announcements || legId === undefined) {
    return decided([callFact(call.id, 'callAnnounced', at, { queueId, nth, position: null, dueAt })])
  }
  const ahead = aheadOf(state, place)
  const position = announcements.position && ahead !== undefined ? ahead + 1 : null
  const expectedMs = announcements.expectedWait ? expectedAt(state, place, at) : undefined
  const said = [
    ...(position === null ? [] : [POSITION, { number: position }]),
    ...(expectedMs === undefined ? [] : [waitPrompt(expectedMs)]),
  ]
  const on = { nodeId: call.nodeId, callId: call.id, legId }
  const { comfort = [] } = announcements
  const inTurn = comfort[announced % comfort.length]?.prompts ?? []
  const prompts = spoken(walk, [...said, ...announcements.prompts, ...inTurn])
  return decided(
    [
      callFact(call.id, 'callAnnounced', at, {
        queueId,
        nth,
        position,
        dueAt,
        ...(expectedMs !== undefined && { expectedMs }),
      }),
    ],
    [
      { type: 'stopPlayback', ...on },
      { type: 'startMusic', ...on, prompts, music, keys: keysInQueue(walk, place) },
    ],
  )
}
