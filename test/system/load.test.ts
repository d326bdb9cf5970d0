import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import { runSipp } from '../support/sipp/index.ts'
import type { System } from '../support/system.ts'

const CALLS = 50
/** Long enough for both announcements, so that the key falls into the menu. */
const LISTENS_MS = 5_000

onEachSwitch('fifty calls, ten a second', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start()
  })
  afterAll(() => system.stop())

  it('go through the menu into the queue, hang up, and leave a journal without a gap', async () => {
    const { host, port } = system.trunkSip
    const { exit, stats, errors } = await runSipp({
      scenario: 'uac-digits',
      target: `${host}:${port}`,
      service: system.trial.serviceNumber,
      caller: '13800000000',
      calls: CALLS,
      rate: 10,
      pauseMs: LISTENS_MS,
      digits: '1',
      timeoutMs: 60_000,
    })
    expect({ exit, errors, successful: stats?.successful }).toEqual({
      exit: 0,
      errors: '',
      successful: CALLS,
    })
    await eventually(async () => {
      const [row] = await system.sql("select count(*)::int as n from journal where type = 'callEnded'")
      return row?.['n'] === CALLS ? { found: true } : { waiting: `${row?.['n']} calls have ended` }
    })

    const perCall = await system.sql(`
      select subject,
             count(*) filter (where type = 'callEnded')::int as endings,
             count(*) filter (where type = 'callQueued')::int as queued,
             (array_agg(type order by subject_seq desc))[1] as last
      from journal where kind = 'call' group by subject`)
    expect(perCall).toHaveLength(CALLS)
    for (const row of perCall) expect(row).toMatchObject({ endings: 1, queued: 1, last: 'callEnded' })
    const why = await system.sql(
      "select distinct data->>'by' as by, data->>'why' as why from journal where type = 'callEnded'",
    )
    expect(why).toEqual([{ by: 'caller', why: 'abandoned' }])

    const positions = await system.sql(
      'select site_id, min(pos)::int as first, (max(pos) - count(*))::int as missing from journal group by site_id',
    )
    expect(positions).toEqual([{ site_id: 'site_main', first: 1, missing: 0 }])
    const gaps = await system.sql(`
      select subject from journal group by subject
      having min(subject_seq) <> 1 or max(subject_seq) <> count(*)`)
    expect(gaps).toEqual([])
    const outOfOrder = await system.sql(`
      select subject from (
        select subject, pos, lag(pos) over (partition by subject order by subject_seq) as before from journal
      ) as each where before > pos`)
    expect(outOfOrder).toEqual([])
    const { items } = (await system.api('GET', '/v1/calls?limit=100')).body
    expect(items.filter(({ state }: { state: string }) => state !== 'ended')).toEqual([])
  })
})
