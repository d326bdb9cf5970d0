import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  bothHear,
  expectWholeJournal,
  fallbackGroup,
  HZ,
  inCharge,
  talk,
  told,
} from '../support/fail-open.ts'
import { freeswitchPrefix } from '../support/freeswitch.ts'
import { ON_FREESWITCH } from '../support/on-each-switch.ts'
import type { RawEventSocket } from '../support/raw-event-socket.ts'
import { complete } from '../support/recordings.ts'
import {
  CARRIER_HZ,
  dataOf,
  MUSIC_HZ,
  type Patient,
  type System,
  startSystem,
  types,
} from '../support/system.ts'

const isThere = freeswitchPrefix() !== undefined
if (!isThere) {
  console.log('FreeSWITCH killed under the service: NOT RUN (CTI_TEST_FREESWITCH names no installation)')
}

/** `recover_at_start`, as the sample unit of systemd sets it. What the embedded switch loses: fail-open-switch.test.ts. */
describe.skipIf(!isThere)(`FreeSWITCH is killed and restarted under the service, ${ON_FREESWITCH}`, () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem({
      outside: true,
      freeswitchSettings: { recover_at_start: 'true' },
      env: { CTI_ROUTING_WRAP_UP_MS: '600000' },
    })
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    await system.reset()
    await expectWholeJournal(system)
  })

  /** The agent's phone rings for an agent's own call, is answered, and so is the party's. */
  async function callOutside(agentId: string, extension: string) {
    const phone = await system.phone(extension, { answer: 'auto', tone: HZ.other })
    await system.ask(agentId, 'log-on')
    const ringing = system.carrier.nextIncoming()
    const atAgent = phone.nextIncoming()
    const { body } = await system.api(
      'POST',
      '/v1/calls',
      { agentId, calledNumber: '13655550123' },
      { 'idempotency-key': randomUUID() },
    )
    const party = await ringing
    await party.answer()
    const callId = String(body.callId)
    await system.call(({ state }) => state === 'connected', callId)
    return { callId, party, agent: await atAgent }
  }

  /** A talk is over, and what is left of it is to be written down. */
  async function wrapUp(agentId: string, extension: string, key: string): Promise<string> {
    const { patient } = await talk(system, { agentId, extension, key })
    await patient.call.hangUp()
    await system.agent(agentId, ({ phase }) => phase === 'wrapUp')
    return (await system.api('GET', `/v1/agents/${agentId}`)).body.wrapUpUntil
  }

  async function restart(meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
    await system.killSwitch()
    const began = performance.now()
    await meanwhile()
    await system.restartSwitch()
    told('FreeSWITCH answers again after', began)
    await inCharge(system)
    told('and the service goes on after', began)
  }

  it('all that was answered goes on: talks, places, menus; what only rang is offered anew', async () => {
    const fallback = await fallbackGroup(system)
    const wrapUpUntil = await wrapUp('agent_wang', '1002', '3')
    const talking = await talk(system)
    const placed = await callOutside('agent_chen', '1003')
    const first = await system.patient({ tone: HZ.second })
    await first.queueUp('1')
    const zhao = await system.phone('1004', { tone: HZ.agent })
    await system.ready('agent_zhao')
    await (await zhao.nextIncoming()).ring()
    await first.view((now) => types(now).includes('callAlerting'))
    const second = await system.patient({ tone: HZ.patient })
    await second.queueUp('1')
    const choosing = await system.patient()
    await menuSaid(choosing, 1)
    const socket = await system.eventSocket()
    const rung = await legOf(first, 'callOffered')
    const answered = (await legs(socket)).filter((leg) => leg !== rung)
    expect(answered).toHaveLength(7)
    await recorded(socket, 'metadata like "%<signal_bond>%"', 4)
    await recorded(socket, 'metadata like "%<cti_waiting>%"', 4)

    await restart()
    await Promise.all([
      bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent),
      bothHear(placed.agent, HZ.other, placed.party, CARRIER_HZ),
      second.call.audio.heard(MUSIC_HZ, { forMs: 400 }),
    ])
    // Offered anew: to the agent who was being rung, for the caller who came first.
    const served = await zhao.nextIncoming()
    await served.answer()
    await bothHear(first.call, HZ.second, served, HZ.agent)
    await menuSaid(choosing, 2)
    // Keys come again once the far end has been offered telephone events anew; whoever was too early presses again.
    await eventually(async () => {
      await choosing.call.sendDigits('3')
      const { state } = await choosing.view(() => true)
      return state === 'queued' ? { found: undefined } : { waiting: state }
    })

    const again = await system.eventSocket()
    expect(await legs(again)).toEqual(expect.arrayContaining(answered))
    // No fallback is left armed.
    expect(await again.api('show tasks')).not.toContain('sch_transfer')
    expect(await system.agent('agent_wang', () => true)).toMatchObject({
      phase: 'wrapUp',
      wrapUpUntil,
    })
    for (const { view } of [talking.patient, first, second, choosing])
      expect(types(await view(() => true))).not.toContain('callEnded')
    expect(fallback.rung).toEqual([])

    await Promise.all([talking.patient.call.hangUp(), placed.party.hangUp(), first.call.hangUp()])
    for (const callId of [talking.patient.callId, placed.callId]) {
      const { takes } = await complete(system, callId)
      expect(takes[0]).toMatchObject({ why: 'connected', endedWhy: 'lost' })
      // It may have begun before the switch had bridged the two again, which ends it: the next one follows at once.
      expect(takes[1]).toMatchObject({ why: 'reconnected' })
      expect(takes.at(-1)).toMatchObject({ endedWhy: 'callEnded' })
      const gapMs = Date.parse(takes[1]?.startedAt ?? '') - Date.parse(takes[0]?.endedAt ?? '')
      console.log(`not recorded: ${gapMs} ms`)
      expect(gapMs).toBeGreaterThan(0)
    }
    await system.agent('agent_li', ({ phase }) => phase === 'wrapUp')
    await Promise.all([second.call.hangUp(), choosing.call.hangUp()])
  })

  it('only what the node no longer has ends: each call once, and its agent is free', async () => {
    const fallback = await fallbackGroup(system)
    const lost = await talk(system)
    const widowed = await talk(system, {
      agentId: 'agent_wang',
      extension: '1002',
      key: '3',
      tone: HZ.second,
    })
    const leaving = await talk(system, { agentId: 'agent_zhao', extension: '1004' })
    const socket = await system.eventSocket()
    await recorded(socket, 'metadata like "%<signal_bond>%"', 6)
    // As if it had been killed before it wrote these down.
    const callerLeg = await legOf(lost.patient, 'callAccepted')
    const agentLeg = await legOf(widowed.patient, 'callConnected')
    await database(socket, `delete from recovery where uuid in ("${callerLeg}", "${agentLeg}")`)

    await restart(async () => {
      // Nobody answers the BYE before the node is back.
      leaving.patient.call.hangUp().catch(() => undefined)
    })
    const ended = await lost.patient.view(({ state }) => state === 'ended')
    expect(ended.ending).toEqual({ by: 'switch', why: 'lost' })
    await lost.agent.waitFor('ended')
    // The patient whose agent's phone was lost waits at the old place.
    await widowed.patient.view((now) => types(now).includes('callRequeued') && now.state === 'queued')
    await widowed.patient.call.audio.heard(MUSIC_HZ, { forMs: 400 })
    // Her phone refused the re-INVITE, before the service could look or after.
    const left = await leaving.patient.view(({ state }) => state === 'ended')
    expect(left.ending).toEqual({ by: expect.stringMatching(/^(caller|switch)$/), why: expect.anything() })
    for (const agentId of ['agent_li', 'agent_wang', 'agent_zhao']) {
      await system.agent(agentId, ({ phase }) => phase === 'wrapUp')
      await system.ask(agentId, 'end-wrap-up')
    }
    // Free again, and reached: the same agent serves him on.
    const served = await widowed.agentPhone.nextIncoming()
    await bothHear(widowed.patient.call, HZ.second, served, HZ.agent)
    expect(fallback.rung).toEqual([])
    await widowed.patient.call.hangUp()
  })
})

/** The menu has been entered so many times. */
function menuSaid(patient: Patient, times: number): Promise<unknown> {
  return patient.view(
    ({ facts }) =>
      facts.filter(({ type, data }) => type === 'stepEntered' && data['step'] === 'main-menu').length >=
      times,
  )
}

/** Of the newest fact of this type. */
async function legOf({ view }: Patient, type: string): Promise<string> {
  return String(dataOf(await view(() => true), type)?.['legId'])
}

async function legs(socket: RawEventSocket): Promise<string[]> {
  const { rows } = JSON.parse(await socket.api('show channels as json')) as { rows?: { uuid: string }[] }
  return (rows ?? []).map(({ uuid }) => uuid).sort()
}

/** What the node would find again: it writes that down a moment after it has happened. */
function recorded(socket: RawEventSocket, where: string, count: number): Promise<void> {
  return eventually(async () => {
    const found = await database(socket, `select count(*) as answer from recovery where ${where}`)
    return found === String(count) ? { found: undefined } : { waiting: `${found} rows where ${where}` }
  })
}

function database(socket: RawEventSocket, sql: string): Promise<string> {
  const take = 'function(row) answer = row.answer end'
  const code = `local answer = "" local dbh = freeswitch.Dbh("sqlite://core") dbh:query([[${sql}]], ${take}) dbh:release() stream:write(answer)`
  return socket.api(`lua ~${code}`)
}
