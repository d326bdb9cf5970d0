import { expect } from 'vitest'
import { callId } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { WireEvent } from './support/wire-event.ts'

/** As the adapter reads the rows. */
function uuidsIn(json: string): string[] {
  return [...json.matchAll(/"uuid":\s*"([0-9A-Za-z-]{8,64})"/g)].map((match) => match[1] ?? '')
}

contract('what is on the switch', (scenario) => {
  scenario('every leg is shown, each answers to its dump', async (bench) => {
    const { patient, agent } = await bench.talk()
    const parked = await bench.arrival()
    const ringing = await bench.ring()
    const shown = await bench.shown(patient.uuid, agent.uuid, parked.uuid, ringing.uuid)
    expect(Object.keys(JSON.parse(shown))).toEqual(['row_count', 'rows'])
    const uuids = uuidsIn(shown)
    for (const { uuid } of [patient, agent, parked, ringing]) {
      expect(uuids).toContain(uuid)
      expect(await bench.socket.api(`uuid_exists ${uuid}`)).toBe('true')
    }
    const dump = async (uuid: string) => new WireEvent(await bench.socket.api(`uuid_dump ${uuid}`))
    expect(
      (await dump(patient.uuid)).pick(
        'Unique-ID',
        'variable_bridge_to',
        'Answer-State',
        'variable_cti_waiting',
        'variable_cti_role',
      ),
    ).toEqual({
      'Unique-ID': patient.uuid,
      variable_bridge_to: agent.uuid,
      'Answer-State': 'answered',
      variable_cti_waiting: 'true',
      variable_cti_role: 'caller',
    })
    expect(
      (await dump(agent.uuid)).pick('Unique-ID', 'variable_bridge_to', 'Answer-State', 'variable_cti_role'),
    ).toEqual({
      'Unique-ID': agent.uuid,
      variable_bridge_to: patient.uuid,
      'Answer-State': 'answered',
      variable_cti_role: 'agent',
    })
    expect(
      (await dump(parked.uuid)).pick(
        'Unique-ID',
        'variable_bridge_to',
        'Answer-State',
        'variable_current_application',
        'Call-Direction',
        'Caller-Caller-ID-Number',
        'variable_cti_arrived_number',
        'variable_cti_fallback',
      ),
    ).toEqual({
      'Unique-ID': parked.uuid,
      variable_bridge_to: undefined,
      'Answer-State': 'ringing',
      variable_current_application: 'park',
      'Call-Direction': 'inbound',
      'Caller-Caller-ID-Number': parked.number,
      variable_cti_arrived_number: '8000',
      variable_cti_fallback: undefined,
    })
    expect(
      (await dump(ringing.uuid)).pick('Unique-ID', 'Answer-State', 'variable_cti_role', 'Call-Direction'),
    ).toEqual({
      'Unique-ID': ringing.uuid,
      'Answer-State': 'ringing',
      variable_cti_role: 'agent',
      'Call-Direction': 'outbound',
    })
  })

  scenario('a name with quotes and backslashes breaks no row', async (bench) => {
    const { uuid } = await bench.arrival('a "b" \\ ",\\"uuid\\":\\"x')
    const shown = await bench.shown(uuid)
    expect(uuidsIn(shown)).toContain(uuid)
  })

  scenario('a leg that has ended says so', async (bench) => {
    const { uuid, call } = await bench.patient()
    await call.hangUp()
    await bench.gone(uuid)
    expect(await bench.socket.api(`uuid_dump ${uuid}`)).toBe('-ERR No such channel!\n')
    expect(await bench.socket.api(`uuid_exists ${uuid}`)).toBe('false')
  })

  scenario('a bridge that has ended is in no dump', async (bench) => {
    const { patient, agent } = await bench.talk()
    const before = bench.socket.events.length
    await agent.call.hangUp()
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, 15_000, before)
    const dump = new WireEvent(await bench.socket.api(`uuid_dump ${patient.uuid}`))
    expect(dump.get('variable_bridge_to')).toBeUndefined()
    expect(dump.get('variable_current_application')).toBe('park')
  })

  scenario('a caller in the fallback is known by its mark', async (bench) => {
    const { uuid, call } = await bench.arrival()
    await bench.socket.api(`uuid_transfer ${uuid} cti_fallback XML cti_fallback`)
    await call.waitFor('answered', 15_000)
    const dump = new WireEvent(await bench.socket.api(`uuid_dump ${uuid}`))
    expect(dump.pick('variable_cti_fallback', 'variable_cti_waiting')).toEqual({
      variable_cti_fallback: 'true',
      variable_cti_waiting: undefined,
    })
  })

  scenario('what a variable holds comes back to the byte, empty ones are unset', async (bench) => {
    const { uuid } = await bench.patient()
    await bench.socket.api(`uuid_setvar ${uuid} cti_x a%b 王,c`)
    expect(Buffer.from(await bench.socket.api(`uuid_getvar ${uuid} cti_x`), 'latin1').toString('utf8')).toBe(
      'a%b 王,c',
    )
    expect(await bench.socket.api(`uuid_setvar ${uuid} cti_x`)).toBe('+OK\n')
    expect(await bench.socket.api(`uuid_getvar ${uuid} cti_x`)).toBe('_undef_')
  })

  scenario('the gateway to the outside has a name', async ({ socket }) => {
    expect(await socket.api('global_getvar trunk_gateway')).toBe('outside')
  })

  scenario('a global variable that nobody has set', async ({ socket }) => {
    expect(await socket.api(`global_getvar cti_${callId()}`)).toBe('-ERR no reply\n')
  })

  scenario('as a dump in json', async (bench) => {
    const { uuid } = await bench.arrival()
    const dump = JSON.parse(await bench.socket.api(`uuid_dump ${uuid} json`)) as Record<string, string>
    expect(dump['Unique-ID']).toBe(uuid)
    expect(dump['variable_cti_arrived_number']).toBe('8000')
  })
})
