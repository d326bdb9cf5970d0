import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginOfDay, dayOf } from '../../../src/domain/acd/days.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { Ledger } from '../../../src/runtime/figures/ledger.ts'
import { addSums, noQueueSums } from '../../../src/runtime/figures/measures.ts'
import type { FiguresQuery } from '../../../src/runtime/figures/port.ts'
import { INTERVALS, type Interval, spanOf } from '../../../src/runtime/figures/spans.ts'
import { oneAfterAnother } from '../../runtime/figures/lived.ts'
import { projected, type Tables } from '../../runtime/figures/tables.ts'
import { plainClient } from '../../support/postgres.ts'
import { freshStore, SITE, type TestStore } from './support.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

describe('the figures in the store', () => {
  const facts = oneAfterAnother(SITE)
  const begin = Math.min(...facts.map(({ at }) => at))
  const end = Math.max(...facts.map(({ at }) => at)) + 1
  const dayAt = beginOfDay(dayOf(end))
  const whole = projected(facts)
  let store: TestStore

  beforeAll(async () => {
    store = await freshStore()
    await keepInPortions(store, facts)
  })
  afterAll(() => store.close())

  const query = (interval: Interval, more: Partial<FiguresQuery> = {}): FiguresQuery => ({
    siteId: SITE,
    interval,
    from: beginOfDay(dayOf(begin)),
    to: dayAt + 2 * DAY_MS,
    limit: 10_000,
    ...more,
  })

  it.each(INTERVALS)('are what was counted, by %s', async (interval) => {
    const found = await store.figures.queues(query(interval))
    expect(found.length).toBeGreaterThan(0)
    expect(Object.fromEntries(found.map((row) => [`${row.at} ${row.queueId}`, row.sums]))).toEqual(
      summed(whole, interval),
    )
    const urgent = found.reduce((sum, row) => sum + row.urgent.arrived, 0)
    const counted = [...whole.deltas.queues].filter((row) => row.urgent && row.span === 15)
    expect(urgent).toBe(counted.reduce((sum, { sums }) => sum + sums.arrived, 0))
    expect(urgent).toBeGreaterThan(0)
  })

  it('know of agents what they are doing still, up to now', async () => {
    const now = end + 50 * 60_000
    for (const interval of INTERVALS) {
      const found = await store.figures.agents(query(interval), now)
      const ms = found.reduce((sum, { sums: { readyMs, ringingMs, busyMs, afterCallMs, notReadyMs } }) => {
        return sum + readyMs + ringingMs + busyMs + afterCallMs + notReadyMs
      }, 0)
      const counted = [...whole.deltas.agents].filter(({ span }) => span === 1_440)
      const over = counted.reduce((sum, { sums }) => {
        return sum + sums.readyMs + sums.ringingMs + sums.busyMs + sums.afterCallMs + sums.notReadyMs
      }, 0)
      const going = [...whole.standing.agents.values()].reduce(
        (sum, { doing }) => sum + (doing ? now - doing.since : 0),
        0,
      )
      expect(going).toBeGreaterThan(0)
      expect(ms).toBe(over + going)
      const { lengthMs } = spanOf(interval)
      for (const { sums } of found) expect(sums.readyMs).toBeLessThanOrEqual(lengthMs)
    }
    const late = await store.figures.agents(query('15', { from: end + 1_800_000 }), now)
    expect(late.length).toBeGreaterThan(0)
  })

  it('come in pages, and only of those that are asked for', async () => {
    const all = await store.figures.agents(query('15'), end)
    const paged = []
    for (let after: FiguresQuery['after']; ; ) {
      const page = await store.figures.agents(query('15', { limit: 3, after }), end)
      paged.push(...page)
      const last = page.at(-1)
      if (!last || page.length < 3) break
      after = { orderAt: last.at, id: last.agentId }
    }
    expect(paged).toEqual(all)
    const [first] = all
    const own = await store.figures.agents(query('15', { ids: [first?.agentId ?? ''] }), end)
    expect(own).toEqual(all.filter(({ agentId }) => agentId === first?.agentId))
    expect(await store.figures.queues(query('day', { ids: [] }))).toEqual([])
    expect(await store.figures.queues(query('day', { siteId: 'site_other' }))).toEqual([])
  })

  it('are not counted twice by whoever doesn’t know that they were counted', async () => {
    const before = await store.figures.queues(query('day'))
    const late = new Ledger({ pos: 0, kept: [], today: [] }, dayAt)
    late.take(facts.slice(0, 100))
    const step = late.step()
    expect(step && (await store.figures.advance(SITE, step))).toBe('moved')
    expect(await store.figures.queues(query('day'))).toEqual(before)
    expect((await store.figures.begin(SITE, dayAt)).pos).toBe(facts.length)
  })

  it('of today are known to whoever goes on', async () => {
    const ledger = new Ledger(await store.figures.begin(SITE, dayAt), dayAt)
    const today = Object.entries(summed(whole, 'day')).filter(([key]) => key.startsWith(`${dayAt} `))
    expect(today.length).toBeGreaterThan(0)
    for (const [key, sums] of today) expect(ledger.today(key.split(' ')[1] ?? '', end)).toEqual(sums)
    expect(ledger.today('queue_general', end + DAY_MS)).toEqual(noQueueSums())
  })

  it('go when they are old, and those of days later', async () => {
    const days = await store.figures.queues(query('day'))
    const horizon = { quartersFrom: dayAt + DAY_MS, daysFrom: 0 }
    while ((await store.figures.prune(SITE, horizon, 7)) > 0);
    expect(await store.figures.queues(query('15'))).toEqual([])
    expect(await store.figures.queues(query('day'))).toEqual(days)
    while ((await store.figures.prune(SITE, { ...horizon, daysFrom: dayAt + DAY_MS }, 100)) > 0);
    expect(await store.figures.queues(query('day'))).toEqual([])
    expect(await store.figures.agents(query('day'), 0)).toEqual([])
  })

  it('of an earlier version are nobody’s, and go', async () => {
    const client = await plainClient(store.database)
    await client.query(`insert into queue_figures (site_id, version, span, at, queue_id, urgent, arrived)
      values ('${SITE}', 0, 1440, ${dayAt}, 'queue_general', false, 5)`)
    await client.query(`insert into figures_cursors (site_id, version, pos) values ('${SITE}', 0, 3)`)
    expect(await store.figures.queues(query('day'))).toEqual([])
    expect(await store.figures.prune(SITE, { quartersFrom: 0, daysFrom: 0 }, 10)).toBe(1)
    const { rows } = await client.query(`select version from figures_cursors where site_id = '${SITE}'`)
    await client.end()
    expect(rows).toEqual([{ version: 1 }])
  })
})

/** Each portion by a process that knows only what the store does. */
async function keepInPortions({ figures }: TestStore, facts: readonly JournalRow[]): Promise<void> {
  for (let at = 0; at < facts.length; ) {
    const size = 1 + ((at * 37) % 97)
    const portion = facts.slice(at, at + size)
    const dayAt = beginOfDay(dayOf(portion[0]?.at ?? 0))
    const ledger = new Ledger(await figures.begin(SITE, dayAt), dayAt)
    expect(ledger.pos).toBe(at)
    ledger.take(portion)
    const step = ledger.step()
    expect(step && (await figures.advance(SITE, step))).toBe('advanced')
    at += size
  }
}

/** Of queues, by the interval's begin and the queue, with emergencies. */
function summed({ deltas }: Tables, interval: Interval): Record<string, object> {
  const { span, lengthMs } = spanOf(interval)
  const sums: Record<string, ReturnType<typeof noQueueSums>> = {}
  for (const row of deltas.queues) {
    if (row.span !== span) continue
    const at = row.at - ((row.at + 8 * HOUR_MS) % lengthMs)
    const key = `${at} ${row.queueId}`
    const into = sums[key] ?? noQueueSums()
    sums[key] = into
    addSums(into, row.sums)
  }
  return sums
}
