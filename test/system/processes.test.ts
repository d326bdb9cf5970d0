/** The service as three processes: a controller, an API, and a worker with the recorder; each of them dies once. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type ReceivedEvent, type Receiver, startReceiver } from '../../scripts/lib/webhook-receiver.ts'
import { eventually } from '../support/eventually.ts'
import { bothHear, expectWholeJournal, HZ, inCharge, talk, timesTaken } from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { complete } from '../support/recordings.ts'
import type { System } from '../support/system.ts'

const PROCESSES = [
  { name: 'controller', roles: ['controller'] },
  { name: 'api', roles: ['api'] },
  { name: 'rest', roles: ['worker', 'recorder'] },
] as const

onEachSwitch('a service of three processes', (start) => {
  let system: System
  let receiver: Receiver
  const secrets: string[] = []
  const received: ReceivedEvent[] = []
  beforeAll(async () => {
    system = await start({ processes: PROCESSES })
    receiver = await startReceiver({
      secrets: () => secrets,
      answer({ event }) {
        received.push(event)
        return 204
      },
    })
    await inCharge(system)
    const { status, body } = await system.api('POST', '/v1/webhooks', { url: `${receiver.url}/events` })
    expect(status).toBe(201)
    secrets.push((body as { secret: string }).secret)
  })
  afterAll(async () => {
    await system?.stop()
    await receiver?.close()
  })
  afterEach(() => system.reset())

  const processOf = (name: string) => {
    const found = system.trial.processes.get(name)
    if (!found) throw new Error(`there is no process ${name}`)
    return found
  }

  async function kill9(name: string): Promise<void> {
    const { pid } = processOf(name)
    process.kill(pid, 'SIGKILL')
    await eventually(async () =>
      [pid, 0].includes(processOf(name).pid)
        ? { waiting: `${name} to be started anew` }
        : { found: undefined },
    )
  }

  /** Every event of the call has come, each fact in its order. */
  async function allReceived(callId: string): Promise<void> {
    const due = await system.sql(
      `select site_id || '-' || pos as id from journal where subject = '${callId}' order by pos`,
    )
    const ids = due.map(({ id }) => String(id))
    await eventually(async () => {
      const came = [...new Set(received.filter(({ subject }) => subject === callId).map(({ id }) => id))]
      return came.length === ids.length
        ? { found: came }
        : { waiting: `${came.length} of ${ids.length} events` }
    }).then((came) => expect(came).toEqual(ids))
  }

  const checksOf = async (name: string) => {
    const { httpAddress, httpPort } = processOf(name)
    const answer = await fetch(`http://${httpAddress}:${httpPort}/readyz`)
    const { checks } = (await answer.json()) as { checks: Record<string, { ok: boolean }> }
    return { status: answer.status, checks: Object.keys(checks).sort() }
  }

  it('carries a call: orders reach its owner, and its webhooks and recording come from the others', async () => {
    expect(await checksOf('controller')).toEqual({
      status: 200,
      checks: ['database', 'owner', 'redis', 'switch'],
    })
    expect(await checksOf('api')).toEqual({ status: 200, checks: ['database', 'owner', 'redis'] })
    expect(await checksOf('rest')).toEqual({ status: 200, checks: ['database', 'owner', 'redis'] })
    for (const { name } of PROCESSES) {
      const { httpAddress, httpPort } = processOf(name)
      const metrics = await (await fetch(`http://${httpAddress}:${httpPort}/metrics`)).text()
      expect(metrics).toContain('process_cpu_seconds_total')
      expect((await fetch(`http://${httpAddress}:${httpPort}/healthz`)).status).toBe(200)
    }

    const { patient, agent } = await talk(system)
    const { body } = await system.api('GET', '/v1/nodes')
    expect(body).toMatchObject({ items: [{ nodeId: 'node_a', connected: true, calls: 1 }] })
    // What the owner refuses comes through as it says it.
    const refused = await system.api('DELETE', '/v1/agents/agent_li')
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { type: expect.stringContaining('problem:agent') },
    ])
    expect((await system.api('POST', `/v1/calls/${patient.callId}/clear`, {})).status).toBeLessThan(300)
    await agent.waitFor('ended')
    expect(await complete(system, patient.callId)).toMatchObject({ state: 'complete' })
    await allReceived(patient.callId)
  })

  it('goes on talking while its API is killed, and then takes orders again', async () => {
    const { patient, agent } = await talk(system)
    await kill9('api')
    await inCharge(system)
    await bothHear(patient.call, HZ.patient, agent, HZ.agent)
    await patient.view((now) => now.state === 'connected')
    await patient.call.hangUp()
    await agent.waitFor('ended')
    await complete(system, patient.callId)
    await allReceived(patient.callId)
  })

  it('loses neither events nor sound when worker and recorder are killed', async () => {
    const { patient, agent } = await talk(system)
    await kill9('rest')
    await bothHear(patient.call, HZ.patient, agent, HZ.agent)
    await patient.call.hangUp()
    await agent.waitFor('ended')
    const recording = await complete(system, patient.callId)
    expect(recording.gapMs).toBeLessThanOrEqual(500)
    await allReceived(patient.callId)
  })

  it('goes on talking while its controller is killed, and the others find the one that follows', async () => {
    const { patient, agent } = await talk(system)
    const taken = await timesTaken(system)
    await kill9('controller')
    await inCharge(system)
    expect(await timesTaken(system)).toBe(taken + 1)
    await bothHear(patient.call, HZ.patient, agent, HZ.agent)
    expect((await system.api('POST', `/v1/calls/${patient.callId}/clear`, {})).status).toBeLessThan(300)
    await agent.waitFor('ended')
    await complete(system, patient.callId)
    await allReceived(patient.callId)
    await expectWholeJournal(system)
  })
})
