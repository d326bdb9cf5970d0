import { expect } from 'vitest'
import { callId, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { claim } from './support/orders.ts'

contract('a call arrives', (scenario) => {
  scenario('parks unanswered, and says who calls which number', async (bench) => {
    const { uuid, number, park, call } = await bench.arrival()
    expect(bench.socket.story(uuid)).toEqual(['CHANNEL_CREATE', 'CHANNEL_PARK'])
    expect(
      park.pick(
        'Event-Name',
        'Call-Direction',
        'Answer-State',
        'Caller-Caller-ID-Number',
        'Caller-Destination-Number',
        'variable_cti_arrived_number',
        'variable_sip_req_user',
        'variable_current_application',
        'variable_cti_role',
        'variable_cti_call_id',
        'variable_cti_fallback',
      ),
    ).toEqual({
      'Event-Name': 'CHANNEL_PARK',
      'Call-Direction': 'inbound',
      'Answer-State': 'ringing',
      'Caller-Caller-ID-Number': number,
      'Caller-Destination-Number': '8000',
      variable_cti_arrived_number: '8000',
      variable_sip_req_user: '8000',
      variable_current_application: 'park',
      variable_cti_role: undefined,
      variable_cti_call_id: undefined,
      variable_cti_fallback: undefined,
    })
    expect(uuid).toMatch(/^[0-9A-Za-z-]{8,64}$/)
    await call.waitFor('trying', SOON_MS)
    expect(call.events.map((event) => event.type)).toEqual(['trying'])
  })

  scenario('gives the caller name in UTF-8 byte for byte', async (bench) => {
    const { park } = await bench.arrival('王小明')
    expect(park.get('Caller-Caller-ID-Name')).toBe('王小明')
  })

  scenario('gives a caller name in GBK byte for byte', async (bench) => {
    const gbk = Buffer.from([0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7])
    const { park, uuid } = await bench.arrival(gbk)
    expect(park.bytes('Caller-Caller-ID-Name')?.toString('hex')).toBe(gbk.toString('hex'))
    const dump = await bench.socket.api(`uuid_dump ${uuid}`)
    expect(dump).toContain('Caller-Caller-ID-Name: %CD%F5%D0%A1%C3%F7\n')
  })

  scenario('shows the number as the name of a caller without one', async (bench) => {
    const { park, number } = await bench.arrival()
    expect(park.get('Caller-Caller-ID-Name')).toBe(number)
  })

  scenario('takes the marks of a claim and disarms the fallback', async (bench) => {
    const { uuid, call } = await bench.arrival()
    const id = callId()
    const [marks, disarm] = claim(uuid, id)
    expect(await bench.socket.api(marks)).toBe('+OK\n')
    expect(await bench.socket.api(disarm)).toBe('+OK Deleted: 1\n')
    expect(await bench.socket.api(disarm)).toBe('+OK Deleted: 0\n')
    expect(await bench.socket.api(`uuid_getvar ${uuid} cti_call_id`)).toBe(id)
    expect(await bench.socket.api(`uuid_getvar ${uuid} cti_waiting`)).toBe('true')
    expect(await bench.socket.api(`uuid_getvar ${uuid} transfer_after_bridge`)).toBe('cti_return:XML:cti')
    const answered = await bench.answer(uuid)
    expect(
      answered.pick('Unique-ID', 'Application', 'variable_cti_call_id', 'variable_cti_role', 'Answer-State'),
    ).toEqual({
      'Unique-ID': uuid,
      Application: 'answer',
      variable_cti_call_id: id,
      variable_cti_role: 'caller',
      'Answer-State': 'answered',
    })
    await call.waitFor('answered', SOON_MS)
    const said = await bench.socket.event('CHANNEL_ANSWER', { 'Unique-ID': uuid })
    expect(said.pick('variable_cti_call_id', 'Answer-State')).toEqual({
      variable_cti_call_id: id,
      'Answer-State': 'answered',
    })
    expect(bench.socket.story(uuid)).toEqual(['CHANNEL_CREATE', 'CHANNEL_PARK', 'CHANNEL_ANSWER'])
  })

  scenario('says when the caller takes the call back', async (bench) => {
    const { uuid, call } = await bench.arrival()
    await call.cancel()
    await bench.gone(uuid)
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.get('Hangup-Cause')).toBe('ORIGINATOR_CANCEL')
    expect(call.ending).toMatchObject({ sipStatus: 487 })
    expect(bench.socket.story(uuid)).toEqual([
      'CHANNEL_CREATE',
      'CHANNEL_PARK',
      'CHANNEL_HANGUP',
      'CHANNEL_HANGUP_COMPLETE',
      'CHANNEL_DESTROY',
    ])
  })

  scenario('says when an answered caller hangs up', async (bench) => {
    const { uuid, call } = await bench.patient()
    await call.hangUp()
    await bench.gone(uuid)
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.pick('Hangup-Cause', 'Answer-State')).toEqual({
      'Hangup-Cause': 'NORMAL_CLEARING',
      'Answer-State': 'hangup',
    })
  })
})
