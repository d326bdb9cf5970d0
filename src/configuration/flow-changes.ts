/** From what a site runs to what its flow files say: the changes, and the alarm about faults. */
import { basename } from 'node:path'
import type { FlowId } from '../domain/ids.ts'
import type { SiteState } from '../domain/site/state.ts'
import { type Fault, faultLine } from '../lib/fault.ts'
import type { ApiCommand } from '../runtime/gateway.ts'
import type { PublishedFlows } from './published-flows.ts'
import type { ReadFiles } from './site-files.ts'

export type FlowChange = Extract<ApiCommand, { type: 'publishFlow' | 'withdrawFlow' }>

/**
 * Flows that are new or changed are published, unless the API has published one of its own. Flows whose files are gone
 * are withdrawn, if nothing leads to them; not while any file has a fault, for it may be that flow's.
 */
export function changesOf(state: SiteState, { flows, faults }: ReadFiles): FlowChange[] {
  const publishing = [...flows.values()].filter(({ id, version }) => {
    const now = state.publications.get(id)
    return now?.origin !== 'api' && (now === undefined || state.currentFlows.get(id) !== version)
  })
  const gone = [...state.publications].filter(([id, { origin }]) => origin === 'file' && !flows.has(id))
  return [
    ...publishing.map((flow) => ({ type: 'publishFlow', flow, origin: 'file' }) as const),
    ...(faults.length > 0 ? [] : gone.map(([flowId]) => ({ type: 'withdrawFlow', flowId }) as const)),
  ]
}

export interface OwnChanges {
  readonly changes: readonly FlowChange[]
  /** Flows that stay as they run, though this controller's files say otherwise. */
  readonly differing: readonly FlowId[]
}

/**
 * Of these changes the ones that this controller's files have made since they were last published; the others were made
 * by somebody else, whose files may be newer, and wait for a reload by hand.
 */
export function ownChangesOf(state: SiteState, read: ReadFiles, published?: PublishedFlows): OwnChanges {
  const all = changesOf(state, read)
  if (!published) return { changes: all, differing: [] }
  const isOwn = (change: FlowChange) => {
    if (change.type === 'withdrawFlow') return published.versionOf(change.flowId) !== undefined
    const { id, version } = change.flow
    return !state.publications.has(id) || published.versionOf(id) !== version
  }
  return {
    changes: all.filter(isOwn),
    differing: all
      .filter((change) => !isOwn(change))
      .map((change) => (change.type === 'withdrawFlow' ? change.flowId : change.flow.id)),
  }
}

export function versionsOf({ flows }: Pick<ReadFiles, 'flows'>): ReadonlyMap<FlowId, string> {
  return new Map([...flows].map(([flowId, { version }]) => [flowId, version]))
}

/** Raised with the flows that stay as they run, or cleared where there are none. */
export function differingAlarm(
  differing: readonly FlowId[],
): Extract<ApiCommand, { type: 'raiseAlarm' | 'clearAlarm' }> {
  const about = { alarm: 'flowsDiffer', nodeId: null } as const
  if (differing.length === 0) return { type: 'clearAlarm', ...about }
  const detail = `this controller's files say otherwise than what runs: ${differing.join(', ').slice(0, 130)}`
  return { type: 'raiseAlarm', ...about, detail }
}

/** Raised with the first fault, or cleared where there is none. */
export function flowsAlarm(
  faults: readonly Fault[],
): Extract<ApiCommand, { type: 'raiseAlarm' | 'clearAlarm' }> {
  const [first] = faults
  const about = { alarm: 'flowsInvalid', nodeId: null } as const
  if (!first) return { type: 'clearAlarm', ...about }
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  const detail = faultLine({ ...first, place: basename(first.place) })
  return { type: 'raiseAlarm', ...about, detail: `${detail.slice(0, 180)}${more}` }
}
