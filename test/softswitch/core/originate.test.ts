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

const job = async (): Promise<string> => (await esl.event('BACKGROUND_JOB')).body ?? ''

describe('originate', () => {
  it('rings, answers, parks, and tells each step in order', async () => {
    await esl.send(
      "bgapi originate {origination_uuid=leg-1,cti_offer=o1,origination_caller_id_name='Li Wei',origination_caller_id_number=8000,sip_h_X-Call=c1}user/1001 &park()",
    )
    const leg = await bench.signalling.nextInvite()
    expect(leg.options).toMatchObject({
      callerName: 'Li Wei',
      callerNumber: '8000',
      headers: { 'X-Call': 'c1' },
    })
    leg.farRings()
    await esl.event('CHANNEL_PROGRESS', { 'Unique-ID': 'leg-1' })
    leg.farAnswers()
    const park = await esl.event('CHANNEL_PARK', { 'Unique-ID': 'leg-1' })
    expect(await job()).toBe('+OK leg-1\n')
    expect(park.get('variable_cti_offer')).toBe('o1')
    expect(park.get('Call-Direction')).toBe('outbound')
    expect(esl.story('leg-1').filter((n) => !/STATE|CODEC|PRIVATE/.test(n))).toEqual([
      'CHANNEL_OUTGOING',
      'CHANNEL_CREATE',
      'CHANNEL_ORIGINATE',
      'CHANNEL_PROGRESS',
      'CHANNEL_ANSWER',
      // `user/` tells its leg a second time.
      'CHANNEL_OUTGOING',
      'CHANNEL_EXECUTE',
      'CHANNEL_PARK',
    ])
  })

  it.each([
    [486, 'USER_BUSY'],
    [480, 'NO_USER_RESPONSE'],
    [404, 'UNALLOCATED_NUMBER'],
    [603, 'CALL_REJECTED'],
    [503, 'NORMAL_TEMPORARY_FAILURE'],
    [408, 'RECOVERY_ON_TIMER_EXPIRE'],
  ])('answers -ERR with the cause when the phone refuses with %i', async (sipStatus, cause) => {
    await esl.send('bgapi originate {origination_uuid=leg-1}user/1001 &park()')
    const leg = await bench.signalling.nextInvite()
    leg.farEnds({ how: 'REFUSED', sipStatus })
    expect(await job()).toBe(`-ERR ${cause}\n`)
    const end = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': 'leg-1' })
    expect(end.get('variable_sip_term_status')).toBe(String(sipStatus))
    expect(end.get('variable_sip_invite_failure_status')).toBe(String(sipStatus))
    expect(end.get('variable_sip_hangup_disposition')).toBe('recv_refuse')
  })

  it('gives up after originate_timeout with NO_ANSWER, and cancels the leg', async () => {
    await esl.send('bgapi originate {origination_uuid=leg-1,originate_timeout=1}user/1001 &park()')
    const leg = await bench.signalling.nextInvite()
    expect(await job()).toBe('-ERR NO_ANSWER\n')
    await esl.event('CHANNEL_DESTROY', { 'Unique-ID': 'leg-1' })
    expect(leg.end).toMatchObject({ q850: 19, elsewhere: false })
  })

  it('refuses a uuid that lives already, and leaves the living leg alone', async () => {
    const { leg } = await bench.agent(esl, 'leg-1')
    expect(await esl.api('originate {origination_uuid=leg-1}user/1002 &park()')).toBe(
      '-ERR DESTINATION_OUT_OF_ORDER\n',
    )
    expect(leg.end).toBeUndefined()
    expect(bench.signalling.invited).toHaveLength(0)
  })

  it.each([
    ['user/1999', 'SUBSCRIBER_ABSENT'],
    ['sofia/gateway/none/123', 'INVALID_GATEWAY'],
    ['sofia/agents/%', 'INVALID_URL'],
    ['loopback/1', 'CHAN_NOT_IMPLEMENTED'],
    ['error/USER_BUSY', 'USER_BUSY'],
  ])('says why %s cannot be called', async (target, cause) => {
    expect(await esl.api(`originate ${target} &park()`)).toBe(`-ERR ${cause}\n`)
  })

  it('says USER_NOT_REGISTERED for a phone that is away', async () => {
    bench.signalling.contacts.delete('1001')
    expect(await esl.api('originate user/1001 &park()')).toBe('-ERR USER_NOT_REGISTERED\n')
  })

  it('comes back at early media, unless that is to be ignored', async () => {
    await esl.send('bgapi originate {origination_uuid=early}user/1001 &park()')
    const early = await bench.signalling.nextInvite()
    early.farEarlyMedia()
    await esl.event('CHANNEL_PARK', { 'Unique-ID': 'early' })
    expect(esl.story('early')).not.toContain('CHANNEL_ANSWER')
    await esl.send('bgapi originate {origination_uuid=late,ignore_early_media=true}user/1002 &park()')
    const late = await bench.signalling.nextInvite()
    late.farEarlyMedia()
    await esl.event('CHANNEL_PROGRESS_MEDIA', { 'Unique-ID': 'late' })
    expect(esl.story('late')).not.toContain('CHANNEL_PARK')
    late.farAnswers()
    await esl.event('CHANNEL_PARK', { 'Unique-ID': 'late' })
  })

  it('tells the losers of a race that the call was completed elsewhere', async () => {
    await esl.send('bgapi originate {x=1}[origination_uuid=a]user/1001,[origination_uuid=b]user/1002 &park()')
    const one = await bench.signalling.nextInvite()
    const two = await bench.signalling.nextInvite()
    two.farAnswers()
    expect(await job()).toBe('+OK b\n')
    const end = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': 'a' })
    expect(end.get('Hangup-Cause')).toBe('LOSE_RACE')
    expect(one.end).toMatchObject({ elsewhere: true })
  })

  it('tries the next alternative after a refusal', async () => {
    await esl.send('bgapi originate [origination_uuid=a]user/1001|[origination_uuid=b]user/1002 &park()')
    const one = await bench.signalling.nextInvite()
    one.farEnds({ how: 'REFUSED', sipStatus: 486 })
    const two = await bench.signalling.nextInvite()
    two.farAnswers()
    expect(await job()).toBe('+OK b\n')
  })

  it('is ended by uuid_kill with the cause that is told', async () => {
    await esl.send('bgapi originate {origination_uuid=leg-1}user/1001 &park()')
    const leg = await bench.signalling.nextInvite()
    await esl.event('CHANNEL_CREATE', { 'Unique-ID': 'leg-1' })
    await esl.api('uuid_kill leg-1 LOSE_RACE')
    expect(await job()).toBe('-ERR LOSE_RACE\n')
    await esl.until(() => leg.end !== undefined, 'a CANCEL')
    expect(leg.end?.elsewhere).toBe(true)
  })

  it('holds an `api` client up until it is settled: events come after its reply', async () => {
    const reply = esl.api('originate {origination_uuid=leg-1}user/1001 &park()')
    const leg = await bench.signalling.nextInvite()
    leg.farAnswers()
    expect(await reply).toBe('+OK leg-1\n')
    await esl.event('CHANNEL_PARK', { 'Unique-ID': 'leg-1' })
    expect(esl.order.indexOf('reply:+OK leg-1')).toBeLessThan(esl.order.indexOf('event:CHANNEL_CREATE'))
  })

  it('shows its usage when it is called wrongly', async () => {
    expect(await esl.api('originate user/1001')).toMatch(/^-USAGE: <call url> <exten>\|&/)
    expect(await esl.api('originate {a=1user/1001 &park()')).toMatch(/^-(ERR|USAGE)/)
  })
})

describe('bridge in the dialplan', () => {
  it('connects two phones, and ends the caller with the callee', async () => {
    const caller = bench.signalling.call({ destination: '1002', authenticatedAs: '1001' })
    const callee = await bench.signalling.nextInvite()
    callee.farRings()
    await esl.until(() => caller.done.includes('180'), '180 to the caller')
    callee.farAnswers()
    await esl.event('CHANNEL_BRIDGE')
    await esl.until(() => caller.media.peer === callee.media, 'audio')
    expect(caller.done).toEqual(['180', '200'])
    callee.farEnds({ how: 'BYE' })
    await esl.until(() => caller.end !== undefined, 'BYE to the caller')
    expect(caller.end?.q850).toBe(16)
  })

  it('passes the callee’s refusal on to the caller', async () => {
    const caller = bench.signalling.call({ destination: '1002', authenticatedAs: '1001' })
    const callee = await bench.signalling.nextInvite()
    callee.farEnds({ how: 'REFUSED', sipStatus: 486 })
    await esl.until(() => caller.end !== undefined, 'a refusal')
    expect(caller.end).toMatchObject({ sipStatus: 486, q850: 17 })
  })

  it('cancels the callee when the caller gives up', async () => {
    const caller = bench.signalling.call({ destination: '1002', authenticatedAs: '1001' })
    const callee = await bench.signalling.nextInvite()
    callee.farRings()
    await esl.event('CHANNEL_PROGRESS')
    caller.farEnds({ how: 'CANCEL' })
    await esl.until(() => callee.end !== undefined, 'CANCEL')
    const end = await esl.event('CHANNEL_HANGUP_COMPLETE', { 'Call-Direction': 'outbound' })
    expect(end.get('Hangup-Cause')).toBe('ORIGINATOR_CANCEL')
  })
})
