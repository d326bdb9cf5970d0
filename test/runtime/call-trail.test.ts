import { expect, it } from 'vitest'
import type { JournalRow } from '../../src/domain/fact.ts'
import { silentLog } from '../../src/lib/log.ts'
import { createCallTrail } from '../../src/runtime/call-trail.ts'
import { hangsUp } from '../domain/support/given.ts'
import { agentId, agentLeg, aSite, callerLeg, callId, siteId, talking } from '../domain/support/story.ts'
import { HeldJournal } from './support/journal.ts'

const QUEUE = 'queue_general'

/** The caller is offered to li, who doesn't answer, and talks with wang. */
function handedOn(): JournalRow[] {
  const site = aSite()
  site.agentReady('li')
  site.arrives(1)
  site.leg('legAnswered', callerLeg(1))
  site.agentReady('wang')
  hangsUp(site, agentLeg(1, 1), 'NO_ANSWER')
  site.leg('legAnswered', agentLeg(1, 2))
  site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 2) })
  return site.journal
}

async function trailed(rows: readonly JournalRow[], from = 0) {
  const trail = createCallTrail(new HeldJournal(rows), silentLog)
  const concerned = []
  for (const row of rows.slice(from)) concerned.push({ type: row.type, ...(await trail.concerned(row)) })
  return concerned.filter(({ callId: id, type }) => id === callId(1) && type.startsWith('call'))
}

it('a call concerns its queue from the fact on that puts it there, and its agents while they have it', async () => {
  const told = await trailed(handedOn())
  const li = [agentId('li')]
  const wang = [agentId('wang')]
  expect(told.map(({ type, queueIds, agentIds }) => [type, queueIds, agentIds])).toEqual([
    ['callAccepted', [], []],
    ['callQueued', [QUEUE], []],
    ['callOffered', [QUEUE], li],
    ['callAnswered', [QUEUE], li],
    ['callLegEnded', [QUEUE], li],
    // What ended it is hers still; what follows is not.
    ['callOfferEnded', [QUEUE], li],
    ['callOffered', [QUEUE], wang],
    ['callOfferAnswered', [QUEUE], wang],
    ['callConnected', [QUEUE], wang],
  ])
})

it('says the same of a call whose beginning it hasn’t seen', async () => {
  const rows = handedOn()
  const whole = await trailed(rows)
  for (let from = 0; from < rows.length; from += 1) {
    const late = await trailed(rows, from)
    expect(late).toEqual(late.length === 0 ? [] : whole.slice(-late.length))
  }
})

it('knows whose call a recording is of, after its end too', async () => {
  const site = aSite()
  talking(site, 1, 'li')
  hangsUp(site, callerLeg(1))
  hangsUp(site, agentLeg(1, 1))
  const row: JournalRow = {
    siteId,
    pos: site.journal.length + 1,
    kind: 'recording',
    subject: `rec_${callId(1).slice('call_'.length)}`,
    subjectSeq: 1,
    at: site.now,
    type: 'recordingCompleted',
    data: {},
  }
  const trail = createCallTrail(new HeldJournal(site.journal), silentLog)
  expect(await trail.concerned(row)).toEqual({
    callId: callId(1),
    queueIds: [QUEUE],
    agentIds: [agentId('li')],
  })
})

it('a call that can’t be followed is told by its id alone, and stops nothing', async () => {
  const rows = handedOn()
  const queued = rows.findIndex(({ type }) => type === 'callQueued')
  // As if a later version had put it into the queue by a fact of its own.
  const strange = rows.map((row, n) => (n === queued ? { ...row, type: 'callTeleported' } : row))
  const logged: object[] = []
  const trail = createCallTrail(new HeldJournal(strange), {
    ...silentLog,
    error: (obj) => logged.push(obj),
  })
  const told = []
  for (const row of strange) told.push(await trail.concerned(row))
  expect(logged.length).toBeGreaterThan(0)
  expect(told.at(-1)).toMatchObject({ callId: callId(1) })
})
