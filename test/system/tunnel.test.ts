import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  bothHear,
  expectWholeJournal,
  fallbackGroup,
  HZ,
  inCharge,
  patience,
  talk,
} from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { System } from '../support/system.ts'

onEachSwitch('the switch is on another machine, behind our own tunnel', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start({ throughTunnel: true })
  })
  afterAll(() => system.stop())
  afterEach(async () => {
    system.tunnel.stunnel.thaw()
    await inCharge(system)
    await system.reset()
    await expectWholeJournal(system)
  })

  const alarms = async () => {
    const rows = await system.sql(
      "select type, data from journal where data->>'alarm' = 'tunnelDown' order by pos",
    )
    return rows.map(({ type, data }) => ({ type, ...(data as { nodeId: string; detail?: string }) }))
  }
  const tunnelUp = async () => {
    const metrics = await (await fetch(`${system.trial.apiUrl}/metrics`)).text()
    return /^cti_tunnel_up\{node="node_a"[^}]*\} (\d)$/m.exec(metrics)?.[1]
  }

  it('whose far end is killed and comes back: talks go on, and the phone that rang rings once', async () => {
    const fallback = await fallbackGroup(system)
    const phone = await system.phone('1001', { tone: HZ.agent })
    let rung = 0
    phone.onIncoming(() => {
      rung++
    })
    await system.ready('agent_li')
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    const ringing = await phone.nextIncoming()
    await ringing.ring()
    const talking = await talk(system, { agentId: 'agent_zhao', extension: '1004', agentTone: HZ.other })
    const { stunnel, network } = system.tunnel
    const before = network.taken
    await stunnel.kill()
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.other)
    await stunnel.restart()
    await ringing.answer()
    await bothHear(waiting.call, HZ.second, ringing, HZ.agent)
    await inCharge(system)
    expect(network.taken).toBeGreaterThan(before)
    expect(rung).toBe(1)
    expect(fallback.rung).toEqual([])
    await waiting.call.hangUp()
    await waiting.view((now) => now.state === 'ended')
    await talking.agent.hangUp()
    const ended = await talking.patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
  })

  it('which falls silent and stays so: who waits is rescued, who talks talks, and an operator is told', async () => {
    const told = (await alarms()).length
    const fallback = await fallbackGroup(system)
    const talking = await talk(system)
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    expect(await tunnelUp()).toBe('1')
    await patience(system, 'delivered')
    system.tunnel.stunnel.freeze()
    const rescued = await fallback.phone.nextIncoming()
    await bothHear(waiting.call, HZ.second, rescued, HZ.fallback)
    await eventually(async () => {
      const news = (await alarms()).slice(told)
      return news.length > 0 ? { found: undefined } : { waiting: 'no alarm' }
    })
    expect((await alarms()).slice(told)).toEqual([
      {
        type: 'alarmRaised',
        alarm: 'tunnelDown',
        nodeId: 'node_a',
        detail: expect.stringMatching(/^tunnel tls-a to node_a: its far end did not finish the handshake/),
      },
    ])
    expect(await tunnelUp()).toBe('0')
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    await patience(system, 'endless')
    system.tunnel.stunnel.thaw()
    await inCharge(system)
    await waiting.view((now) => now.state === 'fallback')
    await eventually(async () => {
      const last = (await alarms()).at(-1)
      return last?.type === 'alarmCleared' ? { found: undefined } : { waiting: JSON.stringify(last) }
    })
    expect(await tunnelUp()).toBe('1')
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    await waiting.call.hangUp()
    await talking.agent.hangUp()
    await talking.patient.view((now) => now.state === 'ended')
  })
})
