/** What offers to agents rely on: several phones at once, and phones that answer by themselves or are told to. */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { bothHear, callId, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { AUTO_ANSWER_ALERT, answerPhone, leaves } from './support/orders.ts'

contract('a caller is offered', (scenario) => {
  scenario('to two phones at once: one answers and talks, the other has missed nothing', async (bench) => {
    const patient = await bench.patient()
    const winner = await bench.ring()
    const loser = await bench.ring()
    await Promise.all([winner.call.ring(), loser.call.ring()])
    for (const { uuid } of [winner, loser])
      await bench.socket.event('CHANNEL_PROGRESS', { 'Unique-ID': uuid })
    await winner.call.answer()
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': winner.uuid })
    await bench.socket.api(leaves(winner.uuid))
    await bench.socket.api(`uuid_bridge ${patient.uuid} ${winner.uuid}`)
    expect(await bench.socket.api(`uuid_kill ${loser.uuid} LOSE_RACE`)).toBe('+OK\n')
    const over = await loser.call.waitFor('ended', SOON_MS)
    expect(over).toMatchObject({
      reason: 'cancelled',
      reasonHeader: 'SIP;cause=200;text="Call completed elsewhere"',
    })
    expect(await loser.answer).toBe('-ERR LOSE_RACE\n')
    await bench.gone(loser.uuid)
    await bothHear(patient.call, winner.call)
  })

  scenario(
    'to two phones that have both answered: the one who comes too late is sent away, and the other talks',
    async (bench) => {
      const patient = await bench.patient()
      const winner = await bench.agent()
      const loser = await bench.agent()
      await bench.socket.api(leaves(winner.uuid))
      await bench.socket.api(`uuid_bridge ${patient.uuid} ${winner.uuid}`)
      expect(await bench.socket.api(`uuid_kill ${loser.uuid} LOSE_RACE`)).toBe('+OK\n')
      expect(await loser.call.waitFor('ended', SOON_MS)).toMatchObject({ by: 'remote', reason: 'hungUp' })
      await bench.gone(loser.uuid)
      await bothHear(patient.call, winner.call)
    },
  )

  scenario(
    'to a phone that answers by itself: told by the INVITE, and again once it rings',
    async (bench) => {
      const { uuid, call, answer } = await bench.ring({ autoAnswer: true })
      expect(call.header('Call-Info')).toMatch(/^<sip:[^>]+>;answer-after=0$/)
      expect(call.header('Alert-Info')).toBe(AUTO_ANSWER_ALERT)
      await call.ring()
      expect((await call.waitFor('told', SOON_MS)).to).toBe('talk')
      await call.answer()
      expect(await answer).toBe(`+OK ${uuid}\n`)
      await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': uuid })
      // Requests before the answer and after it are of one dialog: the phone takes the BYE.
      await bench.socket.api(`uuid_kill ${uuid} NORMAL_CLEARING`)
      expect(await call.waitFor('ended', SOON_MS)).toMatchObject({ by: 'remote', reason: 'hungUp' })
    },
  )

  scenario('to a phone that rings, and is told to answer by whoever sits before it', async (bench) => {
    const { uuid, call, answer } = await bench.ring()
    expect(call.header('Call-Info')).toBeUndefined()
    await call.ring()
    await bench.socket.event('CHANNEL_PROGRESS', { 'Unique-ID': uuid })
    expect(await bench.socket.api(answerPhone(uuid))).toBe('+OK Success\n')
    expect((await call.waitFor('told', SOON_MS)).to).toBe('talk')
    await call.answer()
    expect(await answer).toBe(`+OK ${uuid}\n`)
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': uuid })
    await call.hangUp()
    await bench.gone(uuid)
  })

  scenario('to a phone that is gone by the time it is told to answer', async (bench) => {
    expect(await bench.socket.api(answerPhone(randomUUID()))).toBe('-ERR Operation failed\n')
    const { uuid, call } = await bench.ring({ callId: callId() })
    call.refuse(486)
    await bench.gone(uuid)
    expect(await bench.socket.api(answerPhone(uuid))).toBe('-ERR Operation failed\n')
  })
})
