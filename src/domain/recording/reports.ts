/** What the switch reports about recordings. They are found by their own ids: their calls may have ended. */
import { assertNever } from '../assert-never.ts'
import { both, type Decision, decided, nothing, stale } from '../decision.ts'
import { type LegId, parseRecordingId, recordingIdOf } from '../ids.ts'
import { type LegSnapshot, type SwitchInput, takeToken } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import { recordingFact } from './facts.ts'
import { endTake, maskOrder, stopOrder } from './follow.ts'
import { isMasked, type Recording, runningTake, type Take } from './recording.ts'

type Report = Extract<
  SwitchInput,
  { type: 'recordingBegan' | 'recordingStopped' | 'recordingMaskChanged' | 'legCodecChanged' }
>

export function decideRecordingReport(state: SiteState, input: Report): Decision {
  if (input.type === 'legCodecChanged') return codecChanged(state, input)
  const recording = state.recordings.get(input.recordingId)
  const take = recording?.takes[input.take]
  if (!recording || !take) return stale
  switch (input.type) {
    case 'recordingBegan':
      return began(state, recording, input.take, take, input.at)
    case 'recordingStopped':
      return take.ended === null ? endTake(state, recording, 'stopped', input.at) : nothing
    case 'recordingMaskChanged':
      return maskChanged(recording, input.take, take, input.masked, input.at)
    default:
      return assertNever(input)
  }
}

function began(state: SiteState, recording: Recording, number: number, take: Take, at: number): Decision {
  if (take.ended !== null) {
    // Given up before its beginning was seen: two takes of one leg must not run together.
    return state.legs.has(take.legId) ? decided([], [stopOrder(recording, number)]) : stale
  }
  if (take.startedAt !== null) return stale
  const mask = recording.isMaskWanted === isMasked(take) ? [] : [maskOrder(recording, number)]
  return decided([recordingFact(recording.id, 'recordingTakeStarted', at, { take: number })], mask)
}

function maskChanged(
  recording: Recording,
  number: number,
  take: Take,
  masked: boolean,
  at: number,
): Decision {
  if (take.ended !== null || isMasked(take) === masked) return stale
  const type = masked ? 'recordingMasked' : 'recordingUnmasked'
  return decided([recordingFact(recording.id, type, at, { take: number })])
}

/** Its samples would be counted at the wrong rate from here on. Before its beginning it is of no interest. */
function codecChanged(
  state: SiteState,
  { legId, at }: Extract<Report, { type: 'legCodecChanged' }>,
): Decision {
  const callId = state.legs.get(legId)
  const recording = callId && state.recordings.get(recordingIdOf(callId))
  const running = recording && runningTake(recording)
  if (!running || running.now.legId !== legId || running.now.startedAt === null) return nothing
  return endTake(state, recording, 'codecChanged', at)
}

const ORDERS: ReadonlySet<string> = new Set(['startRecording', 'stopRecording', 'maskRecording'])

type Failed = Extract<SwitchInput, { type: 'commandFailed' }>

/** An order about a recording, whatever has become of its leg. */
export function isAboutRecording(input: Failed): boolean {
  return ORDERS.has(input.command)
}

/** An order about a recording came to nothing. That the leg isn't there is for the call to judge, besides. */
export function recordingOrderFailed(state: SiteState, input: Failed): Decision {
  const { command, reason, at } = input
  // What became of an order in flight when the connection broke, the snapshot tells.
  if (reason === 'connectionLost' || command === 'stopRecording') return nothing
  const found = findTake(state, input.token)
  if (!found) return stale
  const { recording, number, take } = found
  if (command === 'startRecording') {
    // Whether the switch writes is not known: told to stop, and taken up in another file.
    if (reason === 'timedOut') {
      return take.ended === null && take.startedAt === null ? endTake(state, recording, 'lost', at) : nothing
    }
    if (take.ended === null) return endTake(state, recording, 'refused', at)
    // The call ended first. There is no file to wait for.
    if (take.samples !== null || take.startedAt !== null) return nothing
    return decided([recordingFact(recording.id, 'recordingTakeAccounted', at, { take: number, samples: 0 })])
  }
  // Nothing is recorded there, or nobody knows whether it is masked: the next take is masked from its beginning.
  if (take.ended !== null || recording.isMaskWanted === isMasked(take)) return nothing
  return endTake(state, recording, 'stopped', at)
}

function findTake(
  state: SiteState,
  token: string | undefined,
): { recording: Recording; number: number; take: Take } | undefined {
  const [id = '', digits = ''] = (token ?? '').split('.')
  const parsed = parseRecordingId(id)
  const recording = parsed.ok ? state.recordings.get(parsed.id) : undefined
  const number = Number(digits)
  const take = recording?.takes[number]
  if (!recording || !take || token !== takeToken(recording.id, number)) return undefined
  return { recording, number, take }
}

/**
 * After a reconnection: a take that was confirmed goes on if the switch is the same one; one that wasn't may or may
 * not run, and a second order for its file could truncate it, so it is given up. What has ended is told to stop again,
 * for that order may have been lost with the connection. One that the switch no longer writes has stopped unseen.
 */
export function takesAfterReconnect(
  state: SiteState,
  recording: Recording,
  there: ReadonlyMap<LegId, LegSnapshot>,
  switchDiedAt: number | undefined,
  at: number,
): Decision {
  const restarted = switchDiedAt !== undefined
  const stops = restarted
    ? []
    : recording.takes.flatMap(({ ended, legId }, take) => {
        const mayRun =
          ended !== null && ended.why !== 'refused' && isWritten(there.get(legId), recording, take)
        return mayRun ? [stopOrder(recording, take)] : []
      })
  const before = decided([], stops.slice(-MOST_STOPS))
  const running = runningTake(recording)
  if (!running) return before
  if (restarted) return both(before, endTake(state, recording, 'lost', at, switchDiedAt))
  if (running.now.startedAt === null) return both(before, endTake(state, recording, 'lost', at))
  const leg = there.get(running.now.legId)
  if (leg && !isWritten(leg, recording, running.take))
    return both(before, endTake(state, recording, 'stopped', at))
  if (recording.isMaskWanted === isMasked(running.now)) return before
  return both(before, decided([], [maskOrder(recording, running.take)]))
}

/** Of one recording, after one reconnection: the newest may be running, not what ended long before. */
const MOST_STOPS = 20

/** By what the switch says; where it doesn't, a leg that is there may be recorded still. */
function isWritten(leg: LegSnapshot | undefined, { id }: Recording, take: number): boolean {
  if (!leg?.recordings) return leg !== undefined
  return leg.recordings.some((one) => one.recordingId === id && one.take === take)
}
