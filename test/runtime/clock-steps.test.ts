/**
 * Somebody sets the clock of the controller's machine while an agent wraps up, a phone rings and a caller waits: each
 * of these takes its time all the same, whoever owns the site meanwhile.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  begins,
  LONGEST_WAIT_MS,
  Machine,
  Node,
  type Process,
  pass,
  QuickJournal,
  RING_MS,
  WRAP_UP_MS,
} from './support/stepping-site.ts'

const HOUR = 3_600_000

beforeEach(() => {
  vi.useFakeTimers({
    now: 1_800_000_000_000,
    toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  })
})
afterEach(() => {
  vi.useRealTimers()
})

/** What becomes of the first process, and who drives the site then. */
type Succession = (first: Process, machine: Machine, journal: QuickJournal, node: Node) => Promise<Process>

const successions: Readonly<Record<string, Succession>> = {
  'the same process': async (first) => first,
  'the next process on that machine': async (first, machine, journal, node) => {
    await first.end()
    return machine.process(journal, node)
  },
  'a machine whose clock is right': async (first, _, journal, node) => {
    await first.end()
    return new Machine('right').process(journal, node)
  },
  'a machine whose clock is an hour behind': async (first, _, journal, node) => {
    await first.end()
    const behind = new Machine('behind')
    behind.steppedMs = -HOUR
    return behind.process(journal, node)
  },
}

/** By how much the wall clock is wrong, from 3 s, and from 13 s after it all began. */
const steps = [
  ['forth', HOUR, HOUR],
  ['back', -HOUR, -HOUR],
  ['forth, then right again', HOUR, 0],
  ['back, then right again', -HOUR, 0],
] as const

/** A new owner begins where the newest fact stands, so what was quiet before, and its taking, count a second time. */
const TAKEN_MS = 6_000

describe.each(steps)('a wall clock that is set an hour %s', (_, firstMs, thenMs) => {
  it.each(Object.entries(successions))(
    'cuts nothing short and makes nothing last, in %s',
    async (who, succeed) => {
      const journal = new QuickJournal()
      const node = new Node()
      const machine = new Machine('first')
      const first = await machine.process(journal, node)
      await begins(first, node)
      await pass(3_000)
      machine.steppedMs = firstMs
      await pass(1_000)
      const last = await succeed(first, machine, journal, node)
      await pass(9_000)
      machine.steppedMs = thenMs
      await pass(90_000)

      const wrappedUpFrom = journal.when('agentWrapUp', 'li')
      const rangFrom = journal.when('callOffered', '2')
      const took = {
        wrapUp: journal.when('agentReady', 'li', wrappedUpFrom) - wrappedUpFrom,
        ring: journal.when('callOfferEnded', '2') - rangFrom,
        wait: journal.when('callWaitedTooLong', '3') - journal.when('callQueued', '3'),
      }
      const slackMs = who.endsWith('behind') ? TAKEN_MS : 200
      for (const [what, ms] of [
        ['wrapUp', WRAP_UP_MS],
        ['ring', RING_MS],
        ['wait', LONGEST_WAIT_MS],
      ] as const) {
        expect(took[what], what).toBeGreaterThanOrEqual(ms / 1.1)
        expect(took[what], what).toBeLessThanOrEqual(ms / 0.9 + slackMs)
      }
      const moments = journal.rows.map(({ at }) => at)
      expect(moments).toEqual(moments.toSorted((a, b) => a - b))
      await last.end()
    },
  )
})

it('an alarm lasts while site time is off by more than a second, and a new owner ends it', async () => {
  const journal = new QuickJournal()
  const machine = new Machine('first')
  const node = new Node()
  const first = await machine.process(journal, node)
  const alarms = (of: Process) => [...(of.owner.state?.alarms.values() ?? [])].map(({ detail }) => detail)
  await pass(2_000)
  expect(alarms(first)).toEqual([])
  machine.steppedMs = -10_000
  await pass(1_000)
  expect(alarms(first)).toEqual(['site time is 10 s ahead of the wall clock'])
  await pass(88_000)
  expect(alarms(first)).toHaveLength(1)
  await pass(3_000)
  expect(alarms(first)).toEqual([])
  machine.steppedMs = HOUR
  await pass(1_000)
  expect(alarms(first)).toEqual([expect.stringMatching(/^site time is 36\d\d s behind the wall clock$/)])
  await first.end()
  const second = await new Machine('right').process(journal, node)
  expect(alarms(second)).toEqual([])
  await second.end()
})
