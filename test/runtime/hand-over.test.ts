/** A site that is to be handed over while some of its facts are on this machine alone. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createCallSealing } from '../../src/adapters/crypto/call-private.ts'
import { openLocalJournal } from '../../src/adapters/local-journal/local-journal.ts'
import { silentLog } from '../../src/lib/log.ts'
import { ERRANDLESS } from '../../src/runtime/errands.ts'
import { unobserved } from '../../src/runtime/observer.ts'
import type { LeasePort } from '../../src/runtime/ports.ts'
import { createPrivateOverlay } from '../../src/runtime/private-overlay.ts'
import { SiteOwner } from '../../src/runtime/site-owner.ts'
import { SPEECHLESS } from '../../src/runtime/speech.ts'
import { agentId, aSite, siteId } from '../domain/support/story.ts'
import { eventually } from '../support/eventually.ts'
import { scratch } from '../support/scratch.ts'
import { HandClock } from './support/clock.ts'
import { atWork } from './support/disk-at-work.ts'
import { HandTimers } from './support/hand-timers.ts'
import { HeldJournal } from './support/journal.ts'

function anOwner() {
  const site = aSite()
  const journal = new HeldJournal(site.journal)
  const clock = new HandClock()
  const timers = new HandTimers(clock)
  const sealing = createCallSealing([randomBytes(32)])
  const directory = join(scratch().path, 'journal')
  const disk = atWork(openLocalJournal({ directory, siteId, sealing, maxBytes: 1_000_000 }))
  const local = disk.port
  const overlay = createPrivateOverlay({ read: async () => undefined, readSome: async () => new Map() })
  const releases: string[] = []
  const ownership: boolean[] = []
  const grant = { holder: 'one', id: 'only' }
  const lease: LeasePort = {
    acquire: async (_, __, ttlMs) => ({ type: 'held', ttlMs, grant, before: { ...grant, released: false } }),
    release: async (_, holder) => void releases.push(holder),
  }
  const owner = new SiteOwner({
    siteId,
    controllerId: 'one',
    address: 'https://one',
    leaseTtlMs: 20_000,
    leaseRenewMs: 5_000,
    journal,
    localJournal: { local, overlay, limits: { waitMs: 250, emergencyWaitMs: 50 } },
    privateFields: overlay,
    errands: ERRANDLESS,
    speech: SPEECHLESS,
    snapshots: { load: async () => undefined, save: async () => undefined },
    lease,
    doorbell: { ring: () => undefined, listen: () => () => undefined },
    clock,
    timers,
    observer: { ...unobserved, ownership: (_, owned) => void ownership.push(owned) },
    log: silentLog,
    newUlid: () => '01K00000000000000000000000',
    hashNumber: (number) => number,
    makeSwitches: () => [],
    opening: () => [],
  })
  owner.start()
  onTestFinished(async () => {
    const stopped = owner.stop()
    await passing(() => stopped)
    await local.close()
  })

  /** Time passes until it has come about; not while the disk works, which has deadlines of its own. */
  async function passing(once: () => Promise<unknown>): Promise<void> {
    let isOver = false
    void once().then(() => {
      isOver = true
    })
    while (!isOver) {
      if (disk.count === 0) timers.pass(50)
      await new Promise(setImmediate)
    }
  }

  return { owner, journal, timers, local, releases, ownership, clock, passing }
}

async function commitAll(journal: HeldJournal, from: number): Promise<void> {
  for (let n = from; ; n += 1) (await journal.attempt(n)).commit()
}

const until = (holds: () => boolean, what: string) =>
  eventually(async () => (holds() ? { found: undefined } : { waiting: what }))

it('keeps the lease, brings its facts in, and only then may another have the site', async () => {
  const { owner, journal, timers, local, releases, ownership, clock, passing } = anOwner()
  ;(await journal.attempt(1)).commit()
  await passing(() => until(() => owner.owned, 'the site is ours'))
  owner.post(
    { type: 'logOnAgent', agentId: agentId('li'), extension: undefined, at: clock.now() },
    [],
    () => {},
  )
  const held = await journal.attempt(2)
  timers.pass(250)
  await until(() => owner.spilling && local.bytes > 0, 'facts are kept here')
  owner.handOver()
  // Also the wait for what might still become durable is over.
  await passing(() => until(() => ownership.at(-1) === false, 'the site is let go of'))
  expect(releases).toEqual([])
  held.vanish()
  void commitAll(journal, 3)
  await passing(() =>
    until(() => owner.owned && local.bytes === 0, 'the site is ours again, and its facts are in the journal'),
  )
  expect(journal.rows.map(({ pos }) => pos)).toEqual(journal.rows.map((_, at) => at + 1))
  expect(journal.rows.map(({ type }) => type)).toContain('agentLoggedOn')
  expect(releases).toEqual([])
  // In good times another may have it at once.
  owner.handOver()
  await until(() => releases.length > 0, 'the lease is given back')
})
