import { expect, it } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { loadDefinitions, openingOf } from '../src/configuration/definitions.ts'
import type { Call } from '../src/domain/call/state.ts'
import { callIdFrom, type NodeId, parseSiteId } from '../src/domain/ids.ts'
import { type AlarmName, alarmKey } from '../src/domain/site/alarms.ts'
import { initialState } from '../src/domain/site/state.ts'

it('a node that is taken out of the configuration takes along the alarms and the calls that it alone could end', () => {
  const config = loadConfig({ env: { CTI_SWITCHES: '[{ nodeId: node_a }]' } })
  const siteId = parseSiteId('site_main')
  if (!config.ok || !siteId.ok) throw new Error('unreachable')
  const definitions = loadDefinitions(config.config)
  if (!definitions.ok) throw new Error(JSON.stringify(definitions.faults))
  const state = initialState(siteId.id)
  const raise = (alarm: AlarmName, node: string) => {
    const nodeId = node as NodeId
    state.alarms.set(alarmKey(alarm, nodeId), { alarm, nodeId, detail: '', since: 1 })
  }
  raise('switchSlow', 'node_a')
  raise('switchSlow', 'node_b')
  raise('oneWayAudio', 'node_b')
  // Its spool may have been left full, with a recorder at work on it.
  raise('spoolFull', 'node_b')
  for (const [n, node] of ['node_a', 'node_b', 'node_b'].entries()) {
    const id = callIdFrom(String(n).padStart(26, '0'))
    state.calls.set(id, { id, nodeId: node as NodeId } as Call)
  }
  const inputs = openingOf(definitions.value, config.config, state, () => 7)
  expect(inputs.filter(({ type }) => type === 'giveUpNode')).toEqual([
    { type: 'giveUpNode', at: 7, nodeId: 'node_b' },
  ])
  expect(inputs.filter(({ type }) => type === 'clearAlarm')).toEqual([
    ...inputs.filter((one) => one.type === 'clearAlarm' && one.alarm.startsWith('flows')),
    { type: 'clearAlarm', at: 7, alarm: 'switchSlow', nodeId: 'node_b' },
    { type: 'clearAlarm', at: 7, alarm: 'oneWayAudio', nodeId: 'node_b' },
  ])
})
