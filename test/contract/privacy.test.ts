import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { isSensitiveHeader } from '../../src/adapters/esl/sensitive.ts'
import type { Phone } from '../support/phone/index.ts'
import { type Bench, bothHear, SOON_MS } from './support/bench.ts'
import { contract } from './support/contract.ts'
import { leaves } from './support/orders.ts'

const MASKED = '138****0000'
const DIGITS = '90817263'
const NAME = '赵钱孙'
const NAME_GBK = Buffer.from([0xd5, 0xd4, 0xc7, 0xae, 0xcb, 0xef])

/** All that a phone was sent, one character per byte. */
function sentTo(phone: Phone): string {
  const sent = phone.messages.filter(({ direction }) => direction === 'in')
  return sent.map(({ text }) => text).join('\n')
}

/** A patient and an agent who is shown a masked number. */
async function maskedTalk(bench: Bench, phone?: Phone) {
  const patient = await bench.patient()
  const agent = await bench.agent({ shownNumber: MASKED, ...(phone === undefined ? {} : { phone }) })
  await bench.socket.api(leaves(agent.uuid))
  await bench.socket.api(`uuid_bridge ${patient.uuid} ${agent.uuid}`)
  await bothHear(patient.call, agent.call)
  return { patient, agent }
}

contract('an agent is shown a masked number: the real one is in no message to the phone', (scenario) => {
  for (const userAgent of [
    'Yealink SIP-T46S 66.86',
    'Fanvil X4',
    'Grandstream GXP2170',
    'snom320/8.7',
    'PolycomVVX',
  ]) {
    scenario(`of a ${userAgent}, for which FreeSWITCH has displays to update`, async (bench) => {
      const { patient, agent } = await maskedTalk(bench, await bench.desk({ userAgent }))
      await agent.call.hold()
      await agent.call.unhold()
      await patient.call.hangUp()
      await agent.call.waitFor('ended', SOON_MS)
      expect(sentTo(agent.phone)).toContain(MASKED)
      expect(sentTo(agent.phone)).not.toContain(patient.number)
    })
  }

  scenario('that is cancelled, or that never answers', async (bench) => {
    const patient = await bench.patient()
    for (const cause of ['LOSE_RACE', 'ORIGINATOR_CANCEL', 'NO_ANSWER']) {
      const { uuid, call, phone } = await bench.ring({ shownNumber: MASKED })
      await call.ring()
      await bench.socket.event('CHANNEL_PROGRESS', { 'Unique-ID': uuid })
      await bench.socket.api(`uuid_kill ${uuid} ${cause}`)
      await call.waitFor('ended', SOON_MS)
      expect(sentTo(phone)).not.toContain(patient.number)
    }
  })

  scenario('of the first agent, nor of the second, when the caller is passed on', async (bench) => {
    const { patient, agent } = await maskedTalk(bench)
    const second = await bench.agent({ shownNumber: MASKED })
    await bench.socket.api(leaves(second.uuid))
    await bench.socket.api(`uuid_bridge ${patient.uuid} ${second.uuid}`)
    await bothHear(patient.call, second.call)
    await agent.call.waitFor('ended', SOON_MS)
    for (const { phone } of [agent, second]) expect(sentTo(phone)).not.toContain(patient.number)
  })

  scenario('that sends a REFER, nor the NOTIFY that answers it', async (bench) => {
    const { patient, agent } = await maskedTalk(bench)
    const before = bench.socket.events.length
    await agent.call.refer('sip:1002@cti.test')
    await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': patient.uuid }, SOON_MS, before)
    await agent.call.waitFor('ended', SOON_MS)
    expect(sentTo(agent.phone)).toContain('NOTIFY')
    expect(sentTo(agent.phone)).not.toContain(patient.number)
  })

  for (const [charset, name] of [
    ['UTF-8', Buffer.from(NAME)],
    ['GBK', NAME_GBK],
  ] as const) {
    scenario(`and neither is the name, in ${charset}`, async (bench) => {
      const patient = await bench.arrival(name)
      await bench.socket.api(`sched_del ${patient.uuid}`)
      await bench.answer(patient.uuid)
      const agent = await bench.agent({ shownNumber: MASKED })
      await bench.socket.api(leaves(agent.uuid))
      await bench.socket.api(`uuid_bridge ${patient.uuid} ${agent.uuid}`)
      await bothHear(patient.call, agent.call)
      await agent.call.hangUp()
      expect(sentTo(agent.phone)).not.toContain(name.toString('latin1'))
    })
  }
})

contract('a name in GBK', (scenario) => {
  scenario('is in the dump and in the list of channels, and breaks neither', async (bench) => {
    const { uuid } = await bench.arrival(NAME_GBK)
    const shown = await bench.shown(uuid)
    expect([...shown.matchAll(/"uuid":\s*"([0-9A-Za-z-]{8,64})"/g)].map(([, found]) => found)).toContain(uuid)
    expect(await bench.socket.api(`uuid_getvar ${uuid} caller_id_name`)).toBe(NAME_GBK.toString('latin1'))
  })

  scenario('whose second byte is a backslash: the call comes in all the same', async (bench) => {
    // 誠 is D5 5C, and 5C takes the sign after it literally in a quoted string.
    const { park, number } = await bench.arrival(Buffer.from([0xd5, 0x5c, 0xc3, 0xf7]))
    expect(park.get('Caller-Caller-ID-Number')).toBe(number)
  })
})

contract('digits that a caller presses', (scenario) => {
  scenario('are in no log, and only in headers that the service withholds', async (bench) => {
    expect(await bench.socket.send('event plain ALL')).toBe('+OK event listener enabled plain')
    const { call, uuid } = await bench.patient()
    const token = randomUUID()
    const argument = `8 8 1 8000 none silence_stream://20 silence_stream://20 cti_digits`
    await bench.socket.execute(uuid, 'play_and_get_digits', argument, token, { lock: true })
    await call.sendDigits(DIGITS, { toneMs: 60, gapMs: 40 })
    expect((await bench.socket.completed(token)).get('variable_cti_digits')).toBe(DIGITS)
    await call.hangUp()
    await bench.gone(uuid)
    const holding = new Set(bench.socket.events.flatMap((event) => event.holding(DIGITS)))
    expect([...holding].filter((name) => !isSensitiveHeader(name))).toEqual([])
    expect(holding).toContain('variable_cti_digits')
    for (const event of bench.socket.events) expect(event.body).not.toContain(DIGITS)
    expect(readFileSync(bench.node.logPath, 'utf8')).not.toContain(DIGITS)
  })

  scenario('nor the caller’s number, in any log', async (bench) => {
    const { patient } = await maskedTalk(bench)
    await patient.call.hangUp()
    await bench.gone(patient.uuid)
    expect(readFileSync(bench.node.logPath, 'utf8')).not.toContain(patient.number)
  })
})
