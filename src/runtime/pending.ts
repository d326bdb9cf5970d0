/** What an input that was taken leaves to be done once its facts are kept. */
import { isEmergency } from '../domain/call/emergency.ts'
import type { JournalRow } from '../domain/fact.ts'
import { type CallId, callIdOfRecording, type RecordingId } from '../domain/ids.ts'
import type { OpeningFact } from '../domain/recording/facts.ts'
import type { Command } from '../domain/site/commands.ts'
import type { Handled } from '../domain/site/handle.ts'
import type { SiteInput } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'

export interface Pending {
  readonly commands: readonly Command[]
  readonly answer: (() => void) | undefined
  /** Monotonic. */
  readonly since: number
  /** Of the newest fact when it had been folded. */
  readonly pos: number
  readonly isEmergency: boolean
  /** It has gone out before its facts were kept anywhere. */
  released: boolean
}

/** What an errand has found out is attached to the call, or the answer was of no use and nothing of it is kept. */
export function isKept(input: SiteInput, { rows }: Handled): boolean {
  return input.type !== 'errandDone' || rows.some(({ type }) => type === 'dataSet')
}

/** The call whose private fields a fact may come with: why a recording was opened is sealed under its call's key. */
export function callOf({ kind, subject, data }: JournalRow): string {
  if (kind === 'access') return 'callId' in data ? String(data.callId) : subject
  if (kind !== 'opening') return subject
  return callIdOfRecording((data as OpeningFact['data']).recordingId as RecordingId)
}

/** Something that this input has led to is about an emergency. */
export function concernsEmergency(state: SiteState, { rows, commands }: Handled): boolean {
  const urgent = (callId: string) => {
    const call = state.calls.get(callId as CallId)
    return call !== undefined && isEmergency(call)
  }
  return (
    rows.some(({ kind, subject }) => kind === 'call' && urgent(subject)) ||
    commands.some((command) => 'callId' in command && urgent(command.callId))
  )
}
