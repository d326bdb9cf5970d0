import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { createTrunk } from '../support/phone/index.ts'
import { type Bench, callId, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { leaves, originate } from './support/orders.ts'

const ENDED = ['CHANNEL_HANGUP', 'CHANNEL_HANGUP_COMPLETE', 'CHANNEL_DESTROY']

contract('a phone is rung', (scenario) => {
  scenario('and answers: events in order, the marks from the first one on', async (bench) => {
    const id = callId()
    const { uuid, call, answer } = await bench.ring({ callId: id, shownNumber: '138****0000' })
    expect(call.remote).toMatchObject({ number: '138****0000', displayName: '138****0000' })
    await call.ring()
    const progress = await bench.socket.event('CHANNEL_PROGRESS', { 'Unique-ID': uuid })
    await call.answer()
    expect(await answer).toBe(`+OK ${uuid}\n`)
    const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': uuid })
    expect(bench.socket.story(uuid)).toEqual([
      'CHANNEL_CREATE',
      'CHANNEL_PROGRESS',
      'CHANNEL_ANSWER',
      'CHANNEL_PARK',
    ])
    const create = await bench.socket.event('CHANNEL_CREATE', { 'Unique-ID': uuid })
    const answered = await bench.socket.event('CHANNEL_ANSWER', { 'Unique-ID': uuid })
    for (const event of [create, progress, answered, park]) {
      expect(
        event.pick('variable_cti_call_id', 'variable_cti_role', 'Call-Direction', 'variable_cti_fallback'),
      ).toEqual({
        variable_cti_call_id: id,
        variable_cti_role: 'agent',
        'Call-Direction': 'outbound',
        variable_cti_fallback: undefined,
      })
    }
    expect([create, progress, answered, park].map((event) => event.get('Answer-State'))).toEqual([
      'ringing',
      'ringing',
      'answered',
      'answered',
    ])
  })

  scenario('is answered, then the job ends, then it is parked', async (bench) => {
    const { uuid } = await bench.agent()
    const at = (name: string) =>
      bench.socket.events.findIndex(
        (e) => e.name === name && (name === 'BACKGROUND_JOB' || e.get('Unique-ID') === uuid),
      )
    expect(at('CHANNEL_ANSWER')).toBeLessThan(at('BACKGROUND_JOB'))
    expect(at('BACKGROUND_JOB')).toBeLessThan(at('CHANNEL_PARK'))
  })

  scenario('is busy', async (bench) => {
    const { uuid, call, answer } = await bench.ring()
    call.refuse(486)
    expect(await answer).toBe('-ERR USER_BUSY\n')
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.get('Hangup-Cause')).toBe('USER_BUSY')
    await bench.gone(uuid)
    expect(bench.socket.story(uuid)).toEqual(['CHANNEL_CREATE', ...ENDED])
  })

  scenario('declines', async (bench) => {
    const { uuid, call, answer } = await bench.ring()
    await call.ring()
    call.refuse(603)
    expect(await answer).toBe('-ERR CALL_REJECTED\n')
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.get('Hangup-Cause')).toBe('CALL_REJECTED')
    await bench.gone(uuid)
    expect(bench.socket.story(uuid)).toEqual(['CHANNEL_CREATE', 'CHANNEL_PROGRESS', ...ENDED])
  })

  for (const [status, cause] of [
    [404, 'UNALLOCATED_NUMBER'],
    [480, 'NO_USER_RESPONSE'],
    [408, 'RECOVERY_ON_TIMER_EXPIRE'],
    [503, 'NORMAL_TEMPORARY_FAILURE'],
    [500, 'NORMAL_TEMPORARY_FAILURE'],
    [403, 'CALL_REJECTED'],
    [600, 'USER_BUSY'],
    [488, 'INCOMPATIBLE_DESTINATION'],
    [410, 'NUMBER_CHANGED'],
    [484, 'INVALID_NUMBER_FORMAT'],
  ] as const) {
    scenario(`refuses with ${status}: ${cause}`, async (bench) => {
      const { uuid, call, answer } = await bench.ring()
      call.refuse(status)
      expect(await answer).toBe(`-ERR ${cause}\n`)
      const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
      expect(hangup.get('Hangup-Cause')).toBe(cause)
    })
  }

  scenario("doesn't answer in time, and is told so", async (bench) => {
    const { uuid, call, answer } = await bench.ring({ timeoutSeconds: 1 })
    await call.ring()
    expect(await answer).toBe('-ERR NO_ANSWER\n')
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.get('Hangup-Cause')).toBe('NO_ANSWER')
    expect((await call.waitFor('ended', SOON_MS)).reason).toBe('cancelled')
  })

  scenario('is not registered: no leg, one text', async (bench) => {
    const uuid = randomUUID()
    const { answer } = await bench.socket.bgapi(originate({ uuid, to: 'user/1097', callId: callId() }))
    expect(await answer).toBe('-ERR USER_NOT_REGISTERED\n')
    expect(bench.socket.story(uuid)).toEqual([])
  })

  scenario('is nobody of this house', async (bench) => {
    const uuid = randomUUID()
    const { answer } = await bench.socket.bgapi(originate({ uuid, to: 'user/4711', callId: callId() }))
    expect(await answer).toBe('-ERR SUBSCRIBER_ABSENT\n')
    expect(bench.socket.story(uuid)).toEqual([])
  })

  scenario(
    'is rung for a caller who has gone: LOSE_RACE says that the call was taken elsewhere',
    async (bench) => {
      const { uuid, call, answer } = await bench.ring()
      await call.ring()
      await bench.socket.event('CHANNEL_PROGRESS', { 'Unique-ID': uuid })
      expect(await bench.socket.api(`uuid_kill ${uuid} LOSE_RACE`)).toBe('+OK\n')
      const ended = await call.waitFor('ended', SOON_MS)
      expect(ended.reason).toBe('cancelled')
      expect(ended.reasonHeader).toBe('SIP;cause=200;text="Call completed elsewhere"')
      expect(await answer).toBe('-ERR LOSE_RACE\n')
      const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
      expect(hangup.get('Hangup-Cause')).toBe('LOSE_RACE')
    },
  )

  scenario('is called off: ORIGINATOR_CANCEL leaves a missed call', async (bench) => {
    const { uuid, call, answer } = await bench.ring()
    await call.ring()
    await bench.socket.api(`uuid_kill ${uuid} ORIGINATOR_CANCEL`)
    const ended = await call.waitFor('ended', SOON_MS)
    expect(ended.reason).toBe('cancelled')
    expect(ended.reasonHeader).not.toContain('elsewhere')
    expect(await answer).toBe('-ERR ORIGINATOR_CANCEL\n')
  })

  scenario(
    'is called off before the leg is there: no such channel, and it rings all the same',
    async (bench) => {
      const phone = await bench.desk()
      const uuid = randomUUID()
      expect(await bench.socket.api(`uuid_kill ${uuid} ORIGINATOR_CANCEL`)).toBe('-ERR No such channel!\n')
      const { call } = await bench.ring({ uuid, phone })
      await call.ring()
      await bench.socket.api(`uuid_kill ${uuid} ORIGINATOR_CANCEL`)
      await call.waitFor('ended', SOON_MS)
    },
  )

  scenario('twice under one uuid: the second is refused, the first rings on', async (bench) => {
    const { uuid, phone, call, answer } = await bench.ring()
    await call.ring()
    const { answer: second } = await bench.socket.bgapi(
      originate({ uuid, to: `user/${phone.extension}`, callId: callId() }),
    )
    expect(await second).toMatch(/^-ERR [A-Z_]+\n$/)
    expect(await second).toBe('-ERR DESTINATION_OUT_OF_ORDER\n')
    expect(phone.callCount).toBe(1)
    await call.answer()
    expect(await answer).toBe(`+OK ${uuid}\n`)
    expect(bench.socket.story(uuid)).not.toContain('CHANNEL_HANGUP')
  })

  scenario('and the same uuid again once the first has ended', async (bench) => {
    const { uuid, phone, call } = await bench.ring()
    call.refuse(486)
    await bench.gone(uuid)
    const again = await bench.ring({ uuid, phone })
    await again.call.answer()
    expect(await again.answer).toBe(`+OK ${uuid}\n`)
  })

  scenario('hangs up while it is parked', async (bench) => {
    const { uuid, call } = await bench.agent()
    await call.hangUp()
    await bench.gone(uuid)
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.get('Hangup-Cause')).toBe('NORMAL_CLEARING')
  })

  scenario('ignores early media: still ringing until it answers', async (bench) => {
    const { uuid, call, answer } = await bench.ring({ earlyMedia: 'ignore' })
    await call.ring({ earlyMedia: true })
    const media = await bench.socket.event('CHANNEL_PROGRESS_MEDIA', { 'Unique-ID': uuid })
    expect(media.pick('Answer-State', 'variable_cti_role')).toEqual({
      'Answer-State': 'early',
      variable_cti_role: 'agent',
    })
    expect(bench.socket.story(uuid)).toEqual(['CHANNEL_CREATE', 'CHANNEL_PROGRESS_MEDIA'])
    await call.answer()
    expect(await answer).toBe(`+OK ${uuid}\n`)
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': uuid })
    expect(bench.socket.story(uuid)).toEqual([
      'CHANNEL_CREATE',
      'CHANNEL_PROGRESS_MEDIA',
      'CHANNEL_ANSWER',
      'CHANNEL_PARK',
    ])
  })
})

contract('a number outside is called', (scenario) => {
  async function dial(bench: Bench, earlyMedia: 'ignore' | 'accept') {
    const outside = await createTrunk({ port: bench.node.outsidePort, tone: 440 })
    bench.later(() => outside.close())
    const uuid = randomUUID()
    const text = {
      uuid,
      to: 'sofia/gateway/outside/13900139000',
      callId: callId(),
      role: 'party',
      shownNumber: '02012345678',
      earlyMedia,
    } as const
    const { answer } = await bench.socket.bgapi(originate(text), 30_000)
    const call = await outside.nextIncoming({ timeoutMs: SOON_MS })
    return { uuid, call, answer }
  }

  scenario('with its early media accepted: parked before it answers, and heard', async (bench) => {
    const { uuid, call, answer } = await dial(bench, 'accept')
    expect(call.messages[0]?.text).toContain('INVITE sip:13900139000@')
    expect(call.remote.number).toBe('02012345678')
    await call.ring({ earlyMedia: true })
    expect(await answer).toBe(`+OK ${uuid}\n`)
    const park = await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': uuid })
    expect(park.pick('Answer-State', 'variable_cti_role')).toEqual({
      'Answer-State': 'early',
      variable_cti_role: 'party',
    })
    expect(bench.socket.story(uuid)).toEqual(['CHANNEL_CREATE', 'CHANNEL_PROGRESS_MEDIA', 'CHANNEL_PARK'])
    const agent = await bench.agent()
    await bench.socket.api(leaves(uuid))
    await bench.socket.api(`uuid_bridge ${agent.uuid} ${uuid}`)
    await bench.socket.event('CHANNEL_BRIDGE', {})
    await agent.call.audio.heard(440, { withinMs: SOON_MS })
    await call.answer()
    await bench.socket.event('CHANNEL_ANSWER', { 'Unique-ID': uuid })
  })

  scenario('and does not exist: an announcement first, then 404; the agent stays', async (bench) => {
    const { uuid, call, answer } = await dial(bench, 'accept')
    await call.ring({ earlyMedia: true })
    await answer
    const agent = await bench.agent()
    await bench.socket.api(leaves(uuid))
    await bench.socket.api(`uuid_bridge ${agent.uuid} ${uuid}`)
    await bench.socket.event('CHANNEL_BRIDGE', {})
    const before = bench.socket.events.length
    call.refuse(404)
    const hangup = await bench.socket.event('CHANNEL_HANGUP', { 'Unique-ID': uuid })
    expect(hangup.get('Hangup-Cause')).toBe('UNALLOCATED_NUMBER')
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': agent.uuid }, SOON_MS, before)
    expect(agent.call.state).toBe('answered')
    expect(bench.socket.story(agent.uuid)).not.toContain('CHANNEL_HANGUP')
  })

  scenario('without early media: 180 is CHANNEL_PROGRESS', async (bench) => {
    const { uuid, call, answer } = await dial(bench, 'accept')
    await call.ring()
    await bench.socket.event('CHANNEL_PROGRESS', { 'Unique-ID': uuid })
    await call.answer()
    expect(await answer).toBe(`+OK ${uuid}\n`)
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': uuid })
    expect(bench.socket.story(uuid)).toEqual([
      'CHANNEL_CREATE',
      'CHANNEL_PROGRESS',
      'CHANNEL_ANSWER',
      'CHANNEL_PARK',
    ])
    const agent = await bench.agent()
    await bench.socket.api(`uuid_bridge ${agent.uuid} ${uuid}`)
    await bench.socket.event('CHANNEL_BRIDGE', {})
    await agent.call.audio.heard(440, { withinMs: SOON_MS })
  })

  scenario('through a gateway that is not there', async ({ socket }) => {
    const uuid = randomUUID()
    const { answer } = await socket.bgapi(
      originate({ uuid, to: 'sofia/gateway/none/13900139000', callId: callId(), role: 'party' }),
    )
    expect(await answer).toBe('-ERR INVALID_GATEWAY\n')
    await socket.event('CHANNEL_DESTROY', { 'Unique-ID': uuid })
    expect(socket.story(uuid)).toEqual(['CHANNEL_DESTROY'])
  })
})
