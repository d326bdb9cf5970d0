/** From what a site runs to what its flow files say: the changes, and the alarm about faults. */
import { basename } from 'node:path'
import type { SiteState } from '../domain/site/state.ts'
import { type Fault, faultLine } from '../lib/fault.ts'
import type { ApiCommand } from '../runtime/gateway.ts'
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
