import { expect, it } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { loadDefinitions, openingOf } from '../src/configuration/definitions.ts'
import {
  recordingPolicyOf,
  SPOOL_ELSEWHERE,
  spoolElsewhereAlarms,
} from '../src/configuration/recording-policy.ts'
import { type NodeId, parseSiteId } from '../src/domain/ids.ts'
import type { Alarm } from '../src/domain/site/alarms.ts'
import { initialState } from '../src/domain/site/state.ts'

function configOf(switches: string, enabled = true) {
  const env = { CTI_RECORDING_ENABLED: String(enabled), CTI_SWITCHES: switches }
  const loaded = loadConfig({ env })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  return loaded.config
}

const HERE = '[{ nodeId: node_a }, { nodeId: node_b, port: 8022 }]'
const B_ELSEWHERE = '[{ nodeId: node_a }, { nodeId: node_b, port: 8022, spoolDir: null }]'
const ALL_ELSEWHERE = '[{ nodeId: node_a, spoolDir: null }, { nodeId: node_b, port: 8022, spoolDir: null }]'
const nodes = (...names: string[]) => new Set(names as NodeId[])

it('calls on a node whose recorder does not run, or is not here, are not recorded', () => {
  const policy = { enabled: true, inbound: true, outbound: true }
  expect(recordingPolicyOf(configOf(HERE), nodes())).toEqual({ ...policy, withoutRecorder: [] })
  expect(recordingPolicyOf(configOf(HERE), nodes('node_a'))).toEqual({
    ...policy,
    withoutRecorder: ['node_a'],
  })
  expect(recordingPolicyOf(configOf(B_ELSEWHERE), nodes())).toEqual({
    ...policy,
    withoutRecorder: ['node_b'],
  })
})

it('nothing is recorded where no recorder runs, or recording is off', () => {
  expect(recordingPolicyOf(configOf(B_ELSEWHERE), nodes('node_a')).enabled).toBe(false)
  expect(recordingPolicyOf(configOf(ALL_ELSEWHERE), nodes()).enabled).toBe(false)
  expect(recordingPolicyOf(configOf(HERE, false), nodes()).enabled).toBe(false)
})

it('an alarm says which switch is not recorded and why, while that is so', () => {
  const raised = (detail: string) => {
    const alarm = { alarm: 'recordingRefused', nodeId: 'node_b' as NodeId, detail, since: 1 } as const
    return { alarms: new Map<string, Alarm>([['one', alarm]]) }
  }
  const about = { alarm: 'recordingRefused', nodeId: 'node_b' }
  const none = { alarms: new Map() }
  expect(spoolElsewhereAlarms(configOf(B_ELSEWHERE), none)).toEqual([
    { type: 'raiseAlarm', ...about, detail: SPOOL_ELSEWHERE },
  ])
  expect(spoolElsewhereAlarms(configOf(HERE), none)).toEqual([])
  const over = [{ type: 'clearAlarm', ...about }]
  expect(spoolElsewhereAlarms(configOf(HERE), raised(SPOOL_ELSEWHERE))).toEqual(over)
  expect(spoolElsewhereAlarms(configOf(B_ELSEWHERE, false), raised(SPOOL_ELSEWHERE))).toEqual(over)
  // A node that was taken out of the configuration has nobody else to end it.
  expect(spoolElsewhereAlarms(configOf('[{ nodeId: node_a }]'), raised(SPOOL_ELSEWHERE))).toEqual(over)
  // The switch's own refusal is the site's to end.
  expect(spoolElsewhereAlarms(configOf(HERE), raised('another reason'))).toEqual([])
})

it('a new owner says what is recorded where it records itself; else that stays as the recorders have said', () => {
  const siteId = parseSiteId('site_main')
  if (!siteId.ok) throw new Error('unreachable')
  const policies = (roles: string, enabled: boolean) => {
    const loaded = loadConfig({
      env: { CTI_ROLES: roles, CTI_RECORDING_ENABLED: String(enabled), CTI_SWITCHES: HERE },
    })
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
    const definitions = loadDefinitions(loaded.config)
    if (!definitions.ok) throw new Error(JSON.stringify(definitions.faults))
    return openingOf(definitions.value, loaded.config, initialState(siteId.id), () => 7).flatMap((one) =>
      one.type === 'setRecordingPolicy' ? [one.enabled] : [],
    )
  }
  expect(policies('controller,api,worker,recorder', true)).toEqual([true])
  expect(policies('controller,api', true)).toEqual([])
  // That it is off is the configuration's word, and no recorder runs to say so.
  expect(policies('controller,api', false)).toEqual([false])
})
