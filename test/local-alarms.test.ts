import { expect, it, onTestFinished } from 'vitest'
import { silentLog } from '../src/lib/log.ts'
import type { ApiCommand, SiteGateway } from '../src/runtime/gateway.ts'
import { createLocalAlarms } from '../src/wiring/local-alarms.ts'
import { aSite } from './domain/support/story.ts'
import { HandClock } from './runtime/support/clock.ts'
import { HandTimers } from './runtime/support/hand-timers.ts'

/** A site whose owner hears what several controllers say of their local journals. */
function anOwner() {
  const site = aSite()
  const clock = new HandClock()
  const timers = new HandTimers(clock)
  const all = { away: false, asked: 0 }
  const gateway: Pick<SiteGateway, 'dispatch'> = {
    async dispatch(_, command: ApiCommand) {
      all.asked += 1
      if (all.away) return { type: 'notOwner', retryAfterMs: 100 }
      site.when(command)
      return { type: 'accepted' }
    },
  }
  const controller = (whose: string) => {
    const now = { files: 0 as number | undefined, fault: undefined as string | undefined }
    const alarms = createLocalAlarms({
      siteId: 'site_main',
      gateway: gateway as SiteGateway,
      whose,
      aside: async () => now.files,
      fault: () => now.fault,
      clock,
      log: silentLog,
      timers,
    })
    alarms.start()
    onTestFinished(() => alarms.close())
    return now
  }
  return Object.assign(all, {
    controller,
    /** So many looks of each controller. */
    async looks(n: number) {
      for (let look = 0; look < n; look += 1) {
        timers.pass(10_000)
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
      }
    },
    raised: () => [...site.state.alarms.values()].map(({ alarm, detail }) => `${alarm} ${detail}`),
    facts: () => site.journal.filter(({ type }) => type.startsWith('alarm')).length,
  })
}

it('files that were set aside are told to whoever owns the site, until they are gone', async () => {
  const owner = anOwner()
  const own = owner.controller('host-a')
  own.files = 2
  owner.away = true
  await owner.looks(2)
  expect(owner.raised()).toEqual([])
  owner.away = false
  await owner.looks(1)
  expect(owner.raised()).toEqual(['factsSetAside host-a: files: 2'])
  // A folder that can't be read doesn't say that they are gone.
  own.files = undefined
  await owner.looks(10)
  expect(owner.raised()).toHaveLength(1)
  own.files = 0
  await owner.looks(1)
  expect(owner.raised()).toEqual([])
  expect(owner.facts()).toBe(2)
})

it('each controller ends only its own, and comes in when another has ended', async () => {
  const owner = anOwner()
  const [first, second] = [owner.controller('host-a'), owner.controller('host-b')]
  first.files = 1
  await owner.looks(1)
  second.files = 3
  await owner.looks(20)
  expect(owner.raised()).toEqual(['factsSetAside host-a: files: 1'])
  expect(owner.facts()).toBe(1)
  first.files = 0
  await owner.looks(7)
  expect(owner.raised()).toEqual(['factsSetAside host-b: files: 3'])
})

it('what a process of before has said of itself is ended by the next one', async () => {
  const owner = anOwner()
  const before = owner.controller('host-a')
  before.fault = 'EIO'
  await owner.looks(1)
  expect(owner.raised()).toEqual(['localJournalUnusable host-a: EIO'])
  owner.controller('host-ab')
  await owner.looks(1)
  expect(owner.raised()).toHaveLength(1)
  owner.controller('host-a')
  before.fault = undefined
  await owner.looks(1)
  expect(owner.raised()).toEqual([])
})
