import { expect, it } from 'vitest'
import type { NodeId } from '../../src/domain/ids.ts'
import { mayRecord } from '../../src/domain/recording/policy.ts'
import { NOBODY_SEALS } from '../../src/domain/recording/recorders.ts'
import { aSite, nodeId, type Site } from './support/story.ts'

const other = 'node_other' as NodeId
const types = ({ facts }: ReturnType<Site['when']>) => facts.map(({ type }) => type)
const notes = (site: Site, by: string, seals: boolean, on = nodeId) =>
  types(site.when({ type: 'noteRecorder', nodeId: on, by, seals }))
const isRecorded = (site: Site, on = nodeId) => mayRecord(site.state.recordingPolicy, on)

/** A site whose owner knows of no recorder. */
function unsealedSite(): Site {
  const site = aSite()
  const withoutRecorder = [nodeId, other]
  site.when({ type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: true, withoutRecorder })
  return site
}

it('recorders in several processes each have their own nodes', () => {
  const site = unsealedSite()
  expect(isRecorded(site)).toBe(false)
  expect(notes(site, 'host-a', true)).toEqual(['recorderNoted'])
  expect([isRecorded(site), isRecorded(site, other)]).toEqual([true, false])
  expect(notes(site, 'host-b', true, other)).toEqual(['recorderNoted'])
  expect([isRecorded(site), isRecorded(site, other)]).toEqual([true, true])
  expect(notes(site, 'host-a', true)).toEqual([])
  expect(notes(site, 'host-a', false)).toEqual(['recorderNoted'])
  expect([isRecorded(site), isRecorded(site, other)]).toEqual([false, true])
  expect(notes(site, 'host-a', false)).toEqual([])
})

it('one that can not seal a node takes it from nobody who does', () => {
  const site = unsealedSite()
  notes(site, 'host-a', true)
  expect(notes(site, 'host-b', false)).toEqual([])
  expect(isRecorded(site)).toBe(true)
  // A successor on another machine has it from then on.
  expect(notes(site, 'host-b', true)).toEqual(['recorderNoted'])
  expect(notes(site, 'host-a', false)).toEqual([])
  expect(notes(site, 'host-b', false)).toEqual(['recorderNoted'])
  expect(isRecorded(site)).toBe(false)
})

it('a new owner’s word on what is recorded leaves that to the recorders', () => {
  const site = unsealedSite()
  notes(site, 'host-a', true)
  const policy = { type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: false } as const
  site.when({ ...policy, withoutRecorder: [other] })
  expect(site.state.recordingPolicy.sealers).toEqual({ [nodeId]: 'host-a' })
  expect(notes(site, 'host-b', false)).toEqual([])
})

it('ends the alarm that said that nobody seals, and no other', () => {
  const site = unsealedSite()
  const alarm = { type: 'raiseAlarm', alarm: 'recordingRefused' } as const
  site.when({ ...alarm, nodeId, detail: NOBODY_SEALS })
  site.when({ ...alarm, nodeId: other, detail: 'the switch refuses' })
  expect(notes(site, 'host-a', true)).toEqual(['recorderNoted', 'alarmCleared'])
  expect(notes(site, 'host-b', true, other)).toEqual(['recorderNoted'])
})
