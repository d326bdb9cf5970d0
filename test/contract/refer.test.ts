import { expect } from 'vitest'
import type { Call } from '../support/phone/index.ts'
import { type Bench, bothHear, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { AGENT_HZ, CALLER_HZ } from './support/site.ts'

const COLLEAGUE_HZ = 560

/** A patient and an agent who talk, and the agent's second call, from the phone itself, to a colleague. */
async function consult(bench: Bench) {
  const { patient, agent } = await bench.talk()
  await bothHear(patient.call, agent.call)
  await agent.call.hold()
  const colleague = await bench.desk({ tone: COLLEAGUE_HZ })
  const second = await agent.phone.call(colleague.extension)
  const offered = await colleague.nextIncoming({ timeoutMs: SOON_MS })
  await offered.ring()
  return { patient, agent, colleague, second, offered }
}

const hears = (call: Call, hz: number) => call.audio.heard(hz, { withinMs: SOON_MS })

contract('a phone sends a REFER', (scenario) => {
  scenario('it is taken, and told at once that it was done', async (bench) => {
    const { agent } = await bench.talk()
    await agent.call.refer('sip:1002@cti.test')
    expect((await agent.call.waitFor('referProgress', SOON_MS)).sipStatus).toBe(200)
    await agent.call.waitFor('ended', SOON_MS)
  })

  for (const [wish, told] of [
    ['sip:*72%23@cti.test', undefined],
    ['sip:10.02_a-b@cti.test', '10.02_a-b'],
    ['sip:%24%7Bapi%7D@cti.test', undefined],
    ['sip:a%20b@cti.test', undefined],
  ] as const) {
    scenario(
      `to ${wish}: the wish is ${told ?? 'left out'}, the caller parked all the same`,
      async (bench) => {
        const { patient, agent } = await bench.talk()
        const before = bench.socket.events.length
        await agent.call.refer(wish)
        const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
        expect(park.pick('variable_cti_refer_to', 'variable_cti_refer_by')).toEqual({
          variable_cti_refer_to: told,
          variable_cti_refer_by: agent.uuid,
        })
      },
    )
  }

  scenario(
    'while it is parked and talks to nobody: refused by the NOTIFY, and nothing happens',
    async (bench) => {
      const agent = await bench.agent()
      await agent.call.refer('sip:1002@cti.test')
      expect((await agent.call.waitFor('referProgress', SOON_MS)).sipStatus).toBe(403)
      expect(agent.call.state).toBe('answered')
      expect(bench.socket.story(agent.uuid).at(-1)).toBe('CHANNEL_PARK')
    },
  )

  scenario('on a trunk, where nobody may transfer: refused', async (bench) => {
    const { patient, agent } = await bench.talk()
    await expect(patient.call.refer('sip:1002@cti.test')).rejects.toThrow('405')
    await bothHear(patient.call, agent.call)
  })
})

contract('a phone sends a REFER with Replaces', (scenario) => {
  scenario('to a colleague who has answered: the caller talks to the colleague', async (bench) => {
    const { patient, agent, colleague, second, offered } = await consult(bench)
    await offered.answer()
    await Promise.all([hears(second, COLLEAGUE_HZ), hears(offered, AGENT_HZ)])
    const before = bench.socket.events.length
    await agent.call.refer(`sip:${colleague.extension}@cti.test`, { replaces: second })
    const bridged = await bench.socket.event('CHANNEL_BRIDGE', {}, SOON_MS, before)
    expect(bridged.get('Bridge-A-Unique-ID')).toBe(patient.uuid)
    await Promise.all([hears(patient.call, COLLEAGUE_HZ), hears(offered, CALLER_HZ)])
    await Promise.all([agent.call.waitFor('ended', SOON_MS), second.waitFor('ended', SOON_MS)])
    expect((await agent.call.waitFor('referProgress', SOON_MS)).sipStatus).toBe(200)
    expect(bench.socket.story(patient.uuid).slice(-2)).toEqual(['CHANNEL_UNBRIDGE', 'CHANNEL_BRIDGE'])
    const back = bench.socket.events.length
    await offered.hangUp()
    const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, back)
    expect(park.get('Caller-Destination-Number')).toBe('cti_return')
  })

  scenario(
    'to a colleague who still rings: denied, the caller stays with the phone; allowed once there is an answer',
    async (bench) => {
      const { patient, agent, colleague, second, offered } = await consult(bench)
      const before = bench.socket.events.length
      const wish = `sip:${colleague.extension}@cti.test`
      await agent.call.refer(wish, { replaces: second })
      expect((await agent.call.waitFor('referProgress', SOON_MS)).sipStatus).toBe(403)
      expect([agent.call.state, offered.state]).toEqual(['answered', 'ringing'])
      expect(await bench.socket.api(`uuid_getvar ${patient.uuid} bridge_to`)).toBe(agent.uuid)
      await offered.answer()
      await hears(second, COLLEAGUE_HZ)
      const told = agent.call.next('referProgress', SOON_MS)
      await agent.call.refer(wish, { replaces: second })
      expect((await told).sipStatus).toBe(200)
      await bench.socket.event('CHANNEL_BRIDGE', { 'Bridge-A-Unique-ID': patient.uuid }, SOON_MS, before)
      await Promise.all([hears(patient.call, COLLEAGUE_HZ), hears(offered, CALLER_HZ)])
    },
  )

  scenario(
    'to a call of its own that is parked: the caller is parked, with that number as the wish',
    async (bench) => {
      const { patient, agent } = await bench.talk()
      await bothHear(patient.call, agent.call)
      await agent.call.hold()
      const before = bench.socket.events.length
      const second = await agent.phone.call('8000')
      const waiting = await bench.socket.event('CHANNEL_PARK', {}, SOON_MS, before)
      expect(waiting.get('Unique-ID')).not.toBe(patient.uuid)
      await agent.call.refer('sip:8000@cti.test', { replaces: second })
      expect((await agent.call.waitFor('referProgress', SOON_MS)).sipStatus).toBe(200)
      const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
      expect(park.pick('variable_cti_refer_to', 'variable_cti_refer_by', 'Caller-Context')).toEqual({
        variable_cti_refer_to: '8000',
        variable_cti_refer_by: agent.uuid,
        'Caller-Context': 'cti_refer',
      })
      const uuid = waiting.get('Unique-ID') ?? ''
      await bench.gone(uuid)
      const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
      expect(hangup.get('Hangup-Cause')).toBe('ATTENDED_TRANSFER')
      expect(patient.call.state).toBe('answered')
    },
  )

  scenario('is denied where deny_refer_requests is set: everybody talks on', async (bench) => {
    const { patient, agent, colleague, second, offered } = await consult(bench)
    await offered.answer()
    await hears(second, COLLEAGUE_HZ)
    await bench.socket.api(`uuid_setvar ${agent.uuid} deny_refer_requests true`)
    const before = bench.socket.events.length
    await agent.call.refer(`sip:${colleague.extension}@cti.test`, { replaces: second })
    expect((await agent.call.waitFor('referProgress', SOON_MS)).sipStatus).toBe(403)
    await hears(second, COLLEAGUE_HZ)
    await agent.call.unhold()
    await bothHear(patient.call, agent.call)
    expect(bench.socket.events.slice(before).filter(({ name }) => name.endsWith('BRIDGE'))).toEqual([])
  })
})
