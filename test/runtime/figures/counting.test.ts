import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { beginOfDay, dayOf } from '../../../src/domain/acd/days.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { type Counting, createCounting } from '../../../src/runtime/figures/counting.ts'
import { addSums, noQueueSums } from '../../../src/runtime/figures/measures.ts'
import type { FiguresPort, FiguresStep } from '../../../src/runtime/figures/port.ts'
import { PortUnavailable } from '../../../src/runtime/ports.ts'
import { batch, freshStore, SITE, type TestStore } from '../../adapters/store/support.ts'
import { oneAfterAnother } from './lived.ts'
import { projected } from './tables.ts'

const DAY_MS = 86_400_000
const LONG = { timeout: 50_000 }

/** Figures of a site on a database of their own, counted by whoever a test starts. */
describe('counting a journal into its figures', () => {
  const facts = oneAfterAnother(SITE)
  const now = facts.at(-1)?.at ?? 0
  let store: TestStore
  const running: Counting[] = []
  const rings = new Set<(siteId: string, pos: number) => void>()

  beforeEach(async () => {
    store = await freshStore()
  })
  afterEach(async () => {
    for (const one of running.splice(0)) await one.close()
    await store.close()
  })

  function counting(more: Partial<FiguresPort> = {}): Counting {
    const one = createCounting({
      siteId: SITE,
      journal: store.journal,
      doorbell: {
        listen: (ring) => {
          rings.add(ring)
          return () => rings.delete(ring)
        },
      },
      store: { ...store.figures, ...more },
      clock: { now: () => now },
      keepDays: { intervals: 100, days: 1_000 },
      observer: { counted: () => {} },
      log: silentLog,
      keepEveryMs: 20,
    })
    running.push(one)
    one.owned(true)
    return one
  }

  async function append(from: number, to: number): Promise<void> {
    const rows = facts.slice(from, to)
    expect(await store.journal.append(batch(rows))).toEqual({ type: 'appended' })
    for (const ring of rings) ring(SITE, to)
  }

  const kept = async () => (await store.figures.begin(SITE, beginOfDay(dayOf(now)))).pos
  const isKept = (pos: number) => expect.poll(kept, LONG).toBe(pos)

  /** What the store has is what the journal says, fact by fact. */
  async function expectRight(count: number): Promise<void> {
    const found = await store.figures.queues({
      siteId: SITE,
      interval: 'day',
      from: now - 10 * DAY_MS,
      to: now + 2 * DAY_MS,
      limit: 1_000,
    })
    const sums = noQueueSums()
    for (const row of found) addSums(sums, row.sums)
    const right = noQueueSums()
    for (const row of projected(facts.slice(0, count)).deltas.queues)
      if (row.span === 1_440) addSums(right, row.sums)
    expect(right.arrived).toBeGreaterThan(0)
    expect(sums).toEqual(right)
  }

  it('takes what was there before, and what comes', async () => {
    await append(0, 200)
    const one = counting()
    await isKept(200)
    await append(200, facts.length)
    await isKept(facts.length)
    await expectRight(facts.length)
    expect(one.ledger?.pos).toBe(facts.length)
  })

  it('goes on where it was when another process takes over, and keeps all that it knows when it goes', async () => {
    await append(0, 150)
    const one = counting()
    await isKept(150)
    await append(150, 180)
    await expect.poll(() => one.ledger?.pos, LONG).toBe(180)
    await one.close()
    expect(await kept()).toBe(180)
    await append(180, facts.length)
    expect(await kept()).toBe(180)
    counting()
    await isKept(facts.length)
    await expectRight(facts.length)
  })

  it('two who count at the same time count once', async () => {
    await append(0, 100)
    counting()
    counting()
    for (let at = 100; at < facts.length; at += 50) await append(at, Math.min(at + 50, facts.length))
    await isKept(facts.length)
    await expectRight(facts.length)
  })

  it('what may have been kept, and what was not, is found out from the store', async () => {
    await append(0, 100)
    let failures = 0
    counting({
      async advance(siteId: string, step: FiguresStep) {
        failures += 1
        if (failures === 1) throw new PortUnavailable('nothing was kept')
        const outcome = await store.figures.advance(siteId, step)
        if (failures === 2) throw new PortUnavailable('it was kept, and the answer is lost')
        return outcome
      },
    })
    await expect.poll(() => failures, LONG).toBeGreaterThan(1)
    await append(100, facts.length)
    await isKept(facts.length)
    expect(failures).toBeGreaterThan(1)
    await expectRight(facts.length)
  })

  it('counts nothing while the site is somebody else’s', async () => {
    const one = counting()
    await append(0, 50)
    await isKept(50)
    one.owned(false)
    await one.close()
    await append(50, facts.length)
    expect(await kept()).toBe(50)
    one.owned(true)
    await isKept(facts.length)
    await expectRight(facts.length)
  })
})
