import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startPostgres, type TrialPostgres } from '../../src/trial/postgres.ts'
import { startRedis, type TrialRedis } from '../../src/trial/redis.ts'
import { eventually } from '../support/eventually.ts'
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

onEachSwitch('a store goes away', (start) => {
  let system: System
  let redis: TrialRedis | undefined
  let postgres: TrialPostgres | undefined
  beforeAll(async () => {
    // A process that stands still for a moment, on a busy machine, doesn't lose the site by it.
    system = await start({ env: { CTI_LEASE_TTL_MS: '4000', CTI_LEASE_RENEW_MS: '800' } })
  })
  afterAll(async () => {
    await system.stop()
    await redis?.stop()
    await postgres?.stop()
  })
  afterEach(async () => {
    await system.reset()
    await expectWholeJournal(system)
  })

  /** What `/readyz` says of this part. */
  const told = (part: string, ok: boolean) =>
    eventually(async () => {
      const { status, body } = await system.api('GET', '/readyz')
      const check = body.checks[part]
      return check?.ok === ok ? { found: status } : { waiting: JSON.stringify(body) }
    })

  /** The site is kept by so many appends, from now on. */
  async function kept(times: number): Promise<void> {
    const count = async () => {
      const [row] = await system.sql("select count(*)::int as n from journal where type = 'siteKept'")
      return Number(row?.['n'])
    }
    const before = await count()
    await eventually(async () =>
      (await count()) >= before + times ? { found: undefined } : { waiting: 'nothing keeps the site' },
    )
  }

  async function withTwoCallers(meanwhile: () => Promise<void>): Promise<void> {
    const fallback = await fallbackGroup(system)
    const talking = await talk(system)
    const waiting = await system.patient({ tone: HZ.second })
    await waiting.queueUp('1')
    await meanwhile()
    await bothHear(talking.patient.call, HZ.patient, talking.agent, HZ.agent)
    await waiting.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    await inCharge(system)
    const phone = await system.phone('1004', { answer: 'auto', tone: HZ.other })
    await system.ready('agent_zhao')
    const served = await phone.nextIncoming()
    await bothHear(waiting.call, HZ.second, served, HZ.other)
    expect(fallback.rung).toEqual([])
    await talking.agent.hangUp()
    const ended = await talking.patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
    await waiting.call.hangUp()
    await waiting.view((now) => now.state === 'ended')
  }

  it('Redis is killed and comes back empty: appends keep the site', async () => {
    await withTwoCallers(async () => {
      const { pid, port } = redis ?? system.trial.redis
      process.kill(pid, 'SIGKILL')
      expect(await told('redis', false)).toBe(503)
      // One for each renewal that fails: more of them than a lease lasts.
      await kept(6)
      redis = await startRedis({ dataDir: system.trial.dataDir, port })
      await told('redis', true)
    })
  })

  it('Redis is flushed: nobody notices', async () => {
    const taken = await timesTaken(system)
    await withTwoCallers(async () => {
      const { host, port, password } = redis ?? system.trial.redis
      const client = new Redis({ host, port, password })
      await client.flushall()
      client.disconnect()
    })
    expect(await timesTaken(system)).toBe(taken)
  })

  it('PostgreSQL is restarted: the lease keeps the site, and the facts are complete afterwards', async () => {
    await withTwoCallers(async () => {
      const { port } = system.trial.postgres
      const gone = await system.patient()
      await gone.queueUp('3')
      process.kill(system.trial.postgres.pid, 'SIGQUIT')
      await system.trial.postgres.exited
      expect(await told('database', false)).toBe(503)
      await gone.call.hangUp()
      postgres = await startPostgres({ dataDir: system.trial.dataDir, port })
      await told('database', true)
      await system.reconnectDatabase()
      const ended = await gone.view((now) => now.state === 'ended')
      expect(ended.ending).toEqual({ by: 'caller', why: 'abandoned' })
    })
  })

  it('PostgreSQL stands still for two seconds: who talks talks on, and what happened is written afterwards', async () => {
    await withTwoCallers(async () => {
      const pid = (postgres ?? system.trial.postgres).pid
      const backends = await backendsOf(system)
      for (const one of [pid, ...backends]) process.kill(one, 'SIGSTOP')
      await pause(2_000)
      for (const one of [...backends, pid]) process.kill(one, 'SIGCONT')
    })
  })
})

/** The server's processes that serve the service. */
async function backendsOf({ sql }: System): Promise<number[]> {
  const rows = await sql("select pid from pg_stat_activity where application_name like 'cti-%'")
  return rows.map(({ pid }) => Number(pid))
}
