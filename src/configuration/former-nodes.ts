/** Alarms about nodes that the configuration has ceased to name: what would end them, that node alone could say. */
import type { Config } from '../config.ts'
import type { Alarm, AlarmName } from '../domain/site/alarms.ts'
import type { ApiInput } from '../domain/site/inputs.ts'

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
