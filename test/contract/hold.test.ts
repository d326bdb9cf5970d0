import { expect } from 'vitest'
import { type Bench, bothHear, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { leaves } from './support/orders.ts'
import { AGENT_HZ, CALLER_HZ, MUSIC_HZ } from './support/site.ts'

/** A patient and an agent who talk; the socket hears of hold too. */
async function talkWatched(bench: Bench) {
  expect(await bench.socket.send('event plain CHANNEL_HOLD CHANNEL_UNHOLD')).toBe(
    '+OK event listener enabled plain',
  )
  const talk = await bench.talk()
  await bothHear(talk.patient.call, talk.agent.call)
  return talk
}

const holdOf = (bench: Bench, uuid: string) => bench.socket.event('CHANNEL_HOLD', { 'Unique-ID': uuid })
const unholdOf = (bench: Bench, uuid: string) => bench.socket.event('CHANNEL_UNHOLD', { 'Unique-ID': uuid })

contract('a phone holds by its own re-INVITE', (scenario) => {
  for (const direction of ['sendonly', 'inactive'] as const) {
    scenario(`with ${direction}: told of the phone’s leg, and told when it takes back`, async (bench) => {
      const { patient, agent } = await talkWatched(bench)
      await agent.call.hold(direction)
      const held = await holdOf(bench, agent.uuid)
      expect(
        held.pick('Channel-Call-State', 'Answer-State', 'variable_cti_role', 'variable_bridge_to'),
      ).toEqual({
        'Channel-Call-State': 'HELD',
        'Answer-State': 'answered',
        variable_cti_role: 'agent',
        variable_bridge_to: patient.uuid,
      })
      await patient.call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS })
      await agent.call.unhold()
      await unholdOf(bench, agent.uuid)
      await bothHear(patient.call, agent.call)
      expect(bench.socket.story(agent.uuid).slice(-2)).toEqual(['CHANNEL_HOLD', 'CHANNEL_UNHOLD'])
      expect(bench.socket.story(patient.uuid).at(-1)).toBe('CHANNEL_BRIDGE')
    })
  }

  scenario('twice: told once', async (bench) => {
    const { agent } = await talkWatched(bench)
    await agent.call.hold()
    await agent.call.hold('inactive')
    await agent.call.unhold()
    await unholdOf(bench, agent.uuid)
    expect(bench.socket.story(agent.uuid).filter((name) => name === 'CHANNEL_HOLD')).toHaveLength(1)
  })

  scenario('and hangs up, hold_hangup_xfer_exten unset: the caller it held is hung up too', async (bench) => {
    const { patient, agent } = await talkWatched(bench)
    await bench.socket.api(`uuid_setvar ${agent.uuid} hold_hangup_xfer_exten`)
    await agent.call.hold()
    await holdOf(bench, agent.uuid)
    await agent.call.hangUp()
    await patient.call.waitFor('ended', SOON_MS)
    await Promise.all([bench.gone(agent.uuid), bench.gone(patient.uuid)])
    expect(bench.socket.story(agent.uuid).slice(-5)).toEqual([
      'CHANNEL_HOLD',
      'CHANNEL_UNHOLD',
      'CHANNEL_HANGUP',
      'CHANNEL_HANGUP_COMPLETE',
      'CHANNEL_DESTROY',
    ])
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': patient.uuid })
    expect(hangup.get('Hangup-Cause')).toBe('NORMAL_CLEARING')
  })

  for (const ending of ['the phone hangs up', 'the controller ends the phone’s leg'] as const) {
    scenario(`${ending} while it holds: the caller comes back parked`, async (bench) => {
      const { patient, agent } = await talkWatched(bench)
      await agent.call.hold()
      await patient.call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS })
      const before = bench.socket.events.length
      if (ending === 'the phone hangs up') await agent.call.hangUp()
      else await bench.socket.api(`uuid_kill ${agent.uuid} NORMAL_CLEARING`)
      const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
      expect(park.get('Caller-Destination-Number')).toBe('cti_return')
      await patient.call.audio.notHeard(MUSIC_HZ, { watchMs: 400 })
      const second = await bench.agent()
      await bench.socket.api(`sched_del ${patient.uuid}`)
      await bench.socket.api(leaves(second.uuid))
      await bench.socket.api(`uuid_bridge ${patient.uuid} ${second.uuid}`)
      await bothHear(patient.call, second.call)
    })
  }

  scenario('and the held caller is given to another agent, who is heard', async (bench) => {
    const { patient, agent } = await talkWatched(bench)
    await agent.call.hold()
    await patient.call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS })
    const second = await bench.agent()
    await bench.socket.api(leaves(second.uuid))
    expect(await bench.socket.api(`uuid_bridge ${patient.uuid} ${second.uuid}`)).toBe(`+OK ${second.uuid}\n`)
    await bothHear(patient.call, second.call)
    await patient.call.audio.notHeard(MUSIC_HZ, { watchMs: 400 })
    await agent.call.waitFor('ended', SOON_MS)
  })

  scenario('a caller on the trunk holds: told of the caller’s leg, the agent hears music', async (bench) => {
    const { patient, agent } = await talkWatched(bench)
    await patient.call.hold()
    const held = await holdOf(bench, patient.uuid)
    expect(held.get('variable_cti_role')).toBe('caller')
    await agent.call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS })
    await patient.call.unhold()
    await unholdOf(bench, patient.uuid)
    await bothHear(patient.call, agent.call)
  })

  scenario('a parked phone that holds: told, and nothing else happens', async (bench) => {
    await bench.socket.send('event plain CHANNEL_HOLD CHANNEL_UNHOLD')
    const agent = await bench.agent()
    await agent.call.hold()
    await holdOf(bench, agent.uuid)
    await agent.call.unhold()
    await unholdOf(bench, agent.uuid)
    expect(agent.call.state).toBe('answered')
    expect(bench.socket.story(agent.uuid).slice(-3)).toEqual([
      'CHANNEL_PARK',
      'CHANNEL_HOLD',
      'CHANNEL_UNHOLD',
    ])
  })
})

contract('the controller holds', (scenario) => {
  scenario('a caller: told by a re-INVITE, the agent hears music', async (bench) => {
    const { patient, agent } = await talkWatched(bench)
    expect(await bench.socket.api(`uuid_hold ${patient.uuid}`)).toBe('+OK Success\n')
    await patient.call.waitFor('renegotiated', SOON_MS)
    expect(patient.call.mediaDirection).toBe('recvonly')
    const held = await holdOf(bench, patient.uuid)
    expect(held.pick('variable_cti_role', 'Channel-Call-State')).toEqual({
      variable_cti_role: 'caller',
      'Channel-Call-State': 'HELD',
    })
    await agent.call.audio.heard(MUSIC_HZ, { withinMs: SOON_MS })
    await agent.call.audio.notHeard(CALLER_HZ, { watchMs: 300 })
    await patient.call.audio.notHeard(AGENT_HZ, { watchMs: 300 })
    expect(await bench.socket.api(`uuid_hold off ${patient.uuid}`)).toBe('+OK Success\n')
    await unholdOf(bench, patient.uuid)
    await bothHear(patient.call, agent.call)
    expect(bench.socket.story(agent.uuid)).not.toContain('CHANNEL_UNBRIDGE')
  })

  scenario('an agent’s phone: the caller hears nothing at all, not even music', async (bench) => {
    const { patient, agent } = await talkWatched(bench)
    expect(await bench.socket.api(`uuid_hold ${agent.uuid}`)).toBe('+OK Success\n')
    await agent.call.waitFor('renegotiated', SOON_MS)
    expect(agent.call.mediaDirection).toBe('recvonly')
    await holdOf(bench, agent.uuid)
    await Promise.all([patient.call.audio.silentFor(800), agent.call.audio.silentFor(800)])
    expect(await bench.socket.api(`uuid_hold off ${agent.uuid}`)).toBe('+OK Success\n')
    await unholdOf(bench, agent.uuid)
    await bothHear(patient.call, agent.call)
    expect(bench.socket.story(patient.uuid)).not.toContain('CHANNEL_UNBRIDGE')
  })

  scenario('what is held already, or not held: refused', async (bench) => {
    const { patient } = await talkWatched(bench)
    const failed = '-ERR Operation failed\n'
    expect(await bench.socket.api(`uuid_hold off ${patient.uuid}`)).toBe(failed)
    expect(await bench.socket.api(`uuid_hold ${patient.uuid}`)).toBe('+OK Success\n')
    await patient.call.waitFor('renegotiated', SOON_MS)
    expect(await bench.socket.api(`uuid_hold ${patient.uuid}`)).toBe(failed)
    expect(await bench.socket.api(`uuid_hold toggle ${patient.uuid}`)).toBe('+OK Success\n')
    await unholdOf(bench, patient.uuid)
    const before = bench.socket.events.length
    expect(await bench.socket.api(`uuid_hold toggle ${patient.uuid}`)).toBe('+OK Success\n')
    await bench.socket.event('CHANNEL_HOLD', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    expect(bench.socket.story(patient.uuid).slice(-3)).toEqual([
      'CHANNEL_HOLD',
      'CHANNEL_UNHOLD',
      'CHANNEL_HOLD',
    ])
  })

  scenario('nobody: taken all the same', async ({ socket }) => {
    expect(await socket.api('uuid_hold 11112222-0000-4000-8000-000000000000')).toBe('+OK Success\n')
  })

  scenario('a caller, and the agent hangs up: nobody is heard by the caller any more', async (bench) => {
    const { patient, agent } = await talkWatched(bench)
    await bench.socket.api(`uuid_hold ${patient.uuid}`)
    await patient.call.waitFor('renegotiated', SOON_MS)
    const before = bench.socket.events.length
    await agent.call.hangUp()
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    await bench.socket.api(`sched_del ${patient.uuid}`)
    await unholdOf(bench, patient.uuid)
    expect(await bench.socket.api(`uuid_hold off ${patient.uuid}`)).toBe('-ERR Operation failed\n')
    const second = await bench.agent()
    await bench.socket.api(leaves(second.uuid))
    await bench.socket.api(`uuid_bridge ${patient.uuid} ${second.uuid}`)
    await bench.socket.event('CHANNEL_BRIDGE', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    await Promise.all([patient.call.audio.silentFor(800), second.call.audio.silentFor(800)])
  })
})
