/** Two controllers of one site: what becomes of the callers, and of what the switch is told, when the owner changes. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type ControllerName, type Controllers, startControllers } from '../support/controllers.ts'
import {
  bothHear,
  expectWholeJournal,
  fallbackGroup,
  HZ,
  inCharge,
  talk,
  timesTaken,
} from '../support/fail-open.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { MUSIC_HZ, type System } from '../support/system.ts'

/** A process that stands still for a moment, on a busy machine, doesn't lose the site by it. */
const LEASE = { CTI_LEASE_TTL_MS: '6000', CTI_LEASE_RENEW_MS: '1000' }

onEachSwitch('the site changes hands', (start) => {
  let controllers: Controllers
  let system: System
  beforeAll(async () => {
    controllers = await startControllers(start, LEASE)
    system = controllers.system
  })
  afterAll(() => controllers?.stop())
  afterEach(async () => {
    await system.reset()
    await expectWholeJournal(system)
  })

  interface Roles {
    readonly owner: ControllerName
    readonly other: ControllerName
  }

  /** One talks and one waits, whatever happens; then the one is served, and the other's talk ends as ever. */
  async function withTwoCallers(meanwhile: (roles: Roles) => Promise<void>): Promise<void> {
    const roles = await controllers.roles()
    await controllers.waits(roles.other)
    const fallback = await fallbackGroup(system)
    const talking = await talk(system)
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    await waiting.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    const before = controllers.said.length
    await meanwhile(roles)
    await inCharge(system)
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    await waiting.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    const phone = await system.phone('1004', { answer: 'auto', tone: HZ.other })
    await system.ready('agent_zhao')
    const served = await phone.nextIncoming()
    await bothHear(waiting.call, HZ.second, served, HZ.other)
    await talking.agent.hangUp()
    const ended = await talking.patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
    await waiting.call.hangUp()
    await waiting.view((now) => now.state === 'ended')
    expect(fallback.rung).toEqual([])
    expectOneAfterTheOther(before)
  }

  /** Since then nobody has told the switch anything after somebody else has begun to. */
  function expectOneAfterTheOther(since: number): void {
    const turns = saidSince(since)
      .map(({ by }) => by)
      .filter((by, index, all) => by !== all[index - 1])
    expect(turns).toEqual([...new Set(turns)])
    expect(turns).not.toEqual([])
  }

  /** That a connection is ended isn't an order, nor is the question whether the switch is still there (heartbeat.ts). */
  const NO_ORDERS = ['exit', 'api global_getvar core_uuid']
  const saidSince = (since: number) =>
    controllers.said.slice(since).filter(({ line }) => !NO_ORDERS.includes(line))

  it('an owner that stood still for longer than its lease tells the switch nothing when it wakes', async () => {
    let woken = 0
    let owner: ControllerName | undefined
    await withTwoCallers(async (roles) => {
      owner = roles.owner
      const { pid } = controllers.process(roles.owner)
      process.kill(pid, 'SIGSTOP')
      await controllers.owns(roles.other)
      woken = controllers.said.length
      process.kill(pid, 'SIGCONT')
      await controllers.waits(roles.owner)
    })
    expect(saidSince(woken).filter(({ by }) => by === owner)).toEqual([])
    expect(saidSince(woken)).not.toEqual([])
  })

  it('Redis forgets everything: no two tell the switch anything by turns', async () => {
    const taken = await timesTaken(system)
    await withTwoCallers(() => controllers.flush())
    expect(await timesTaken(system)).toBeLessThanOrEqual(taken + 1)
  })

  it('an owner without its stores falls silent before another begins, and waits when it has them again', async () => {
    const taken = await timesTaken(system)
    await withTwoCallers(async ({ owner, other }) => {
      controllers.stores[owner].cut()
      await controllers.owns(other)
      controllers.stores[owner].mend()
      await controllers.waits(owner)
    })
    expect(await timesTaken(system)).toBe(taken + 1)
  })

  it('an owner dies and Redis forgets everything: one that knows of nobody has the site', async () => {
    await withTwoCallers(async ({ owner, other }) => {
      await controllers.kill(other)
      await controllers.kill(owner)
      await controllers.flush()
      await controllers.revive(other, 'asNew')
      await controllers.owns(other)
      await controllers.revive(owner)
      await controllers.waits(owner)
    })
  })
})
