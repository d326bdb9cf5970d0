/** A phone takes a call over by an INVITE with Replaces (RFC 3891), as one does that picks up what another phone has. */
import { expect } from 'vitest'
import type { Call } from '../support/phone/index.ts'
import { bothHear, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { CALLER_HZ } from './support/site.ts'

const OTHER_HZ = 560

/** The header that names a call which the phone has answered, or still rings for, by the tags that it knows. */
function replacing(call: Call): { readonly headers: { readonly Replaces: string } } {
  const said = call.messages.filter(
    ({ direction, text }) => direction === 'out' && /^SIP\/2\.0 (18|2)/.test(text),
  )
  const tag = (header: string) =>
    new RegExp(`^${header}:.*;tag=([^;\\s]+)`, 'im').exec(said[0]?.text ?? '')?.[1] ?? ''
  return { headers: { Replaces: `${call.id};to-tag=${tag('From')};from-tag=${tag('To')}` } }
}

contract('a phone sends an INVITE with Replaces', (scenario) => {
  scenario(
    'of a talk: it has the caller, the first phone is told that somebody else took it',
    async (bench) => {
      const { patient, agent } = await bench.talk()
      await bothHear(patient.call, agent.call)
      const other = await bench.desk({ tone: OTHER_HZ })
      const before = bench.socket.events.length
      const taken = await other.call(agent.extension, replacing(agent.call))
      const bridged = await bench.socket.event('CHANNEL_BRIDGE', {}, SOON_MS, before)
      const uuid = bridged.get('Unique-ID') ?? ''
      expect(
        bridged.pick('Bridge-A-Unique-ID', 'Bridge-B-Unique-ID', 'Call-Direction', 'variable_cti_role'),
      ).toEqual({
        'Bridge-A-Unique-ID': uuid,
        'Bridge-B-Unique-ID': patient.uuid,
        'Call-Direction': 'inbound',
        variable_cti_role: undefined,
      })
      await Promise.all([
        patient.call.audio.heard(OTHER_HZ, { withinMs: SOON_MS }),
        taken.audio.heard(CALLER_HZ, { withinMs: SOON_MS }),
      ])
      const ended = await agent.call.waitFor('ended', SOON_MS)
      expect(ended.reasonHeader).toBe('SIP;cause=200;text="Call completed elsewhere"')
      await bench.gone(agent.uuid)
      const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': agent.uuid })
      expect(hangup.get('Hangup-Cause')).toBe('PICKED_OFF')
      expect(bench.socket.story(uuid)).toEqual(['CHANNEL_CREATE', 'CHANNEL_ANSWER', 'CHANNEL_BRIDGE'])
      expect(bench.socket.story(patient.uuid).slice(3)).toEqual(['CHANNEL_BRIDGE', 'CHANNEL_UNBRIDGE'])
      expect(await bench.socket.api(`uuid_getvar ${patient.uuid} bridge_to`)).toBe(uuid)
    },
  )

  scenario('and hangs up: the caller comes back parked, as from any other', async (bench) => {
    const { patient, agent } = await bench.talk()
    const other = await bench.desk({ tone: OTHER_HZ })
    const taken = await other.call(agent.extension, replacing(agent.call))
    await patient.call.audio.heard(OTHER_HZ, { withinMs: SOON_MS })
    const before = bench.socket.events.length
    await taken.hangUp()
    const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    expect(park.pick('Caller-Destination-Number', 'variable_cti_arrived_number')).toEqual({
      'Caller-Destination-Number': 'cti_return',
      variable_cti_arrived_number: '8000',
    })
  })

  scenario(
    'of a phone that is parked: it is parked in its place, and has none of its marks',
    async (bench) => {
      const agent = await bench.agent()
      const other = await bench.desk()
      const before = bench.socket.events.length
      const taken = await other.call(agent.extension, replacing(agent.call))
      const park = await bench.socket.event('CHANNEL_PARK', {}, SOON_MS, before)
      expect(
        park.pick('Call-Direction', 'variable_cti_role', 'Answer-State', 'Caller-Destination-Number'),
      ).toEqual({
        'Call-Direction': 'inbound',
        variable_cti_role: undefined,
        'Answer-State': 'answered',
        'Caller-Destination-Number': undefined,
      })
      const ended = await agent.call.waitFor('ended', SOON_MS)
      expect(ended.reasonHeader).toBe('SIP;cause=801;text="ATTENDED_TRANSFER"')
      const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': agent.uuid })
      expect(hangup.get('Hangup-Cause')).toBe('ATTENDED_TRANSFER')
      expect(taken.state).toBe('answered')
    },
  )

  scenario('of a phone that still rings: nobody has the call any more', async (bench) => {
    const agent = await bench.ring()
    await agent.call.ring()
    await bench.socket.event('CHANNEL_PROGRESS', { 'Unique-ID': agent.uuid })
    const other = await bench.desk()
    const taken = await other.call(agent.extension, replacing(agent.call))
    expect(await taken.waitFor('ended', SOON_MS)).toMatchObject({ reason: 'refused', sipStatus: 502 })
    expect((await agent.call.waitFor('ended', SOON_MS)).reason).toBe('cancelled')
    expect(await agent.answer).toBe('-ERR ATTENDED_TRANSFER\n')
  })

  scenario('of a call that is not there: it is a call like any other', async (bench) => {
    const [one, two] = [await bench.desk(), await bench.desk()]
    const Replaces = 'nobody@nowhere;to-tag=a;from-tag=b'
    const call = await one.call(two.extension, { headers: { Replaces } })
    const offered = await two.nextIncoming({ timeoutMs: SOON_MS })
    await offered.answer()
    await call.waitFor('answered', SOON_MS)
  })
})
