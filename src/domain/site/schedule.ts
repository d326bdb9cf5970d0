/** Enters deadlines of the state's subjects into their index, and finds the earliest. */
import { type Call, dueOf } from '../call/state.ts'
import type { DeadlineEntry } from './deadlines.ts'
import { isReachable, type SiteState } from './state.ts'

/** Enters a subject's own deadline into the index, if it has changed. */
export function schedule(
  state: SiteState,
  kind: DeadlineEntry['kind'],
  id: string,
  at: number | undefined,
): void {
  if (state.scheduled.get(id) === at) return
  if (at === undefined) {
    state.scheduled.delete(id)
    return
  }
  state.scheduled.set(id, at)
  state.deadlines.add({ at, kind, id })
  // A longest wait of an hour stays in the index for an hour, however soon its caller is served.
  if (state.deadlines.size > OUTDATED_FOR_EACH * state.scheduled.size + FEW_DEADLINES)
    state.deadlines.tidy((entry) => isAwaited(state, entry))
}

export function scheduleCall(state: SiteState, call: Call): void {
  schedule(state, 'call', call.id, dueOf(call, isReachable(state, call.nodeId)))
}

/** How many outdated entries the index may have for each that holds, and besides, before they are dropped together. */
const OUTDATED_FOR_EACH = 3
const FEW_DEADLINES = 1_000

function isAwaited(state: SiteState, { id, at }: DeadlineEntry): boolean {
  return state.scheduled.get(id) === at
}

/** The subject whose deadline comes first, or undefined when nothing is awaited. Drops outdated index entries. */
export function nextDeadline(state: SiteState): DeadlineEntry | undefined {
  return state.deadlines.peek((entry) => isAwaited(state, entry))
}
