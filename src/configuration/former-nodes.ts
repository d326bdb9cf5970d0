/** Nodes that the configuration has ceased to name: what would end their alarms and calls, they alone could say. */
import type { Config } from '../config.ts'
import type { Alarm, AlarmName } from '../domain/site/alarms.ts'
import type { ApiInput } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'

/** Raised by what a node in reach does, and cleared by it. Those of recorders aren't: they may have spools to empty. */
const OF_NODES_IN_REACH: ReadonlySet<AlarmName> = new Set([
  'switchSlow',
  'switchFull',
  'drainSuspended',
  'oneWayAudio',
  'recordingRefused',
])

/** Clears them. */
export function alarmsOfFormerNodes(
  alarms: Iterable<Alarm>,
  switches: readonly Pick<Config['switches'][number], 'nodeId'>[],
  at: number,
): Extract<ApiInput, { type: 'clearAlarm' }>[] {
  const named = new Set(switches.map(({ nodeId }) => nodeId))
  return [...alarms]
    .filter(({ alarm, nodeId }) => OF_NODES_IN_REACH.has(alarm) && nodeId !== null && !named.has(nodeId))
    .map(({ alarm, nodeId }) => ({ type: 'clearAlarm', at, alarm, nodeId }))
}

/** Gives up those that have calls: nobody could hear of their ends any more. */
export function formerNodesGivenUp(
  state: Pick<SiteState, 'calls'>,
  switches: readonly Pick<Config['switches'][number], 'nodeId'>[],
  at: number,
): Extract<ApiInput, { type: 'giveUpNode' }>[] {
  const named = new Set(switches.map(({ nodeId }) => nodeId))
  const former = new Set(
    [...state.calls.values()].map(({ nodeId }) => nodeId).filter((one) => !named.has(one)),
  )
  return [...former].map((nodeId) => ({ type: 'giveUpNode', at, nodeId }))
}
