import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Bench } from '../support/bench.ts'
import type { EslClient } from '../support/esl-client.ts'

let bench: Bench
let esl: EslClient
beforeEach(async () => {
  bench = await Bench.start()
  esl = await bench.client()
})
afterEach(() => bench.close())

async function talking(variables = '') {
  const caller = await bench.parked(esl)
  await esl.execute(caller.uuid, 'answer')
  await esl.event('CHANNEL_ANSWER', { 'Unique-ID': caller.uuid })
  const agent = await bench.agent(esl, 'agent-1', '1001', variables)
  expect(await esl.api(`uuid_bridge ${caller.uuid} ${agent.uuid}`)).toBe(`+OK ${agent.uuid}\n`)
  await esl.event('CHANNEL_BRIDGE')
  await esl.until(() => caller.leg.media.peer === agent.leg.media, 'audio both ways')
  return { caller, agent }
}

describe('uuid_bridge', () => {
  it('joins two parked legs: unpark, both told, one CHANNEL_BRIDGE with both ids', async () => {
    const { caller, agent } = await talking()
    const bridge = await esl.event('CHANNEL_BRIDGE')
    expect(bridge.get('Bridge-A-Unique-ID')).toBe(caller.uuid)
    expect(bridge.get('Bridge-B-Unique-ID')).toBe(agent.uuid)
    expect(bridge.get('Unique-ID')).toBe(caller.uuid)
    expect(bridge.get('Other-Leg-Unique-ID')).toBe(agent.uuid)
    expect(bridge.get('Other-Type')).toBe('originatee')
    const states = esl.events
      .filter((e) => e.name === 'CHANNEL_STATE' && e.get('Unique-ID') === caller.uuid)
      .map((e) => e.get('Channel-State'))
    expect(states.slice(-3)).toEqual(['CS_HIBERNATE', 'CS_RESET', 'CS_SOFT_EXECUTE'])
    const applications = esl.events
      .filter((e) => e.name === 'CHANNEL_EXECUTE' && e.get('Application') === 'uuid_bridge')
      .map((e) => e.get('Unique-ID'))
    expect(applications).toEqual([caller.uuid, agent.uuid])
    expect(await esl.api('show calls count')).toBe('\n1 total.\n')
  })

  it('ends both legs when the agent hangs up and nothing else is asked', async () => {
    const { caller, agent } = await talking()
    agent.leg.farEnds({ how: 'BYE' })
    const unbridge = await esl.event('CHANNEL_UNBRIDGE')
    expect(unbridge.get('Bridge-B-Unique-ID')).toBe(agent.uuid)
    const end = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': caller.uuid })
    expect(end.get('Hangup-Cause')).toBe('NORMAL_CLEARING')
    expect(end.get('variable_bridge_hangup_cause')).toBe('NORMAL_CLEARING')
  })

  it('ends the agent when the caller hangs up', async () => {
    const { caller, agent } = await talking()
    caller.leg.farEnds({ how: 'BYE' })
    const end = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': agent.uuid })
    expect(end.get('Hangup-Cause')).toBe('NORMAL_CLEARING')
    expect(agent.leg.end?.q850).toBe(16)
  })

  it('parks the agent again when park_after_bridge says so', async () => {
    const { caller, agent } = await talking(',park_after_bridge=true')
    const before = esl.events.length
    caller.leg.farEnds({ how: 'BYE' })
    await esl.until(
      () =>
        esl.events.slice(before).some((e) => e.name === 'CHANNEL_PARK' && e.get('Unique-ID') === agent.uuid),
      'the agent parked again',
    )
    expect(agent.leg.end).toBeUndefined()
  })

  it('arms and parks the caller again by transfer_after_bridge, once', async () => {
    const { caller, agent } = await talking()
    await esl.api(`sched_del ${caller.uuid}`)
    await esl.api(`uuid_setvar ${caller.uuid} transfer_after_bridge cti_return:XML:cti`)
    const before = esl.events.length
    agent.leg.farEnds({ how: 'BYE' })
    await esl.until(
      () =>
        esl.events.slice(before).some((e) => e.name === 'CHANNEL_PARK' && e.get('Unique-ID') === caller.uuid),
      'the caller parked again',
    )
    const park = esl.events.filter((e) => e.name === 'CHANNEL_PARK').at(-1)
    expect(park?.get('Caller-Context')).toBe('cti')
    expect(park?.get('variable_transfer_after_bridge')).toBeUndefined()
    expect(bench.switch.core.scheduler.size).toBe(1)
  })

  it('refuses legs that are not there, and legs of which neither has audio', async () => {
    const one = await bench.parked(esl)
    expect(await esl.api(`uuid_bridge ${one.uuid} nobody`)).toBe('-ERR Invalid uuid\n')
    const two = await bench.parked(esl)
    expect(await esl.api(`uuid_bridge ${one.uuid} ${two.uuid}`)).toBe('-ERR Invalid uuid\n')
    expect(await esl.api('uuid_bridge')).toBe('-USAGE: <uuid> <other_uuid>\n')
  })

  it('moves the caller from one agent to another; the first one is let go', async () => {
    const { caller, agent } = await talking()
    const second = await bench.agent(esl, 'agent-2', '1002')
    expect(await esl.api(`uuid_bridge ${caller.uuid} agent-2`)).toBe('+OK agent-2\n')
    await esl.event('CHANNEL_BRIDGE', { 'Bridge-B-Unique-ID': 'agent-2' })
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': agent.uuid })
    await esl.until(() => caller.leg.media.peer === second.leg.media, 'audio with the second agent')
    expect(caller.leg.end).toBeUndefined()
  })

  it('sends a leg elsewhere by uuid_transfer, and the other leg follows its own variables', async () => {
    const { caller, agent } = await talking()
    await esl.api(`uuid_transfer ${caller.uuid} cti_return XML cti`)
    const end = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': agent.uuid })
    expect(end.get('Hangup-Cause')).toBe('NORMAL_CLEARING')
    await esl.event('CHANNEL_PARK', { 'Unique-ID': caller.uuid, 'Caller-Context': 'cti' })
  })

  it('tells digits of both sides while they talk', async () => {
    const { caller, agent } = await talking()
    caller.leg.media.press('5')
    const dtmf = await esl.event('DTMF', { 'Unique-ID': caller.uuid })
    expect(dtmf.get('DTMF-Digit')).toBe('5')
    expect(agent.leg.media.sent).toBe('5')
  })

  it('plays to one side by uuid_broadcast, and talks on afterwards', async () => {
    const { caller, agent } = await talking()
    expect(await esl.api(`uuid_broadcast ${agent.uuid} clip://3 aleg`)).toBe('+OK Message sent\n')
    await esl.event('PLAYBACK_STOP', { 'Unique-ID': agent.uuid })
    expect(caller.leg.media.peer).toBe(agent.leg.media)
    caller.leg.farEnds({ how: 'BYE' })
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': agent.uuid })
  })

  it('carries a REFER to the dialplan as a wish, and parks the caller with it', async () => {
    const { caller, agent } = await talking()
    agent.leg.farRefers('sip:119@evil.example')
    const park = await esl.event('CHANNEL_PARK', { 'Unique-ID': caller.uuid, 'Caller-Context': 'cti_refer' })
    expect(park.get('variable_cti_refer_to')).toBe('119')
  })

  it('plays hold music to the caller while the agent holds', async () => {
    const { caller, agent } = await talking()
    await esl.api(`uuid_setvar ${agent.uuid} hold_music endless://moh`)
    agent.leg.farHolds(true)
    await esl.event('CHANNEL_HOLD', { 'Unique-ID': agent.uuid })
    await esl.event('PLAYBACK_START', { 'Unique-ID': caller.uuid })
    agent.leg.farHolds(false)
    await esl.event('CHANNEL_UNHOLD', { 'Unique-ID': agent.uuid })
    await esl.event('PLAYBACK_STOP', { 'Unique-ID': caller.uuid })
    expect(caller.leg.media.peer).toBe(agent.leg.media)
  })
})
