/** A mailbox whose database gives no answer, over a local journal of real files. */
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCallSealing } from '../../src/adapters/crypto/call-private.ts'
import { openLocalJournal } from '../../src/adapters/local-journal/local-journal.ts'
import type { Outcome } from '../../src/domain/site/inputs.ts'
import { silentLog } from '../../src/lib/log.ts'
import { type KeptFacts, settleKeptFacts } from '../../src/runtime/kept-facts.ts'
import type { LocalJournalPort } from '../../src/runtime/local-journal.ts'
import { LATE_MS, Mailbox } from '../../src/runtime/mailbox.ts'
import { unobserved } from '../../src/runtime/observer.ts'
import { createPrivateOverlay } from '../../src/runtime/private-overlay.ts'
import { agentId, aSite, callId, siteId } from '../domain/support/story.ts'
import { eventually } from '../support/eventually.ts'
import { scratch } from '../support/scratch.ts'
import { HandClock } from './support/clock.ts'
import { HandTimers } from './support/hand-timers.ts'
import { HeldJournal } from './support/journal.ts'

const WAIT_MS = 250
const EMERGENCY_WAIT_MS = 50
const ROUTINE = '8000'
const EMERGENCY = '8999'
const NUMBER = '13812345678'

interface Given {
  readonly maxBytes?: number
  /** Kept by the test: a disk that hangs. */
  readonly local?: (real: LocalJournalPort) => LocalJournalPort
}

/** A mailbox over a site with two agents, and all that comes out of it. */
async function aMailbox({ maxBytes = 10_000_000, local = (real) => real }: Given = {}) {
  const site = aSite()
  const journal = new HeldJournal(site.journal)
  const clock = new HandClock()
  const timers = new HandTimers(clock)
  const directory = join(scratch().path, 'journal')
  const sealing = createCallSealing([randomBytes(32)])
  const openLocal = () => openLocalJournal({ directory, siteId, sealing, maxBytes })
  const files = local(openLocal())
  await files.begin()
  const overlay = createPrivateOverlay({
    read: async () => undefined,
    readSome: async () => new Map(),
  })
  const released: string[] = []
  const losses: string[] = []
  const durable: number[] = []
  let unrecorded = 0
  const all = {
    site,
    journal,
    clock,
    timers,
    overlay,
    released,
    losses,
    durable,
    files,
    leaseLive: true,
    late: 0,
    checkpoints: 0,
    get unrecorded() {
      return unrecorded
    },
    names: () => readdirSync(directory).filter((name) => name.endsWith('.log')),
    openLocal,
  }
  const mailbox = new Mailbox({
    state: site.state,
    journal,
    clock,
    timers,
    spilling: {
      local: files,
      overlay,
      limits: { waitMs: WAIT_MS, emergencyWaitMs: EMERGENCY_WAIT_MS },
      mayKeep: () => all.leaseLive,
    },
    observer: {
      ...unobserved,
      localJournal: (told) => {
        if (told.type === 'unrecorded') unrecorded += told.orders
      },
    },
    release: (commands) => {
      for (const command of commands)
        released.push(`${command.type} ${'callId' in command ? command.callId : ''}`)
    },
    appended: (pos) => durable.push(pos),
    unconfirmed: () => undefined,
    late: () => {
      all.late += 1
    },
    checkpoint: () => {
      all.checkpoints += 1
      return undefined
    },
    stateChanged: () => undefined,
    lost: (why) => losses.push(why),
  })
  onTestFinished(async () => {
    mailbox.close()
    await files.close()
    timers.pass(10_000)
    expect(timers.waiting).toBe(0)
  })
  const arrives = (n: number, number = ROUTINE) => {
    const arrival = site.arrival(n, number)
    mailbox.post({ type: 'legParked', nodeId: arrival.nodeId, at: site.now, arrival }, [
      { callId: callId(n), name: 'callingNumber', value: NUMBER },
    ])
  }
  const logsOn = (name: string, answer?: (outcome: Outcome) => void) =>
    mailbox.post(
      { type: 'logOnAgent', agentId: agentId(name), extension: undefined, at: site.now },
      [],
      answer,
    )
  return Object.assign(all, { mailbox, arrives, logsOn })
}

type Made = Awaited<ReturnType<typeof aMailbox>>

const until = (holds: () => boolean, what: string) =>
  eventually(async () => (holds() ? { found: undefined } : { waiting: what }))
const has = ({ released }: Made, n: number) =>
  until(() => released.includes(`claimLeg ${callId(n)}`), `caller ${n} is claimed`)
/** Time passes until it has come about. */
async function pumped<T>(timers: HandTimers, promise: Promise<T>): Promise<T> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  promise.then(over, over)
  while (!isOver) {
    timers.pass(50)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return promise
}

describe('while the database gives no answer', () => {
  it('orders go out once the facts are in the local journal, not before the time that the database has', async () => {
    const all = await aMailbox()
    all.arrives(1)
    await all.journal.attempt(1)
    all.timers.pass(WAIT_MS - 1)
    expect(all.mailbox.spill.spilling).toBe(false)
    expect(all.released).toEqual([])
    all.timers.pass(1)
    await has(all, 1)
    expect(all.mailbox.spill).toMatchObject({ spilling: true, stuck: undefined })
    expect(all.mailbox.lagMs).toBe(0)
    expect(all.durable).toEqual([])
    // What comes then waits no time at all.
    all.arrives(2)
    await has(all, 2)
    expect(all.journal.attempts).toHaveLength(1)
  })

  it('an emergency is waited for less, also when it comes to wait for what went before', async () => {
    const all = await aMailbox()
    all.arrives(1, EMERGENCY)
    all.timers.pass(EMERGENCY_WAIT_MS)
    await has(all, 1)
    const other = await aMailbox()
    other.arrives(1)
    await other.journal.attempt(1)
    other.timers.pass(10)
    other.arrives(2, EMERGENCY)
    other.timers.pass(EMERGENCY_WAIT_MS)
    await has(other, 2)
    expect(other.released.indexOf(`claimLeg ${callId(1)}`)).toBeLessThan(
      other.released.indexOf(`claimLeg ${callId(2)}`),
    )
  })

  it('all is brought in afterwards, in order, and then nothing is left here', async () => {
    const all = await aMailbox()
    const { journal, mailbox, timers, site } = all
    all.arrives(1)
    const first = await journal.attempt(1)
    timers.pass(WAIT_MS)
    await has(all, 1)
    all.arrives(2)
    await has(all, 2)
    all.arrives(3)
    await has(all, 3)
    first.commit()
    const replayed = await journal.attempt(2)
    // Both in one, while a fourth comes.
    expect(new Set(replayed.batch.rows.map(({ subject }) => subject))).toEqual(
      new Set([callId(2), callId(3)]),
    )
    expect(replayed.batch.privateFields.map((field) => field.callId)).toEqual([callId(2), callId(3)])
    expect(
      replayed.batch.views.filter(({ kind }) => kind === 'call').map(({ partyHash }) => partyHash),
    ).toEqual([expect.any(String), expect.any(String)])
    all.arrives(4)
    await has(all, 4)
    replayed.commit()
    const last = await journal.attempt(3)
    expect(mailbox.spill.spilling).toBe(true)
    last.commit()
    await mailbox.settled()
    expect(mailbox.spill).toMatchObject({ spilling: false, fill: 0, forMs: 0 })
    expect(journal.rows.map(({ pos }) => pos)).toEqual(journal.rows.map((_, index) => index + 1))
    expect(journal.rows).toHaveLength(site.state.pos)
    expect(all.names()).toEqual([])
    expect(all.durable.at(-1)).toBe(site.state.pos)
    // As before.
    all.arrives(5)
    await journal.attempt(4)
    expect(all.released).not.toContain(`claimLeg ${callId(5)}`)
  })

  it('what comes in the very moment in which all is durable again goes to the database, and not here too', async () => {
    let atTheLastLook = () => {}
    const watched = (real: LocalJournalPort): LocalJournalPort => ({
      ...real,
      get bytes() {
        return real.bytes
      },
      get fill() {
        return real.fill
      },
      async read(afterPos, mostRows) {
        const read = await real.read(afterPos, mostRows)
        // Behind whoever has waited for this, and before anybody who hears of that one.
        if (read.type === 'batches' && read.batches.length === 0)
          queueMicrotask(() => queueMicrotask(() => atTheLastLook()))
        return read
      },
    })
    const all = await aMailbox({ local: watched })
    const { journal, mailbox, timers } = all
    all.arrives(1)
    const first = await journal.attempt(1)
    timers.pass(WAIT_MS)
    await has(all, 1)
    atTheLastLook = () => {
      atTheLastLook = () => {}
      all.arrives(2)
    }
    first.commit()
    ;(await journal.attempt(2)).commit()
    await mailbox.settled()
    await has(all, 2)
    expect(all.names()).toEqual([])
    expect(all.files.bytes).toBe(0)
  })

  it('what was in flight may have been kept late: it is found by its positions, and nothing is written twice', async () => {
    const all = await aMailbox()
    const { journal, mailbox, timers } = all
    all.arrives(1)
    const first = await journal.attempt(1)
    timers.pass(WAIT_MS)
    await has(all, 1)
    all.arrives(2)
    await has(all, 2)
    first.commitUnseen()
    ;(await journal.attempt(2)).commit()
    await mailbox.settled()
    const positions = journal.rows.map(({ pos }) => pos)
    expect(positions).toEqual(positions.map((_, index) => index + 1))
    expect(all.losses).toEqual([])
  })

  it('nothing here is dropped that the database only kept, without its standby', async () => {
    const all = await aMailbox()
    const { journal, mailbox, timers } = all
    journal.unconfirmed = true
    all.arrives(1)
    const first = await journal.attempt(1)
    timers.pass(WAIT_MS)
    await has(all, 1)
    first.commitUnseen()
    await pumped(timers, journal.confirmations.count(3))
    expect(all.names()).toHaveLength(1)
    expect(all.durable).toEqual([])
    journal.unconfirmed = false
    await pumped(timers, mailbox.settled())
    expect(all.names()).toEqual([])
  })

  it('an answer that comes in time is as ever, and one that comes a moment later leaves nothing behind', async () => {
    const held: (() => void)[] = []
    const hangs = (real: LocalJournalPort): LocalJournalPort => ({
      ...real,
      get bytes() {
        return real.bytes
      },
      get fill() {
        return real.fill
      },
      write: async (batch) => {
        await new Promise<void>((resolve) => held.push(resolve))
        return real.write(batch)
      },
    })
    const all = await aMailbox({ local: hangs })
    const { journal, mailbox, timers } = all
    all.arrives(1)
    const first = await journal.attempt(1)
    timers.pass(WAIT_MS)
    await until(() => held.length === 1, 'the disk is asked')
    first.commit()
    await mailbox.settled()
    await has(all, 1)
    expect(mailbox.spill.spilling).toBe(false)
    for (const resolve of held) resolve()
    all.arrives(2)
    ;(await journal.attempt(2)).commit()
    await mailbox.settled()
    expect(all.losses).toEqual([])
  })

  it('without the lease nothing goes out: an append that hangs proves nothing', async () => {
    const all = await aMailbox()
    all.leaseLive = false
    all.arrives(1)
    const first = await all.journal.attempt(1)
    all.timers.pass(WAIT_MS)
    await until(() => all.mailbox.spill.stuck === 'lease', 'stuck')
    all.arrives(2, EMERGENCY)
    all.timers.pass(LATE_MS)
    expect(all.released).toEqual([])
    expect(all.names()).toEqual([])
    first.commit()
    await until(() => all.late === 1, 'too late')
    expect(all.released).toEqual([])
  })

  it('answers wait a moment for what they tell of to be readable, and no longer', async () => {
    const all = await aMailbox()
    const answers: string[] = []
    all.logsOn('li', () => answers.push('li'))
    await all.journal.attempt(1)
    all.timers.pass(WAIT_MS)
    await until(() => all.mailbox.spill.spilling, 'kept here')
    expect(answers).toEqual([])
    all.timers.pass(1_000)
    expect(answers).toEqual(['li'])
    all.logsOn('wang', () => answers.push('wang'))
    await until(() => answers.includes('wang'), 'the answer')
  })

  it('loses the site to whoever has taken it; what was kept stays for the next look', async () => {
    const all = await aMailbox()
    const { journal, timers } = all
    all.arrives(1)
    const first = await journal.attempt(1)
    timers.pass(WAIT_MS)
    await has(all, 1)
    journal.takenBy('another')
    first.refuse()
    await until(() => all.losses.length > 0, 'the site is lost')
    expect(all.losses).toEqual(['conflict'])
    expect(all.names()).toHaveLength(1)
    all.arrives(2)
    expect(all.released).not.toContain(`claimLeg ${callId(2)}`)
  })

  it('reads numbers that the database has not got yet, until it has', async () => {
    const all = await aMailbox()
    const { journal, timers, overlay } = all
    all.arrives(1)
    const first = await journal.attempt(1)
    expect(await overlay.read(siteId, callId(1), 'callingNumber')).toBeUndefined()
    timers.pass(WAIT_MS)
    await has(all, 1)
    expect(await overlay.read(siteId, callId(1), 'callingNumber')).toBe(NUMBER)
    first.commit()
    await all.mailbox.settled()
    expect(await overlay.read(siteId, callId(1), 'callingNumber')).toBeUndefined()
  })

  it('takes no snapshot that would be ahead of the database', async () => {
    const all = await aMailbox()
    all.arrives(1)
    await all.journal.attempt(1)
    all.timers.pass(WAIT_MS)
    await has(all, 1)
    const before = all.checkpoints
    all.arrives(2)
    await has(all, 2)
    expect(all.checkpoints).toBe(before)
  })
})

describe('when the local journal is full', () => {
  it('only emergencies go on, without a record, until there is room or the database is back', async () => {
    const all = await aMailbox({ maxBytes: 9_000 })
    const { journal, timers, mailbox } = all
    all.arrives(1)
    const first = await journal.attempt(1)
    timers.pass(WAIT_MS)
    await has(all, 1)
    let n = 1
    while (mailbox.spill.stuck !== 'full') {
      n += 1
      all.arrives(n)
      await until(
        () => all.released.includes(`claimLeg ${callId(n)}`) || mailbox.spill.stuck === 'full',
        'kept or full',
      )
    }
    all.arrives(n + 1)
    all.arrives(n + 2, EMERGENCY)
    timers.pass(EMERGENCY_WAIT_MS)
    timers.pass(EMERGENCY_WAIT_MS)
    await has(all, n + 2)
    expect(all.unrecorded).toBeGreaterThan(0)
    expect(all.released).not.toContain(`claimLeg ${callId(n)}`)
    expect(all.released).not.toContain(`claimLeg ${callId(n + 1)}`)
    first.commit()
    for (let attempt = 2; mailbox.writing; attempt += 1) {
      ;(await Promise.race([journal.attempt(attempt), mailbox.settled()]))?.commit()
      timers.pass(EMERGENCY_WAIT_MS)
    }
    await has(all, n + 1)
    expect(all.released.filter((one) => one === `claimLeg ${callId(n + 2)}`)).toHaveLength(1)
    const positions = journal.rows.map(({ pos }) => pos)
    expect(positions).toEqual(Array.from({ length: all.site.state.pos }, (_, index) => index + 1))
  })
})

describe('the next time of owning', () => {
  /** A process that was killed over facts of two callers; the database has those of `there`. */
  async function leftBehind(there: 'nothing' | 'what was in flight' | 'all') {
    const all = await aMailbox()
    const { journal, timers } = all
    all.arrives(1)
    const first = await journal.attempt(1)
    timers.pass(WAIT_MS)
    await has(all, 1)
    all.arrives(2)
    await has(all, 2)
    const kept = await all.files.read((first.batch.rows[0]?.pos ?? 0) - 1, 1_000)
    all.mailbox.close()
    if (there !== 'nothing') first.keepLate()
    if (there === 'all' && kept.type === 'batches') journal.rows.push(...(kept.batches[1]?.rows ?? []))
    const local = all.openLocal()
    onTestFinished(() => local.close())
    const settle = (mayAppend = true): Promise<KeptFacts> =>
      settleKeptFacts({
        siteId,
        local,
        journal,
        clock: all.clock,
        observer: unobserved,
        log: silentLog,
        mayAppend: () => mayAppend,
      })
    const whole = () =>
      expect(journal.rows.map(({ pos }) => pos)).toEqual(journal.rows.map((_, at) => at + 1))
    return { ...all, journal, local, settle, whole, pos: all.site.state.pos }
  }

  it('brings in what was left', async () => {
    const { settle, journal, whole, names, pos } = await leftBehind('nothing')
    const settled = settle()
    ;(await journal.attempt(2)).commit()
    expect(await settled).toEqual({ type: 'brought' })
    whole()
    expect(journal.rows).toHaveLength(pos)
    expect(names()).toEqual([])
    expect(await settle()).toEqual({ type: 'nothing' })
  })

  it('brings in the rest where some of it was kept late', async () => {
    const { settle, journal, whole, pos } = await leftBehind('what was in flight')
    const settled = settle()
    ;(await journal.attempt(2)).commit()
    expect(await settled).toEqual({ type: 'brought' })
    whole()
    expect(journal.rows).toHaveLength(pos)
  })

  it('asks whether it is durable where all of it is there', async () => {
    const { settle, journal, names } = await leftBehind('all')
    expect(await settle()).toEqual({ type: 'brought' })
    expect(journal.attempts).toHaveLength(1)
    expect(journal.confirmations.items).toEqual(['confirmed'])
    expect(names()).toEqual([])
  })

  it('takes an append of its own that was kept while it looked for its own', async () => {
    const { settle, journal, whole, pos } = await leftBehind('nothing')
    const settled = settle()
    const attempt = await journal.attempt(2)
    journal.attempts[0]?.keepLate()
    attempt.refuse()
    ;(await journal.attempt(3)).commit()
    expect(await settled).toEqual({ type: 'brought' })
    whole()
    expect(journal.rows).toHaveLength(pos)
  })

  it('sets it aside, and keeps it for the operator, when another has gone on in its place', async () => {
    const { settle, journal, local, names } = await leftBehind('nothing')
    journal.takenBy('another')
    expect(await settle(false)).toEqual({ type: 'setAside' })
    expect(names()).toEqual([])
    expect(await local.aside()).toBe(1)
    expect(await settle()).toEqual({ type: 'nothing' })
  })

  it('sets aside the rest when another has gone on behind a part of it', async () => {
    const { settle, journal, local } = await leftBehind('what was in flight')
    journal.takenBy('another')
    expect(await settle()).toEqual({ type: 'setAside' })
    expect(await local.aside()).toBe(1)
  })

  it('sets it aside when the database was restored from before it', async () => {
    const { settle, journal } = await leftBehind('nothing')
    journal.rows.pop()
    expect(await settle()).toEqual({ type: 'setAside' })
  })

  it('leaves it where it is without the lease, and while the database can not be read', async () => {
    const { settle, journal, names } = await leftBehind('nothing')
    expect(await settle(false)).toEqual({ type: 'waits' })
    journal.away = true
    await expect(settle()).rejects.toThrow('away')
    expect(names()).toHaveLength(1)
  })
})
