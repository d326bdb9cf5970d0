import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { bothHear, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { claim, leaves, playArgument } from './support/orders.ts'

contract('two legs are brought together', (scenario) => {
  scenario(
    'the event names the first leg A and the second B, once, and both hear each other',
    async (bench) => {
      const { patient, agent, bridged } = await bench.talk()
      expect(bridged.pick('Unique-ID', 'Bridge-A-Unique-ID', 'Bridge-B-Unique-ID')).toEqual({
        'Unique-ID': patient.uuid,
        'Bridge-A-Unique-ID': patient.uuid,
        'Bridge-B-Unique-ID': agent.uuid,
      })
      await bothHear(patient.call, agent.call)
      expect(bench.socket.events.filter((event) => event.name === 'CHANNEL_BRIDGE')).toHaveLength(1)
      for (const [uuid, other] of [
        [patient.uuid, agent.uuid],
        [agent.uuid, patient.uuid],
      ] as const) {
        expect(await bench.socket.api(`uuid_getvar ${uuid} bridge_to`)).toBe(other)
      }
    },
  )

  scenario('the order is taken with the second leg’s uuid', async (bench) => {
    const patient = await bench.patient()
    const agent = await bench.agent()
    expect(await bench.socket.api(leaves(agent.uuid))).toBe('+OK\n')
    expect(await bench.socket.api(`uuid_bridge ${patient.uuid} ${agent.uuid}`)).toBe(`+OK ${agent.uuid}\n`)
    await bench.socket.event('CHANNEL_BRIDGE', { 'Unique-ID': patient.uuid })
  })

  scenario('music that plays ends with the bridge', async (bench) => {
    const patient = await bench.patient()
    await bench.socket.execute(patient.uuid, 'playback', 'local_stream://moh', randomUUID(), { loops: '-1' })
    await patient.call.audio.heard(1_000, { withinMs: SOON_MS })
    const agent = await bench.agent()
    await bench.socket.api(`uuid_break ${patient.uuid} all`)
    await bench.socket.api(`uuid_bridge ${patient.uuid} ${agent.uuid}`)
    await bothHear(patient.call, agent.call)
    await patient.call.audio.notHeard(1_000, { watchMs: 300 })
  })

  scenario('music that nobody broke off ends too', async (bench) => {
    const patient = await bench.patient()
    await bench.socket.execute(patient.uuid, 'playback', 'local_stream://moh', randomUUID(), { loops: '-1' })
    await patient.call.audio.heard(1_000, { withinMs: SOON_MS })
    const agent = await bench.agent()
    await bench.socket.api(`uuid_bridge ${patient.uuid} ${agent.uuid}`)
    await bothHear(patient.call, agent.call)
    await patient.call.audio.notHeard(1_000, { watchMs: 300 })
  })

  scenario('a leg that is gone is refused, whichever it is, and the other is not touched', async (bench) => {
    const patient = await bench.patient()
    const nobody = randomUUID()
    expect(await bench.socket.api(`uuid_bridge ${patient.uuid} ${nobody}`)).toBe('-ERR Invalid uuid\n')
    expect(await bench.socket.api(`uuid_bridge ${nobody} ${patient.uuid}`)).toBe('-ERR Invalid uuid\n')
    expect(patient.call.state).toBe('answered')
    expect(bench.socket.story(patient.uuid)).toEqual(['CHANNEL_CREATE', 'CHANNEL_PARK', 'CHANNEL_ANSWER'])
  })

  scenario(
    'an agent’s leg that is just dying: refused, and the caller can be served again',
    async (bench) => {
      const patient = await bench.patient()
      const agent = await bench.agent()
      bench.socket.write(
        `api uuid_kill ${agent.uuid} NORMAL_CLEARING\n\napi uuid_bridge ${patient.uuid} ${agent.uuid}\n\n`,
      )
      expect((await bench.socket.reply()).body).toBe('+OK\n')
      expect((await bench.socket.reply()).body).toBe('-ERR Invalid uuid\n')
      await bench.gone(agent.uuid)
      const token = randomUUID()
      const argument = playArgument([bench.prompt('short-1300')])
      await bench.socket.execute(patient.uuid, 'playback', argument, token, { lock: true })
      await patient.call.audio.heard(1_300, { withinMs: SOON_MS })
      await bench.socket.completed(token)
      expect(patient.call.state).toBe('answered')
    },
  )

  scenario('a caller’s leg that is just dying: refused, and the agent stays', async (bench) => {
    const patient = await bench.patient()
    const agent = await bench.agent()
    bench.socket.write(
      `api uuid_kill ${patient.uuid} NORMAL_CLEARING\n\napi uuid_bridge ${patient.uuid} ${agent.uuid}\n\n`,
    )
    expect((await bench.socket.reply()).body).toBe('+OK\n')
    expect((await bench.socket.reply()).body).toBe('-ERR Invalid uuid\n')
    await bench.gone(patient.uuid)
    expect(bench.socket.story(patient.uuid)).not.toContain('CHANNEL_BRIDGE')
    expect(bench.socket.story(agent.uuid).slice(-1)).toEqual(['CHANNEL_PARK'])
    expect(agent.call.state).toBe('answered')
  })

  scenario(
    'the order is taken, and the agent dies before it is done: the caller comes back parked',
    async (bench) => {
      const patient = await bench.patient()
      const agent = await bench.agent()
      const before = bench.socket.events.length
      bench.socket.write(
        `api uuid_bridge ${patient.uuid} ${agent.uuid}\n\napi uuid_kill ${agent.uuid} NORMAL_CLEARING\n\n`,
      )
      expect((await bench.socket.reply()).body).toBe(`+OK ${agent.uuid}\n`)
      expect((await bench.socket.reply()).body).toBe('+OK\n')
      const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
      expect(park.get('Caller-Destination-Number')).toBe('cti_return')
      // Between the two commands the legs' own threads may have got so far.
      const told = bench.socket.story(patient.uuid).slice(3)
      expect([[], ['CHANNEL_BRIDGE', 'CHANNEL_UNBRIDGE']]).toContainEqual(told.slice(0, -1))
    },
  )

  scenario(
    'the order is taken, and the caller dies before it is done: the agent is left to be hung up',
    async (bench) => {
      const patient = await bench.patient()
      const agent = await bench.agent()
      await bench.socket.api(leaves(agent.uuid))
      bench.socket.write(
        `api uuid_bridge ${patient.uuid} ${agent.uuid}\n\napi uuid_kill ${patient.uuid} NORMAL_CLEARING\n\n`,
      )
      expect((await bench.socket.reply()).body).toBe(`+OK ${agent.uuid}\n`)
      await bench.socket.reply()
      await bench.gone(patient.uuid)
      // Between the two commands the legs' own threads may have got so far; then the agent's leg ends by itself.
      if (!bench.socket.story(patient.uuid).includes('CHANNEL_BRIDGE')) {
        expect(agent.call.state).toBe('answered')
        expect(await bench.socket.api(`uuid_kill ${agent.uuid} NORMAL_CLEARING`)).toBe('+OK\n')
      }
      await agent.call.waitFor('ended', SOON_MS)
      await bench.gone(agent.uuid)
    },
  )

  scenario('a caller who talks is given to another agent: the first is hung up', async (bench) => {
    const { patient, agent } = await bench.talk()
    const second = await bench.agent()
    expect(await bench.socket.api(`uuid_bridge ${patient.uuid} ${second.uuid}`)).toBe(`+OK ${second.uuid}\n`)
    await agent.call.waitFor('ended', SOON_MS)
    await bothHear(patient.call, second.call)
    expect(bench.socket.story(patient.uuid).slice(-3)).toEqual([
      'CHANNEL_BRIDGE',
      'CHANNEL_UNBRIDGE',
      'CHANNEL_BRIDGE',
    ])
  })
})

contract('a bridge ends', (scenario) => {
  scenario('the agent hangs up: the caller comes back parked, armed, unclaimed', async (bench) => {
    const { patient, agent } = await bench.talk()
    const before = bench.socket.events.length
    await agent.call.hangUp()
    const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    await bench.gone(agent.uuid)
    expect(
      park.pick(
        'Caller-Destination-Number',
        'variable_cti_arrived_number',
        'variable_cti_waiting',
        'variable_cti_role',
        'Call-Direction',
        'Answer-State',
        'Caller-Caller-ID-Number',
        'variable_bridge_to',
      ),
    ).toEqual({
      'Caller-Destination-Number': 'cti_return',
      variable_cti_arrived_number: '8000',
      variable_cti_waiting: 'true',
      variable_cti_role: 'caller',
      'Call-Direction': 'inbound',
      'Answer-State': 'answered',
      'Caller-Caller-ID-Number': patient.number,
      variable_bridge_to: undefined,
    })
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': agent.uuid })
    expect(hangup.get('Hangup-Cause')).toBe('NORMAL_CLEARING')
    const both = bench.socket.story(patient.uuid, agent.uuid)
    expect(both.indexOf('1 CHANNEL_HANGUP')).toBeLessThan(both.indexOf('0 CHANNEL_UNBRIDGE'))
    expect(bench.socket.story(patient.uuid)).toEqual([
      'CHANNEL_CREATE',
      'CHANNEL_PARK',
      'CHANNEL_ANSWER',
      'CHANNEL_BRIDGE',
      'CHANNEL_UNBRIDGE',
      'CHANNEL_PARK',
    ])
    const [, disarm] = claim(patient.uuid, 'x')
    expect(await bench.socket.api(disarm)).toBe('+OK Deleted: 1\n')
    expect(patient.call.state).toBe('answered')
  })

  scenario('the caller hangs up: the agent’s leg ends with it', async (bench) => {
    const { patient, agent } = await bench.talk()
    await patient.call.hangUp()
    const ended = await agent.call.waitFor('ended', SOON_MS)
    expect(ended).toMatchObject({ by: 'remote', reason: 'hungUp' })
    await Promise.all([bench.gone(patient.uuid), bench.gone(agent.uuid)])
    const causes = await Promise.all(
      [patient, agent].map(async ({ uuid }) =>
        (await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })).get('Hangup-Cause'),
      ),
    )
    expect(causes).toEqual(['NORMAL_CLEARING', 'NORMAL_CLEARING'])
    const both = bench.socket.story(patient.uuid, agent.uuid).filter((line) => !/COMPLETE|DESTROY/.test(line))
    expect(both.slice(both.indexOf('0 CHANNEL_BRIDGE'))).toEqual([
      '0 CHANNEL_BRIDGE',
      '0 CHANNEL_HANGUP',
      '1 CHANNEL_HANGUP',
      '0 CHANNEL_UNBRIDGE',
    ])
    const unbridge = await bench.socket.event('CHANNEL_UNBRIDGE')
    expect(unbridge.pick('Unique-ID', 'Bridge-A-Unique-ID', 'Bridge-B-Unique-ID')).toEqual({
      'Unique-ID': patient.uuid,
      'Bridge-A-Unique-ID': patient.uuid,
      'Bridge-B-Unique-ID': agent.uuid,
    })
  })

  scenario('an agent who called out stays on the line when the party hangs up', async (bench) => {
    const agent = await bench.agent()
    const party = await bench.agent({ role: 'party' })
    await bench.socket.api(leaves(party.uuid))
    await bench.socket.api(`uuid_bridge ${agent.uuid} ${party.uuid}`)
    const bridged = await bench.socket.event('CHANNEL_BRIDGE')
    expect(bridged.pick('Bridge-A-Unique-ID', 'Bridge-B-Unique-ID')).toEqual({
      'Bridge-A-Unique-ID': agent.uuid,
      'Bridge-B-Unique-ID': party.uuid,
    })
    const before = bench.socket.events.length
    await party.call.hangUp()
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': agent.uuid }, SOON_MS, before)
    await bench.gone(party.uuid)
    expect(agent.call.state).toBe('answered')
    expect(bench.socket.story(agent.uuid).slice(-3)).toEqual([
      'CHANNEL_BRIDGE',
      'CHANNEL_UNBRIDGE',
      'CHANNEL_PARK',
    ])
  })

  scenario('an agent who called out hangs up: the party’s leg ends with it', async (bench) => {
    const agent = await bench.agent()
    const party = await bench.agent({ role: 'party' })
    await bench.socket.api(leaves(party.uuid))
    await bench.socket.api(`uuid_bridge ${agent.uuid} ${party.uuid}`)
    await bench.socket.event('CHANNEL_BRIDGE')
    await agent.call.hangUp()
    await party.call.waitFor('ended', SOON_MS)
    await Promise.all([bench.gone(agent.uuid), bench.gone(party.uuid)])
    for (const { uuid } of [agent, party]) {
      const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
      expect(hangup.get('Hangup-Cause')).toBe('NORMAL_CLEARING')
    }
  })

  scenario('the agent’s leg is killed by the controller: the caller comes back', async (bench) => {
    const { patient, agent } = await bench.talk()
    const before = bench.socket.events.length
    expect(await bench.socket.api(`uuid_kill ${agent.uuid} NORMAL_CLEARING`)).toBe('+OK\n')
    await agent.call.waitFor('ended', SOON_MS)
    const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    expect(park.get('Caller-Destination-Number')).toBe('cti_return')
  })

  scenario('the caller talks to a second agent after the first', async (bench) => {
    const { patient, agent } = await bench.talk()
    const before = bench.socket.events.length
    await agent.call.hangUp()
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    const [, disarm] = claim(patient.uuid, 'x')
    await bench.socket.api(disarm)
    const second = await bench.agent()
    await bench.socket.api(leaves(second.uuid))
    await bench.socket.api(`uuid_bridge ${patient.uuid} ${second.uuid}`)
    await bothHear(patient.call, second.call)
  })
})
