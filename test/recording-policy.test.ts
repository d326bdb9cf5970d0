import { expect, it } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { loadDefinitions, openingOf } from '../src/configuration/definitions.ts'
import { nobodySealsAlarms, recordingPolicyOf } from '../src/configuration/recording-policy.ts'
import { type NodeId, parseSiteId } from '../src/domain/ids.ts'
import { NOTHING_RECORDED, type RecordingPolicy } from '../src/domain/recording/policy.ts'
import { NOBODY_SEALS } from '../src/domain/recording/recorders.ts'
import type { Alarm } from '../src/domain/site/alarms.ts'
import { initialState } from '../src/domain/site/state.ts'

function configOf(switches: string, { enabled = true, roles = 'controller,api,worker,recorder' } = {}) {
  const env = { CTI_RECORDING_ENABLED: String(enabled), CTI_SWITCHES: switches, CTI_ROLES: roles }
  const loaded = loadConfig({ env })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  return loaded.config
}

const HERE = '[{ nodeId: node_a }, { nodeId: node_b, port: 8022 }]'
const B_ELSEWHERE = '[{ nodeId: node_a }, { nodeId: node_b, port: 8022, spoolDir: null }]'
const ALL_ELSEWHERE = '[{ nodeId: node_a, spoolDir: null }, { nodeId: node_b, port: 8022, spoolDir: null }]'
const nodes = (...names: string[]) => new Set(names as NodeId[])

/** Beside which nobody seals, when an owner with that configuration begins. */
const without = (
  config: ReturnType<typeof configOf>,
  failed = nodes(),
  before: RecordingPolicy = NOTHING_RECORDED,
) => recordingPolicyOf(config, before, failed).withoutRecorder

it('calls on a node whose recorder does not run, or is not here, are not recorded', () => {
  expect(without(configOf(HERE))).toEqual([])
  expect(without(configOf(HERE), nodes('node_a'))).toEqual(['node_a'])
  expect(without(configOf(B_ELSEWHERE))).toEqual(['node_b'])
  expect(without(configOf(B_ELSEWHERE), nodes('node_a'))).toEqual(['node_a', 'node_b'])
  expect(without(configOf(ALL_ELSEWHERE))).toEqual(['node_a', 'node_b'])
  expect(recordingPolicyOf(configOf(HERE, { enabled: false }), NOTHING_RECORDED, nodes()).enabled).toBe(false)
})

it('what another process seals is recorded, whatever the owner has beside it', () => {
  const told = (...names: string[]) => ({
    ...NOTHING_RECORDED,
    sealers: Object.fromEntries(names.map((name) => [name, 'host-b:1'])),
  })
  const apart = configOf(HERE, { roles: 'controller,api' })
  expect(without(apart)).toEqual(['node_a', 'node_b'])
  expect(without(apart, nodes(), told('node_b'))).toEqual(['node_a'])
  expect(without(configOf(B_ELSEWHERE), nodes(), told('node_b'))).toEqual([])
  expect(without(configOf(HERE), nodes('node_a'), told('node_a'))).toEqual([])
})

it('an alarm says beside which switch nobody is known to seal, while that is so', () => {
  const raised = (detail: string) => {
    const alarm = { alarm: 'recordingRefused', nodeId: 'node_b' as NodeId, detail, since: 1 } as const
    return { alarms: new Map<string, Alarm>([['one', alarm]]) }
  }
  const about = { alarm: 'recordingRefused', nodeId: 'node_b' }
  const none = { alarms: new Map() }
  const alarms = (
    config: ReturnType<typeof configOf>,
    state: { alarms: Map<string, Alarm> },
    ...sealed: string[]
  ) => {
    const sealers = Object.fromEntries(sealed.map((name) => [name, 'host-b:1']))
    return nobodySealsAlarms(
      config,
      recordingPolicyOf(config, { ...NOTHING_RECORDED, sealers }, nodes()),
      state,
    )
  }
  const begins = [{ type: 'raiseAlarm', ...about, detail: NOBODY_SEALS }]
  expect(alarms(configOf(B_ELSEWHERE), none)).toEqual(begins)
  expect(alarms(configOf(B_ELSEWHERE), none, 'node_b')).toEqual([])
  expect(alarms(configOf(HERE, { roles: 'controller,api' }), none, 'node_a')).toEqual(begins)
  expect(alarms(configOf(HERE), none)).toEqual([])
  const over = [{ type: 'clearAlarm', ...about }]
  expect(alarms(configOf(HERE), raised(NOBODY_SEALS))).toEqual(over)
  expect(alarms(configOf(B_ELSEWHERE), raised(NOBODY_SEALS), 'node_b')).toEqual(over)
  expect(alarms(configOf(B_ELSEWHERE, { enabled: false }), raised(NOBODY_SEALS))).toEqual(over)
  // A node that was taken out of the configuration has nobody else to end it.
  expect(alarms(configOf('[{ nodeId: node_a }]'), raised(NOBODY_SEALS))).toEqual(over)
  // The switch's own refusal is the site's to end.
  expect(alarms(configOf(HERE), raised('another reason'))).toEqual([])
})

it('a new owner says what is recorded, whatever its roles', () => {
  const siteId = parseSiteId('site_main')
  if (!siteId.ok) throw new Error('unreachable')
  const policies = (roles: string, enabled: boolean) => {
    const config = configOf(HERE, { roles, enabled })
    const definitions = loadDefinitions(config)
    if (!definitions.ok) throw new Error(JSON.stringify(definitions.faults))
    return openingOf(definitions.value, config, initialState(siteId.id), () => 7).flatMap((one) =>
      one.type === 'setRecordingPolicy' ? [[one.enabled, one.withoutRecorder]] : [],
    )
  }
  expect(policies('controller,api,worker,recorder', true)).toEqual([[true, []]])
  expect(policies('controller,api', true)).toEqual([[true, ['node_a', 'node_b']]])
  expect(policies('controller,api', false)).toEqual([[false, ['node_a', 'node_b']]])
})
