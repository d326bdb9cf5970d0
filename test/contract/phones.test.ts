import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { bothHear, callId, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { leaves, originate } from './support/orders.ts'
import { AGENT_HZ, CALLER_HZ } from './support/site.ts'

contract('phones act on their own', (scenario) => {
  scenario('digits go both ways across a bridge', async (bench) => {
    const { patient, agent } = await bench.talk()
    await bothHear(patient.call, agent.call)
    await patient.call.sendDigits('159#')
    await agent.call.audio.heardDigits('159#', { withinMs: SOON_MS })
    await agent.call.sendDigits('2*0')
    await patient.call.audio.heardDigits('2*0', { withinMs: SOON_MS })
    await bothHear(patient.call, agent.call)
  })

  scenario(
    'an agent holds and takes back: the bridge stays, the caller hears music meanwhile',
    async (bench) => {
      const { patient, agent } = await bench.talk()
      await bothHear(patient.call, agent.call)
      await agent.call.hold()
      await patient.call.audio.notHeard(AGENT_HZ, { watchMs: 300 })
      expect(agent.call.mediaDirection).toBe('sendonly')
      await agent.call.unhold()
      await bothHear(patient.call, agent.call)
      expect(bench.socket.story(patient.uuid)).not.toContain('CHANNEL_UNBRIDGE')
      expect(bench.socket.story(patient.uuid)).not.toContain('CHANNEL_HANGUP')
    },
  )

  scenario('a held caller hears the hold music of the house', async (bench) => {
    const { patient, agent } = await bench.talk()
    await bothHear(patient.call, agent.call)
    await agent.call.hold()
    await patient.call.audio.heard(1_000, { withinMs: SOON_MS })
    await agent.call.unhold()
    await patient.call.audio.heard(AGENT_HZ, { withinMs: SOON_MS })
  })

  scenario('a caller who hangs up while on hold is gone for both', async (bench) => {
    const { patient, agent } = await bench.talk()
    await agent.call.hold()
    await patient.call.hangUp()
    await agent.call.waitFor('ended', SOON_MS)
    await Promise.all([bench.gone(patient.uuid), bench.gone(agent.uuid)])
  })

  scenario('REFER goes nowhere but to the controller, with the wish', async (bench) => {
    const { patient, agent } = await bench.talk()
    await bothHear(patient.call, agent.call)
    const before = bench.socket.events.length
    await agent.call.refer('sip:0085290001111@cti.test')
    const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    expect(
      park.pick(
        'variable_cti_refer_to',
        'variable_cti_refer_by',
        'variable_cti_arrived_number',
        'Answer-State',
        'variable_cti_role',
      ),
    ).toEqual({
      variable_cti_refer_to: '0085290001111',
      variable_cti_refer_by: agent.uuid,
      variable_cti_arrived_number: '8000',
      'Answer-State': 'answered',
      variable_cti_role: 'caller',
    })
    expect(await bench.socket.api(`sched_del ${patient.uuid}`)).toBe('+OK Deleted: 1\n')
    expect(patient.call.state).toBe('answered')
    await agent.call.waitFor('ended', SOON_MS)
  })

  scenario(
    'no number of the caller is in any message to a phone that is shown a masked one',
    async (bench) => {
      const patient = await bench.patient()
      const agent = await bench.agent({ shownNumber: '138****0000' })
      await bench.socket.api(leaves(agent.uuid))
      await bench.socket.api(`uuid_bridge ${patient.uuid} ${agent.uuid}`)
      await bothHear(patient.call, agent.call)
      await agent.call.hold()
      await agent.call.unhold()
      await patient.call.hangUp()
      await agent.call.waitFor('ended', SOON_MS)
      const told = agent.phone.messages.filter(({ direction }) => direction === 'in').map(({ text }) => text)
      expect(told.join('\n')).not.toContain(patient.number)
      expect(told.join('\n')).toContain('138****0000')
    },
  )

  scenario(
    'the directory is read again; a phone whose registration is flushed is not there, another is',
    async (bench) => {
      const [gone, there] = [await bench.desk(), await bench.desk()]
      expect(await bench.socket.api('reloadxml')).toMatch(/^\+OK \[Success\]\n$/)
      const flush = `sofia profile agents flush_inbound_reg ${gone.extension}@${bench.node.domain}`
      for (const _ of ['while it is registered', 'and once more']) {
        expect(await bench.socket.api(flush)).toBe(
          '+OK flushing all registrations matching specified call_id\n',
        )
      }
      const { answer } = await bench.socket.bgapi(
        originate({ uuid: randomUUID(), to: `user/${gone.extension}`, callId: callId() }),
      )
      expect(await answer).toBe('-ERR USER_NOT_REGISTERED\n')
      await bench.agent({ phone: there })
      await gone.register()
      await bench.agent({ phone: gone })
    },
  )

  scenario('a parked caller gets packets, so that no media timer ends the call', async (bench) => {
    const { call } = await bench.patient()
    const before = call.audio.counts.packets
    await expect.poll(() => call.audio.counts.packets, { timeout: SOON_MS }).toBeGreaterThan(before + 20)
  })

  scenario('a phone of the house calls another: neither carries our mark', async (bench) => {
    const [one, two] = [await bench.desk({ tone: CALLER_HZ }), await bench.desk()]
    const call = await one.call(two.extension)
    const offered = await two.nextIncoming({ timeoutMs: SOON_MS })
    await offered.answer()
    await bothHear(call, offered)
    const marked = bench.socket.events.filter((event) => event.get('variable_cti_role') !== undefined)
    expect(marked).toEqual([])
  })
})
