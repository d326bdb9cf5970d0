import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { bothHear, expectWholeJournal, HZ } from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Call, Phone } from '../support/phone/index.ts'
import {
  CARRIER_HZ,
  dataOf,
  MUSIC_HZ,
  type Patient,
  type System,
  type SystemNode,
  types,
} from '../support/system.ts'

onEachSwitch('a site has two switches', (start) => {
  let system: System
  let nodes: readonly [SystemNode, SystemNode]
  beforeAll(async () => {
    system = await start({ nodes: 2, outside: true, env: { CTI_ROUTING_WRAP_UP_MS: '0' } })
    const [a, b] = system.nodes
    if (!a || !b) throw new Error('two switches were asked for')
    nodes = [a, b]
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    for (const { nodeId } of nodes) await nodeNow(nodeId, ({ connected }) => connected)
    await system.reset()
    await expectWholeJournal(system)
  })

  /** One telephone with an account at each node. */
  function desk(extension: string, tone: number): Promise<[Phone, Phone]> {
    const options = { answer: 'auto', tone } as const
    return Promise.all([nodes[0].phone(extension, options), nodes[1].phone(extension, options)])
  }

  async function nodeNow(nodeId: string, holds: (node: NodeBody) => boolean): Promise<NodeBody> {
    return eventually(async () => {
      const { body } = await system.api('GET', `/v1/nodes/${nodeId}`)
      return holds(body) ? { found: body } : { waiting: JSON.stringify(body) }
    })
  }

  /** Puts a patient of this node into the agent's queue. */
  async function queued(node: SystemNode, tone: number): Promise<Patient> {
    const patient = await node.patient({ tone })
    await patient.queueUp('1')
    return patient
  }

  const post = (path: string, body?: unknown) =>
    system.api('POST', path, body, { 'idempotency-key': randomUUID() })

  it('callers on either wait in one queue, and are served in order of arrival on their own switch', async () => {
    const [a, b] = nodes
    const inOrder = [
      { patient: await queued(b, HZ.patient), at: 1, tone: HZ.patient },
      { patient: await queued(a, HZ.second), at: 0, tone: HZ.second },
      { patient: await queued(b, HZ.other), at: 1, tone: HZ.other },
    ] as const
    const phones = await desk('1001', HZ.agent)
    await system.ready('agent_li')
    const sockets = [await a.eventSocket(), await b.eventSocket()] as const
    for (const { patient, at, tone } of inOrder) {
      const served = await phones[at].nextIncoming()
      await bothHear(patient.call, tone, served, HZ.agent)
      const legs = [...(await patient.view(({ state }) => state === 'connected')).facts].flatMap(
        ({ type, data }) =>
          type === 'callAccepted' || type === 'callConnected' ? [String(data['legId'])] : [],
      )
      expect(legs).toHaveLength(2)
      for (const leg of legs) {
        expect(await sockets[at].api(`uuid_exists ${leg}`)).toBe('true')
        expect(await sockets[1 - at]?.api(`uuid_exists ${leg}`)).toBe('false')
      }
      await patient.call.hangUp()
    }
  })

  it('places calls on the switch with the fewest legs; a draining one takes none, and goes on with what it has', async () => {
    const [a, b] = nodes
    const li = await desk('1001', HZ.agent)
    await system.ready('agent_li')
    const talking = await queued(b, HZ.patient)
    const withLi = await li[1].nextIncoming()
    await bothHear(talking.call, HZ.patient, withLi, HZ.agent)

    const placed: Call[] = []
    const place = async (agentId: string, extension: string, tone: number) => {
      const phones = await desk(extension, tone)
      await system.ask(agentId, 'log-on')
      const atParty = system.carrier.nextIncoming()
      const { body } = await post('/v1/calls', { agentId, calledNumber: '13655550123' })
      const party = await atParty
      await party.answer()
      const { facts } = await system.call(({ state }) => state === 'connected', String(body.callId))
      const on = String(facts.find(({ type }) => type === 'callPlaced')?.data['nodeId'])
      const atAgent = await (phones[on === a.nodeId ? 0 : 1] ?? li[0]).nextIncoming()
      await bothHear(atAgent, tone, party, CARRIER_HZ)
      placed.push(party)
      return on
    }
    expect(await place('agent_wang', '1002', HZ.second)).toBe(a.nodeId)

    expect((await post(`/v1/nodes/${a.nodeId}/drain`)).status).toBe(202)
    await nodeNow(a.nodeId, ({ report }) => report?.refusesCalls === true)
    const trunk = await a.trunk()
    const refused = await trunk.call(system.trial.serviceNumber)
    expect(await refused.waitFor('ended')).toMatchObject({ reason: 'refused', sipStatus: 503 })
    // It has as many legs as the other, and its name comes first.
    expect(await place('agent_chen', '1003', HZ.other)).toBe(b.nodeId)
    expect(await nodeNow(a.nodeId, () => true)).toMatchObject({ draining: true, calls: 1, legs: 2 })
    expect((await post(`/v1/nodes/${b.nodeId}/drain`)).body.type).toContain('node-last')

    expect((await post(`/v1/nodes/${a.nodeId}/readmit`)).status).toBe(202)
    await nodeNow(a.nodeId, ({ report }) => report?.refusesCalls === false)
    const again = await queued(a, HZ.fallback)
    await again.call.audio.heard(MUSIC_HZ)
    await Promise.all([again.call.hangUp(), talking.call.hangUp()])
    await Promise.all(placed.map((party) => party.hangUp()))
  })

  it('one is killed: its calls end once each, the other’s notice nothing; it comes back and is used', async () => {
    const [a, b] = nodes
    const li = await desk('1001', HZ.agent)
    await system.ready('agent_li')
    const staying = await queued(a, HZ.patient)
    const withLi = await li[0].nextIncoming()
    await bothHear(staying.call, HZ.patient, withLi, HZ.agent)
    const zhao = await desk('1004', HZ.fallback)
    await system.ready('agent_zhao')
    const torn = await queued(b, HZ.second)
    await bothHear(torn.call, HZ.second, await zhao[1].nextIncoming(), HZ.fallback)
    const waitingThere = await queued(b, HZ.other)
    const waitingHere = await queued(a, HZ.other)
    const before = (await staying.view(() => true)).facts.length

    await b.kill()
    await nodeNow(b.nodeId, ({ connected }) => !connected)
    await bothHear(staying.call, HZ.patient, withLi, HZ.agent)
    await waitingHere.call.audio.heard(MUSIC_HZ)
    await b.restart()
    for (const { view } of [torn, waitingThere]) {
      const ended = await view(({ state }) => state === 'ended')
      expect(ended.ending).toEqual({ by: 'switch', why: 'lost' })
      expect(types(ended).filter((type) => type === 'callEnded')).toHaveLength(1)
    }
    // Free again, and found where the next caller is.
    await bothHear(waitingHere.call, HZ.other, await zhao[0].nextIncoming(), HZ.fallback)
    expect((await staying.view(() => true)).facts).toHaveLength(before)
    expect(dataOf(await staying.view(() => true), 'callEnded')).toBeUndefined()

    await nodeNow(b.nodeId, ({ connected }) => connected)
    // Their calls were with a process that is gone.
    for (const phone of [torn.phone, waitingThere.phone, zhao[1]]) phone.kill()
    const chen = await b.phone('1003', { answer: 'auto', tone: HZ.agent })
    await system.ready('agent_chen')
    const emergency = await b.patient({ tone: HZ.second })
    await emergency.queueUp('9')
    await bothHear(emergency.call, HZ.second, await chen.nextIncoming(), HZ.agent)
    await Promise.all([staying, waitingHere, emergency].map(({ call }) => call.hangUp()))
  })
})

interface NodeBody {
  readonly connected: boolean
  readonly draining: boolean
  readonly calls: number
  readonly legs: number
  readonly report: { readonly refusesCalls: boolean | null } | null
}
