import { afterEach, describe, expect, it } from 'vitest'
import { Bench } from '../support/bench.ts'

let bench: Bench
afterEach(() => bench.close())

describe('a call for the service', () => {
  it('goes through the states of FreeSWITCH, in its order, until it is parked', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    expect(esl.story(uuid)).toEqual([
      'CHANNEL_STATE',
      'CODEC',
      'CODEC',
      'CHANNEL_STATE',
      'CHANNEL_CREATE',
      'CHANNEL_CALLSTATE',
      'CHANNEL_STATE',
      'CHANNEL_STATE',
      'CHANNEL_EXECUTE',
      'CHANNEL_EXECUTE_COMPLETE',
      'CHANNEL_EXECUTE',
      'CHANNEL_EXECUTE_COMPLETE',
      'CHANNEL_EXECUTE',
      'CHANNEL_PARK',
    ])
    const park = await esl.event('CHANNEL_PARK')
    expect(park.get('variable_cti_arrived_number')).toBe('8000')
    expect(park.get('Answer-State')).toBe('ringing')
    expect(park.get('Channel-State')).toBe('CS_EXECUTE')
    expect(park.get('Channel-State-Number')).toBe('4')
    expect(park.get('Caller-Destination-Number')).toBe('8000')
    expect(park.get('Channel-Call-State')).toBe('RINGING')
    expect(bench.switch.core.scheduler.size).toBe(1)
  })

  it('begins its headers as switch_event_prep_for_delivery does, then the channel, then the variables', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { uuid } = await bench.parked(esl)
    const create = await esl.event('CHANNEL_CREATE', { 'Unique-ID': uuid })
    const names = create.headers.map(([name]) => name)
    expect(names.slice(0, 19)).toEqual([
      'Event-Name',
      'Core-UUID',
      'FreeSWITCH-Hostname',
      'FreeSWITCH-Switchname',
      'FreeSWITCH-IPv4',
      'FreeSWITCH-IPv6',
      'Event-Date-Local',
      'Event-Date-GMT',
      'Event-Date-Timestamp',
      'Event-Calling-File',
      'Event-Calling-Function',
      'Event-Calling-Line-Number',
      'Event-Sequence',
      'Channel-State',
      'Channel-Call-State',
      'Channel-State-Number',
      'Channel-Name',
      'Unique-ID',
      'Call-Direction',
    ])
    const firstVariable = names.findIndex((n) => n.startsWith('variable_'))
    expect(names.slice(firstVariable).every((n) => n.startsWith('variable_'))).toBe(true)
    expect(names.findIndex((n) => n.startsWith('Caller-'))).toBeLessThan(firstVariable)
  })

  it('is answered, hung up by the caller, and told in full', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    await esl.execute(uuid, 'answer')
    await esl.event('CHANNEL_ANSWER', { 'Unique-ID': uuid })
    expect(leg.done).toEqual(['200'])
    leg.farEnds({ how: 'BYE' })
    const complete = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': uuid })
    // The last that is told; it needn't come in one piece with what is told before it.
    await esl.event('CHANNEL_STATE', { 'Unique-ID': uuid, 'Channel-State': 'CS_DESTROY' })
    const story = esl.story(uuid)
    const from = story.indexOf('CHANNEL_HANGUP')
    expect(story.slice(from).filter((n) => !n.startsWith('CHANNEL_EXECUTE'))).toEqual([
      'CHANNEL_HANGUP',
      'CHANNEL_UNPARK',
      'CHANNEL_STATE',
      'CHANNEL_CALLSTATE',
      'CHANNEL_STATE',
      'CHANNEL_HANGUP_COMPLETE',
      'CHANNEL_DESTROY',
      'CHANNEL_STATE',
    ])
    expect(complete.headers.filter(([n]) => n === 'Hangup-Cause')).toEqual([
      ['Hangup-Cause', 'NORMAL_CLEARING'],
      ['Hangup-Cause', 'NORMAL_CLEARING'],
    ])
    expect(complete.get('variable_hangup_cause')).toBe('NORMAL_CLEARING')
    expect(complete.get('variable_sip_term_status')).toBe('200')
    expect(complete.get('variable_sip_hangup_disposition')).toBe('recv_bye')
    expect(complete.get('variable_billsec')).toMatch(/^\d+$/)
    expect(complete.get('variable_duration')).toMatch(/^\d+$/)
    expect(bench.switch.core.channels.size).toBe(0)
  })

  it('is cancelled before the answer: ORIGINATOR_CANCEL and 487', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    leg.farEnds({ how: 'CANCEL' })
    const complete = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': uuid })
    expect(complete.get('variable_hangup_cause')).toBe('ORIGINATOR_CANCEL')
    expect(complete.get('variable_sip_term_status')).toBe('487')
    expect(complete.get('variable_hangup_cause_q850')).toBe('16')
  })

  it('is refused with the SIP status of the cause when it is killed before the answer', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    expect(await esl.api(`uuid_kill ${uuid} USER_BUSY`)).toBe('+OK\n')
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': uuid })
    expect(leg.end).toMatchObject({ sipStatus: 486, q850: 17, reasonText: 'USER_BUSY', elsewhere: false })
  })

  it('keeps a Q.850 cause that the far end named', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const { leg, uuid } = await bench.parked(esl)
    await esl.execute(uuid, 'answer')
    await esl.event('CHANNEL_ANSWER')
    leg.farEnds({ how: 'BYE', q850: 27 })
    const complete = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': uuid })
    expect(complete.get('Hangup-Cause')).toBe('DESTINATION_OUT_OF_ORDER')
  })
})

describe('numbers that nobody serves', () => {
  it('are refused as unallocated, from a trunk and from a phone', async () => {
    bench = await Bench.start()
    const esl = await bench.client()
    const trunk = bench.signalling.call({ destination: '4711' })
    const phone = bench.signalling.call({ destination: '77', authenticatedAs: '1001' })
    await esl.until(() => trunk.end !== undefined && phone.end !== undefined, 'two refusals')
    expect([trunk.end?.sipStatus, phone.end?.sipStatus]).toEqual([404, 404])
  })
})
