/**
 * One input carried to its end: decided, folded, its deadlines and matches followed until nothing more follows.
 * Changes the state, only through `evolve`; what it returns is to be journaled, then ordered, then answered.
 */
import type { Decision, Fact, Sealed } from '../decision.ts'
import type { JournalRow } from '../fact.ts'
import type { CallId, RecordingId } from '../ids.ts'
import { promptedTestCalls } from '../plan/drill.ts'
import { type RecordingView, viewRecording } from '../recording/view.ts'
import type { Command } from './commands.ts'
import { dueNow, follow, stepsOf } from './decide.ts'
import { evolve } from './evolve.ts'
import type { Outcome, SiteInput } from './inputs.ts'
import type { SiteState } from './state.ts'
import { type CallView, viewCall } from './view.ts'

export interface Handled {
  readonly rows: readonly JournalRow[]
  readonly commands: readonly Command[]
  /** Private fields to be stored with the rows. */
  readonly sealed: readonly Sealed[]
  readonly outcome: Outcome | undefined
  readonly stale: boolean
  /** The last look of calls that have ended: the state holds them no longer. */
  readonly ended: readonly CallView[]
  /** The same of recordings that are complete. */
  readonly completed: readonly RecordingView[]
}

export function handle(state: SiteState, input: SiteInput): Handled {
  const rows: JournalRow[] = []
  const commands: Command[] = []
  const sealed: Sealed[] = []
  let outcome: Outcome | undefined
  let stale = false
  const ended: CallView[] = []
  const completed: RecordingView[] = []
  const take = (decision: Decision): void => {
    for (const fact of decision.facts) {
      const last = lastLook(state, fact)
      if (last) ended.push(last)
      const whole = lastOfRecording(state, fact)
      if (whole) completed.push(whole)
      rows.push(fold(state, fact))
    }
    for (const fact of promptedTestCalls(state, decision.commands, input.at)) rows.push(fold(state, fact))
    commands.push(...decision.commands)
    if (decision.sealed) sealed.push(...decision.sealed)
    outcome = decision.outcome ?? outcome
    stale = stale || decision.stale === true
  }
  for (const step of stepsOf(state, input)) take(step(state))
  if (input.type === 'deadlineReached') {
    for (let due = dueNow(state, input.at); due; due = dueNow(state, input.at)) {
      const before = state.pos
      take(due)
      // Each overdue decision moves its deadline or ends it; one that doesn't would be taken for ever.
      if (state.pos === before) throw new Error('an overdue deadline was left as it was')
    }
  }
  for (let next = follow(state, input.at); next; next = follow(state, input.at)) take(next)
  state.ready.settled()
  state.unmanned.clear()
  return { rows, commands, sealed, outcome, stale, ended, completed }
}

function lastLook(state: SiteState, fact: Fact): CallView | undefined {
  if (fact.type !== 'callEnded') return undefined
  const call = state.calls.get(fact.subject as CallId)
  const { by, why } = fact.data
  return call && viewCall(state.siteId, call, { at: fact.at, ending: { by, why } })
}

function lastOfRecording(state: SiteState, fact: Fact): RecordingView | undefined {
  if (fact.type !== 'recordingCompleted') return undefined
  const recording = state.recordings.get(fact.subject as RecordingId)
  return recording && viewRecording(state.siteId, recording, 'complete')
}

/** Gives the fact its place and folds it. */
function fold(state: SiteState, fact: Fact): JournalRow {
  const pos = state.pos + 1
  const subjectSeq = (state.seqs.get(fact.subject) ?? 0) + 1
  evolve(state, fact, pos, subjectSeq)
  const { kind, subject, at, type, data } = fact
  return { siteId: state.siteId, pos, kind, subject, subjectSeq, at, type, data }
}
