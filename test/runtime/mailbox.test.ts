import { describe, expect, it } from 'vitest'
import type { CollectStep } from '../../src/domain/ivr/flow.ts'
import type { Command } from '../../src/domain/site/commands.ts'
import type { Outcome, SiteInput } from '../../src/domain/site/inputs.ts'
import { LATE_MS, Mailbox } from '../../src/runtime/mailbox.ts'
import { unobserved } from '../../src/runtime/observer.ts'
import { asking, ends, flowOf } from '../domain/support/flows.ts'
import { tokenOf } from '../domain/support/given.ts'
import { agentId, aSite, callerLeg, callId, type Site } from '../domain/support/story.ts'
import { HandClock } from './support/clock.ts'
import { HeldJournal } from './support/journal.ts'

/** A mailbox over a site with two agents, and all that comes out of it. */
function aMailbox() {
  const site = aSite()
  const journal = new HeldJournal(site.journal)
  const clock = new HandClock()
  const released: Command['type'][] = []
  const losses: string[] = []
  let unconfirmed = 0
  const proofs: number[] = []
  let late = 0
  const mailbox = new Mailbox({
    state: site.state,
    journal,
    clock,
    observer: unobserved,
    release: (commands) => released.push(...commands.map(({ type }) => type)),
    appended: (_pos, beganAt) => proofs.push(beganAt),
    unconfirmed: () => {
      unconfirmed += 1
    },
    late: () => {
      late += 1
    },
    checkpoint: () => undefined,
    stateChanged: () => undefined,
    lost: (why) => losses.push(why),
  })
  const arrives = (n: number) =>
    mailbox.post(
      { type: 'legParked', nodeId: site.arrival(n).nodeId, at: site.now, arrival: site.arrival(n) },
      [{ callId: callId(n), name: 'callingNumber', value: '13812345678' }],
    )
  const logsOn = (name: string, answer?: (outcome: Outcome) => void) =>
    mailbox.post(
      { type: 'logOnAgent', agentId: agentId(name), extension: undefined, at: site.now },
      [],
      answer,
    )
  return {
    site,
    journal,
    clock,
    mailbox,
    released,
    losses,
    proofs,
    arrives,
    logsOn,
    get late() {
      return late
    },
    get unconfirmed() {
      return unconfirmed
    },
  }
}

/** Caller 1 is asked for a number. */
function inCollect(site: Site): void {
  const first: CollectStep = {
    kind: 'collect',
    ...asking,
    into: 'number',
    minLength: 1,
    maxLength: 8,
    terminator: '#',
    interDigitMs: 1_000,
    check: null,
    next: 'thanks',
  }
  const flow = flowOf({ first, ...ends('thanks', 'otherwise') })
  site.when({ type: 'publishFlow', flow, origin: 'file' })
  site.when({ type: 'assignNumbers', numbers: { '8100': flow.id }, otherwise: flow.id })
  site.arrives(1, '8100')
}

describe('a mailbox', () => {
  it('keeps one append in flight; all that waits meanwhile goes out together in the next', async () => {
    const { journal, mailbox, arrives } = aMailbox()
    arrives(1)
    arrives(2)
    arrives(3)
    expect(journal.attempts).toHaveLength(1)
    const first = await journal.attempt(1)
    expect(new Set(first.batch.rows.map(({ subject }) => subject))).toEqual(new Set([callId(1)]))
    first.commit()
    const second = await journal.attempt(2)
    expect(new Set(second.batch.rows.map(({ subject }) => subject))).toEqual(new Set([callId(2), callId(3)]))
    expect(second.batch.privateFields.map((field) => field.callId)).toEqual([callId(2), callId(3)])
    second.commit()
    await mailbox.settled()
    expect(journal.attempts).toHaveLength(2)
  })

  it('writes what the core hands out to be sealed with the facts that tell of it', async () => {
    const { site, journal, mailbox } = aMailbox()
    inCollect(site)
    const result = { kind: 'digits', digits: '0042' } as const
    const { nodeId } = site.arrival(1)
    mailbox.post({
      type: 'digitsCollected',
      nodeId,
      at: site.now,
      legId: callerLeg(1),
      token: tokenOf(site, 1),
      result,
    })
    const { batch } = await journal.attempt(1)
    expect(batch.rows.map(({ type }) => type)).toContain('digitsTaken')
    expect(batch.privateFields).toEqual([{ callId: callId(1), name: 'data:number', value: '"0042"' }])
    expect(JSON.stringify([batch.rows, batch.views])).not.toContain('0042')
    mailbox.close()
  })

  it('keeps what an errand has found out if it is attached, and nothing of an answer that is of no use', async () => {
    const { site, journal, mailbox } = aMailbox()
    const set = (next: string) => ({ kind: 'set', values: {}, next, otherwise: 'wait' }) as const
    const flow = flowOf({ first: set('hours'), hours: set('wait'), ...ends() })
    site.when({ type: 'publishFlow', flow, origin: 'file' })
    site.when({ type: 'assignNumbers', numbers: { '8100': flow.id }, otherwise: flow.id })
    site.arrives(1, '8100')
    const field = { callId: callId(1), name: 'data:age', value: '70' }
    const comesBack = (result: Extract<SiteInput, { type: 'errandDone' }>['result']) =>
      mailbox.post({ type: 'errandDone', at: site.now, callId: callId(1), token: tokenOf(site, 1), result }, [
        field,
      ])
    comesBack({ kind: 'set', names: ['age'] })
    const attached = await journal.attempt(1)
    expect(attached.batch.privateFields).toEqual([field])
    attached.commit()
    await mailbox.settled()
    comesBack({ kind: 'hours', is: 'open' })
    const { batch } = await journal.attempt(2)
    expect(batch.rows.map(({ type }) => type)).toContain('errandFailed')
    expect(batch.privateFields).toEqual([])
    mailbox.close()
  })

  it('orders nothing before the facts that explain it are durable', async () => {
    const { journal, mailbox, released, arrives } = aMailbox()
    arrives(1)
    const append = await journal.attempt(1)
    expect(released).toEqual([])
    append.commit()
    await mailbox.settled()
    expect(released).toEqual(['claimLeg', 'answer', 'startMusic'])
  })

  it('says when an append began that proves the site to be ours', async () => {
    const { journal, mailbox, clock, proofs, arrives } = aMailbox()
    arrives(1)
    const began = clock.monotonic()
    const append = await journal.attempt(1)
    clock.pass(1_500)
    append.commit()
    await mailbox.settled()
    expect(proofs).toEqual([began])
  })

  it('answers when the facts are durable, and at once when there are none', async () => {
    const { journal, mailbox, logsOn } = aMailbox()
    const answers: string[] = []
    logsOn('li', ({ type }) => answers.push(type))
    const append = await journal.attempt(1)
    expect(answers).toEqual([])
    append.commit()
    await mailbox.settled()
    logsOn('nobody', ({ type }) => answers.push(type))
    expect(answers).toEqual(['accepted', 'refused'])
  })

  it('loses the site to whoever has written the position: nothing is ordered, nobody is answered', async () => {
    const { journal, mailbox, released, losses, arrives, logsOn } = aMailbox()
    const answers: Outcome[] = []
    arrives(1)
    logsOn('li', (outcome) => answers.push(outcome))
    const append = await journal.attempt(1)
    journal.takenBy('another')
    append.refuse()
    await mailbox.settled()
    arrives(2)
    expect({ released, answers, losses }).toEqual({ released: [], answers: [], losses: ['conflict'] })
    expect(journal.attempts).toHaveLength(1)
  })

  it('tries again what has vanished', async () => {
    const { journal, mailbox, released, losses, arrives } = aMailbox()
    arrives(1)
    const first = await journal.attempt(1)
    first.vanish()
    const second = await journal.attempt(2)
    expect(second.batch).toEqual(first.batch)
    second.commit()
    await mailbox.settled()
    expect(released).toContain('claimLeg')
    expect(losses).toEqual([])
  })

  it('finds in the journal what was kept without an answer, and writes it no second time', async () => {
    const { journal, mailbox, released, arrives } = aMailbox()
    arrives(1)
    const append = await journal.attempt(1)
    append.commitUnseen()
    await mailbox.settled()
    expect(journal.attempts).toHaveLength(1)
    expect(released).toContain('claimLeg')
    const positions = journal.rows.map(({ pos }) => pos)
    expect(new Set(positions).size).toBe(positions.length)
  })

  it("asks again while the journal can't be read either", async () => {
    const { journal, mailbox, released, arrives } = aMailbox()
    arrives(1)
    const append = await journal.attempt(1)
    journal.away = true
    append.vanish()
    const again = await journal.attempt(2)
    expect(released).toEqual([])
    journal.away = false
    again.commit()
    await mailbox.settled()
    expect(released).toContain('claimLeg')
  })

  it("is lost when another's facts stand where its own should", async () => {
    const { journal, mailbox, losses, arrives } = aMailbox()
    arrives(1)
    const append = await journal.attempt(1)
    journal.takenBy('another')
    append.vanish()
    await mailbox.settled()
    expect(losses).toEqual(['conflict'])
  })

  it('is lost when another has taken the site behind what was kept without an answer', async () => {
    const { journal, mailbox, losses, released, arrives } = aMailbox()
    arrives(1)
    const append = await journal.attempt(1)
    journal.away = true
    append.commitUnseen()
    const again = await journal.attempt(2)
    journal.away = false
    journal.takenBy('another')
    again.refuse()
    await mailbox.settled()
    expect({ losses, released }).toEqual({ losses: ['conflict'], released: [] })
  })

  it('is lost when the journal no longer has what it built on', async () => {
    const { journal, mailbox, losses, arrives } = aMailbox()
    arrives(1)
    const append = await journal.attempt(1)
    journal.rows.pop()
    append.refuse()
    await mailbox.settled()
    expect(losses).toEqual(['conflict'])
  })

  it('is lost when it is refused though its position is free: its memory isn’t what the journal knows', async () => {
    const { journal, mailbox, losses, arrives } = aMailbox()
    arrives(1)
    const append = await journal.attempt(1)
    append.refuse()
    await mailbox.settled()
    expect(losses).toEqual(['conflict'])
  })

  it('isn’t lost to its own append that was kept late: the position is taken, but the site isn’t', async () => {
    const { journal, mailbox, released, losses, arrives } = aMailbox()
    arrives(1)
    const first = await journal.attempt(1)
    first.vanish()
    const second = await journal.attempt(2)
    first.keepLate()
    second.refuse()
    await mailbox.settled()
    expect(released).toContain('claimLeg')
    expect(losses).toEqual([])
    expect(journal.attempts).toHaveLength(2)
  })

  it('knows its own taking of the site from another’s', async () => {
    const takes = (all: ReturnType<typeof aMailbox>) =>
      all.mailbox.post({ type: 'siteTaken', at: all.site.now, controllerId: 'we', address: 'here' })
    const ours = aMailbox()
    takes(ours)
    ;(await ours.journal.attempt(1)).commitUnseen()
    await ours.mailbox.settled()
    expect(ours.losses).toEqual([])
    const others = aMailbox()
    takes(others)
    const append = await others.journal.attempt(1)
    others.journal.takenBy('another', others.site.now)
    append.refuse()
    await others.mailbox.settled()
    expect(others.losses).toEqual(['conflict'])
  })

  it('counts nothing as durable that the database only kept: it waits until that is confirmed', async () => {
    const all = aMailbox()
    const { journal, mailbox, released, losses, arrives } = all
    journal.unconfirmed = true
    arrives(1)
    const append = await journal.attempt(1)
    append.commitUnseen()
    await journal.confirmations.count(3)
    expect({ released, losses, told: all.unconfirmed }).toEqual({ released: [], losses: [], told: 1 })
    journal.unconfirmed = false
    await mailbox.settled()
    expect(released).toContain('claimLeg')
    expect(journal.attempts).toHaveLength(1)
  })

  it('writes again what was kept and has gone with its database', async () => {
    const { journal, mailbox, released, arrives } = aMailbox()
    journal.unconfirmed = true
    arrives(1)
    const append = await journal.attempt(1)
    append.commitUnseen()
    await journal.confirmations.count(1)
    // The standby, which never had them, is the database now.
    journal.rows.length -= append.batch.rows.length
    const again = await journal.attempt(2)
    expect(released).toEqual([])
    again.commit()
    await mailbox.settled()
    expect(released).toContain('claimLeg')
  })

  it('says how long the oldest input has waited, the one whose facts are being written among them', async () => {
    const { journal, mailbox, clock, arrives } = aMailbox()
    expect(mailbox.lagMs).toBe(0)
    arrives(1)
    const append = await journal.attempt(1)
    clock.pass(100)
    arrives(2)
    clock.pass(50)
    expect(mailbox.lagMs).toBe(150)
    append.commit()
    const next = await journal.attempt(2)
    expect(mailbox.lagMs).toBe(50)
    next.commit()
    await mailbox.settled()
    expect(mailbox.lagMs).toBe(0)
  })

  it('drops orders that come too late, and has the switches looked at afresh; facts and answers stand', async () => {
    const all = aMailbox()
    const { journal, mailbox, clock, released, arrives, logsOn } = all
    const answers: string[] = []
    arrives(1)
    const slow = await journal.attempt(1)
    logsOn('li', ({ type }) => answers.push(type))
    clock.pass(LATE_MS + 1)
    slow.commit()
    const next = await journal.attempt(2)
    expect(released).toEqual([])
    expect(all.late).toBe(1)
    next.commit()
    await mailbox.settled()
    expect(answers).toEqual(['accepted'])
    arrives(2)
    const quick = await journal.attempt(3)
    quick.commit()
    await mailbox.settled()
    expect(released).toContain('claimLeg')
  })

  it('gives the site up rather than hold more facts than memory should', async () => {
    const { site, losses, mailbox } = aMailbox()
    const flood = { type: 'keepSite', at: site.now } as const satisfies SiteInput
    for (let n = 0; n < 50_010 && losses.length === 0; n += 1) mailbox.post(flood)
    expect(losses).toEqual(['overflow'])
  })

  it("is lost when the core has a bug, since half a decision can't be trusted", async () => {
    const { site, journal, losses, arrives } = aMailbox()
    Object.defineProperty(site.state, 'numbers', {
      get: () => {
        throw new Error('a bug')
      },
    })
    arrives(1)
    expect(losses).toEqual(['bug'])
    expect(journal.attempts).toEqual([])
  })

  it('releases nothing any more once it is closed, though the append succeeds', async () => {
    const { journal, mailbox, released, arrives } = aMailbox()
    arrives(1)
    const append = await journal.attempt(1)
    mailbox.close()
    append.commit()
    await mailbox.settled()
    arrives(2)
    await Promise.resolve()
    expect(released).toEqual([])
    expect(journal.attempts).toHaveLength(1)
  })
})
