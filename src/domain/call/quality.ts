/**
 * How a leg sounded, as the switch measured what came from it, and whether anybody was heard there at all.
 *
 * One-way audio is a leg that was in a talk and from which nearly nothing came although we sent to it; or an answered
 * one, in a talk or not, that the switch gave up because no packet had come for long. It is not:
 * - a leg that was on hold at any time: a phone that holds may send nothing;
 * - a talk that was too short to tell, or in which we sent next to nothing ourselves;
 * - a muted phone: it sends silence, or comfort noise (RFC 3389), and each packet counts. Only a phone that is muted
 *   or silent during the whole talk and sends no packet of any kind looks like a broken line from here, and is taken
 *   for one.
 */
import type { LegId } from '../ids.ts'
import type { LegSound } from './leg-voice.ts'
import type { Call } from './state.ts'

export type { LegQuality, LegSound, LegVoice } from './leg-voice.ts'

/** More legs of one call than these aren't remembered; the oldest make room. */
export const MOST_VOICES = 20

/** A talk this long tells whether somebody is heard. */
const TALK_MS = 5_000
/** One second of sound, at 20 ms a packet: what a phone sends before a firewall notices. */
const FEWEST_RECEIVED = 50
/** Four seconds: fewer, and there was no talk to speak of. */
const FEWEST_SENT = 200

/** FreeSWITCH's cause for a leg from which no packet came any more. */
const MEDIA_TIMEOUT = 'MEDIA_TIMEOUT'

/** Whether whoever is on this leg, which ends now, was heard; undefined: it can't be told. */
export function wasHeard(
  call: Call,
  legId: LegId,
  cause: string,
  { quality, held = false }: LegSound,
  at: number,
): boolean | undefined {
  if (cause === MEDIA_TIMEOUT && call.legs.get(legId)?.answered && !held) return false
  if (!quality || talkedOn(call, legId, at) < TALK_MS) return undefined
  if (quality.receivedPackets >= FEWEST_RECEIVED) return true
  return held || quality.sentPackets < FEWEST_SENT ? undefined : false
}

/** The two who are in a talk now, or nobody. */
export function talkingLegs({ phase }: Call): readonly LegId[] {
  return phase.name === 'connected' || phase.name === 'handedOn' ? [phase.legId, phase.withLegId] : []
}

/** How long the leg has been in talks, in milliseconds. */
function talkedOn(call: Call, legId: LegId, at: number): number {
  const before = call.legs.get(legId)?.talkedMs ?? 0
  const { phase } = call
  if (!('since' in phase) || !talkingLegs(call).includes(legId)) return before
  return before + Math.max(0, at - phase.since)
}
