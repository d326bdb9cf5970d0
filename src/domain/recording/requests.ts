/** What the API and the recorder ask of a recording, or say about it. Everything may be said twice. */
import { refused } from '../acd/answers.ts'
import { assertNever } from '../assert-never.ts'
import { type Decision, decided, type Fact } from '../decision.ts'
import type { CallId } from '../ids.ts'
import { recordingIdOf } from '../ids.ts'
import type { Command } from '../site/commands.ts'
import type { ApiInput } from '../site/inputs.ts'
import { isReachable, type SiteState } from '../site/state.ts'
import { type OpeningFact, recordingFact } from './facts.ts'
import { endTake, maskOrder } from './follow.ts'
import { isMasked, type Recording, runningTake } from './recording.ts'

type Request = Extract<
  ApiInput,
  { type: 'maskRecording' | 'noteSegmentStored' | 'noteTakeAccounted' | 'noteTakeStalled' | 'noteOpening' }
>
type OfTake = Exclude<Request, { type: 'maskRecording' | 'noteOpening' }>

export function decideRecordingRequest(state: SiteState, input: Request): Decision {
  if (input.type === 'maskRecording') return mask(state, input.callId, input.masked, input.at)
  if (input.type === 'noteOpening') return opening(state, input)
  const recording = state.recordings.get(input.recordingId)
  const take = recording?.takes[input.take]
  if (!recording || !take) {
    return refused('recording-unknown', `There is no such take of ${input.recordingId} to be accounted for.`)
  }
  return ofTake(state, recording, input)
}

function accepted(facts: readonly Fact[] = [], commands: readonly Command[] = []): Decision {
  return { ...decided(facts, commands), outcome: { type: 'accepted' } }
}

function ofTake(state: SiteState, recording: Recording, input: OfTake): Decision {
  const { id } = recording
  const take = recording.takes[input.take]
  switch (input.type) {
    case 'noteSegmentStored': {
      const { type: _, at, recordingId: __, ...segment } = input
      const known = recording.segments.some((one) => one.segment === input.segment)
      return accepted(known ? [] : [recordingFact(id, 'recordingSegmentStored', at, segment)])
    }
    case 'noteTakeAccounted': {
      const { take: number, samples, at } = input
      if (!take?.ended) return refused('recording-state', `Take ${number} of ${id} is still running.`)
      return accepted(
        take.samples === null
          ? [recordingFact(id, 'recordingTakeAccounted', at, { take: number, samples })]
          : [],
      )
    }
    case 'noteTakeStalled': {
      const running = runningTake(recording)
      if (running?.take !== input.take) return accepted()
      // Begun for that very reason: a leg on hold isn't recorded by the switch, and goes on by itself afterwards.
      if (running.now.why === 'stalled') return accepted()
      // A switch that has gone can't be told to go on in another file; what became of it, the snapshot tells.
      if (!isReachable(state, running.now.nodeId)) {
        return refused('switch-unavailable', 'The switch is out of reach.')
      }
      const { facts, commands } = endTake(state, recording, 'stalled', input.at)
      return accepted(facts, commands)
    }
    default:
      return assertNever(input)
  }
}

function mask(state: SiteState, callId: CallId, masked: boolean, at: number): Decision {
  if (!state.calls.has(callId)) return refused('call-unknown', `There is no live call ${callId}.`)
  const recording = state.recordings.get(recordingIdOf(callId))
  if (!recording) return refused('recording-state', `${callId} is not being recorded.`)
  if (recording.isMaskWanted === masked) return accepted()
  const running = runningTake(recording)
  const order =
    running && isMasked(running.now) !== masked ? [maskOrder(recording, running.take, masked)] : []
  return accepted([recordingFact(recording.id, 'recordingMaskRequested', at, { masked })], order)
}

const PERSON = /^[A-Za-z0-9_.@-]{1,128}$/
/** In UTF-16 units. */
export const LONGEST_REASON = 500
const MOST_ANCHORS = 100
const LONGEST_ANCHOR = 128

function opening(state: SiteState, input: Extract<Request, { type: 'noteOpening' }>): Decision {
  const { openingId, recordingId, person, reasonLength, fromSegment, toSegment, at } = input
  if (!PERSON.test(person)) return refused('opening-invalid', 'The person must be a plain name or id.')
  if (!(reasonLength >= 1 && reasonLength <= LONGEST_REASON)) {
    return refused('opening-invalid', `The reason must have 1 to ${LONGEST_REASON} characters.`)
  }
  if (state.openings.has(openingId)) return accepted()
  const logAnchors = input.logAnchors.slice(0, MOST_ANCHORS).map((anchor) => anchor.slice(0, LONGEST_ANCHOR))
  const data = { openingId, recordingId, person, fromSegment, toSegment, logAnchors }
  const fact: OpeningFact = { kind: 'opening', subject: openingId, type: 'recordingOpened', at, data }
  return accepted([fact])
}
