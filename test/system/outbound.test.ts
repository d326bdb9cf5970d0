import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Call, Phone } from '../support/phone/index.ts'
import { toneOf } from '../support/short-prompts.ts'
import { type ApiAnswer, CARRIER_HZ, PROMPT_TEXTS, type System, types } from '../support/system.ts'
import { traces } from '../support/traces.ts'

const AGENT_HZ = 700
const NUMBER = '13655550123'

onEachSwitch('an agent calls somebody outside', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start({ outside: true, env: { CTI_ROUTING_WRAP_UP_MS: '0' } })
  })
  afterAll(() => system.stop())
  afterEach(() => system.reset())

  const makeCall = (body: object, key: string = randomUUID()): Promise<ApiAnswer> =>
    system.api('POST', '/v1/calls', body, { 'idempotency-key': key })

  const view = (callId: string, state: string) => system.call((now) => now.state === state, callId)

  interface Dialled {
    readonly phone: Phone
    readonly atAgent: Call
    readonly callId: string
  }

  /** The agent's phone rings and is answered. */
  async function dial(calledNumber = NUMBER): Promise<Dialled> {
    const phone = await system.phone('1001', { tone: AGENT_HZ })
    await system.ask('agent_li', 'log-on')
    const { status, body } = await makeCall({ agentId: 'agent_li', calledNumber })
    expect(status).toBe(202)
    const atAgent = await phone.nextIncoming()
    await atAgent.ring()
    return { phone, atAgent, callId: body.callId }
  }

  /** And the carrier is asked for the number. */
  async function reach(calledNumber = NUMBER): Promise<Dialled & { atParty: Call }> {
    const dialled = await dial(calledNumber)
    await dialled.atAgent.answer()
    const atParty = await system.carrier.nextIncoming()
    return { ...dialled, atParty }
  }

  const bothHear = (atAgent: Call, atParty: Call) =>
    Promise.all([atAgent.audio.heard(CARRIER_HZ), atParty.audio.heard(AGENT_HZ)])

  it("rings the agent's phone first, lets the agent hear the ringing line, then both hear each other", async () => {
    const { atAgent, callId } = await dial()
    expect(atAgent.remote.number).toBe('136****0123')
    const ringing = await view(callId, 'callingAgent')
    expect(ringing).toMatchObject({ agentId: 'agent_li', calledNumber: '136****0123' })
    expect(system.carrier.callCount).toBe(0)
    await atAgent.answer()
    const atParty = await system.carrier.nextIncoming()
    expect(atParty.messages[0]?.text).toContain(`INVITE sip:${NUMBER}@`)
    await atParty.ring({ earlyMedia: true })
    await atAgent.audio.heard(CARRIER_HZ, { forMs: 500 })
    expect((await view(callId, 'callingParty')).ending).toBeNull()
    await atParty.answer()
    await bothHear(atAgent, atParty)
    await view(callId, 'connected')
    await atParty.hangUp()
    await atAgent.waitFor('ended')
    expect((await view(callId, 'ended')).ending).toEqual({ by: 'trunk', why: 'hungUp' })
    const after = await system.agent('agent_li', (now) => now.phase !== 'busy')
    expect(after).toMatchObject({ phase: 'notReady', reasonCode: 'loggedOn' })
  })

  it('is connected too when the line answers without having been heard before', async () => {
    const { atAgent, atParty, callId } = await reach()
    await atParty.answer()
    await bothHear(atAgent, atParty)
    await view(callId, 'connected')
    await atAgent.hangUp()
    await atParty.waitFor('ended')
    expect((await view(callId, 'ended')).ending).toEqual({ by: 'agent', why: 'hungUp' })
  })

  describe.each([
    { status: 486, why: 'busy', prompt: 'party-busy' },
    { status: 480, why: 'noAnswer', prompt: 'party-no-answer' },
    { status: 404, why: 'invalidNumber', prompt: 'party-invalid-number' },
    { status: 502, why: 'unreachable', prompt: 'party-unreachable' },
  ])('the carrier answers $status', ({ status, why, prompt }) => {
    it(`the agent hears why in both languages, then is hung up: ${why}`, async () => {
      const { atAgent, atParty, callId } = await reach()
      const told = (['zh', 'en'] as const).map((language) =>
        atAgent.audio.heard(toneOf(prompt, PROMPT_TEXTS, language), { forMs: 120 }),
      )
      await atParty.refuse(status)
      await Promise.all(told)
      await atAgent.waitFor('ended')
      expect((await view(callId, 'ended')).ending).toEqual({ by: 'trunk', why })
    })
  })

  it('is told why also after the line was heard: an announcement, then a refusal', async () => {
    const { atAgent, atParty, callId } = await reach()
    await atParty.ring({ earlyMedia: true })
    await atAgent.audio.heard(CARRIER_HZ, { forMs: 300 })
    const told = atAgent.audio.heard(toneOf('party-busy', PROMPT_TEXTS), { forMs: 120 })
    await atParty.refuse(486)
    await told
    await atAgent.waitFor('ended')
    expect((await view(callId, 'ended')).ending).toEqual({ by: 'trunk', why: 'busy' })
  })

  it('nobody is called when the agent rejects the call', async () => {
    const { atAgent, callId } = await dial()
    await atAgent.refuse(603)
    const ended = await view(callId, 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'rejected' })
    expect(types(ended)).not.toContain('callPartyCalled')
  })

  it('the party’s phone stops ringing when the agent hangs up', async () => {
    const { atAgent, atParty, callId } = await reach()
    await atParty.ring()
    await atAgent.hangUp()
    expect(await atParty.waitFor('ended')).toMatchObject({ by: 'remote', reason: 'cancelled' })
    expect((await view(callId, 'ended')).ending).toEqual({ by: 'agent', why: 'hungUp' })
  })

  it('one key makes one call, however often it is asked for', async () => {
    const phone = await system.phone('1001')
    await system.ask('agent_li', 'log-on')
    const [body, key] = [{ agentId: 'agent_li', calledNumber: NUMBER }, randomUUID()]
    const first = await makeCall(body, key)
    const again = await makeCall(body, key)
    expect(again.status).toBe(202)
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await makeCall({ ...body, calledNumber: '13655550124' }, key)).status).toBe(422)
    expect((await system.api('POST', '/v1/calls', body)).status).toBe(400)
    const atAgent = await phone.nextIncoming()
    expect(phone.callCount).toBe(1)
    await atAgent.refuse(603)
    await view(first.body.callId, 'ended')
  })

  describe('a client of the API hangs up', () => {
    const clear = async (callId: string) => {
      expect((await system.api('POST', `/v1/calls/${callId}/clear`)).status).toBe(202)
      expect((await view(callId, 'ended')).ending).toEqual({ by: 'system', why: 'cleared' })
    }
    it("while the agent's phone rings", async () => {
      const { atAgent, callId } = await dial()
      await clear(callId)
      expect(await atAgent.waitFor('ended')).toMatchObject({ reason: 'cancelled' })
    })
    it("while the party's phone rings", async () => {
      const { atAgent, atParty, callId } = await reach()
      await atParty.ring()
      await clear(callId)
      expect(await atParty.waitFor('ended')).toMatchObject({ reason: 'cancelled' })
      await atAgent.waitFor('ended')
    })
    it('while the line is heard', async () => {
      const { atAgent, atParty, callId } = await reach()
      await atParty.ring({ earlyMedia: true })
      await atAgent.audio.heard(CARRIER_HZ)
      await clear(callId)
      expect(await atParty.waitFor('ended')).toMatchObject({ reason: 'cancelled' })
      await atAgent.waitFor('ended')
    })
    it('while both talk', async () => {
      const { atAgent, atParty, callId } = await reach()
      await atParty.answer()
      await bothHear(atAgent, atParty)
      await view(callId, 'connected')
      await clear(callId)
      await Promise.all([atParty.waitFor('ended'), atAgent.waitFor('ended')])
    })
  })

  it('leaves the number in no log and in no table but sealed', async () => {
    const { atParty, callId } = await reach('13655559876')
    await atParty.refuse(486)
    await view(callId, 'ended')
    expect(await traces(system, [NUMBER, '13655559876'])).toEqual([])
  })
})
