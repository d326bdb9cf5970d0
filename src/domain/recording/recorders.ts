/**
 * Which recorder seals what a node writes, as recorders say it themselves: each for its own nodes, wherever it runs. The
 * newest that says it does has the node; only that one can say that nobody does.
 */
import { type Decision, decided } from '../decision.ts'
import { clearAlarm } from '../site/alarming.ts'
import { alarmKey } from '../site/alarms.ts'
import { siteFact } from '../site/facts.ts'
import type { SiteState } from '../site/state.ts'
import type { RecorderNote } from './policy.ts'

/** What the alarm `recordingRefused` says of a node of which no recorder has ever said that it seals there. */
export const NOBODY_SEALS =
  'no recorder has said that it seals what this switch writes: its calls are not recorded'

export function noteRecorder(state: SiteState, note: RecorderNote & { readonly at: number }): Decision {
  const { nodeId, by, seals, at } = note
  const { recordingPolicy, alarms, siteId } = state
  const { sealers = {}, withoutRecorder = [] } = recordingPolicy
  const holder = sealers[nodeId]
  const isKnown = seals
    ? holder === by && !withoutRecorder.includes(nodeId)
    : holder === undefined
      ? withoutRecorder.includes(nodeId)
      : holder !== by
  const alarm = alarms.get(alarmKey('recordingRefused', nodeId))
  const cleared = seals && alarm?.detail === NOBODY_SEALS && clearAlarm(state, alarm.alarm, nodeId, at)
  const facts = isKnown ? [] : [siteFact(siteId, 'recorderNoted', at, { nodeId, by, seals })]
  return { ...decided([...facts, ...(cleared ? cleared.facts : [])]), outcome: { type: 'accepted' } }
}
