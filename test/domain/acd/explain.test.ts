import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { explainAgent, explainAgents, explainWait } from '../../../src/domain/acd/explain.ts'
import { definesAgent, definesQueue, licence, siteOf } from '../support/matching.ts'
import { agentId, agentLeg, callerLeg, callId, queueId, type Site } from '../support/story.ts'

const SKILLED = { queues: ['stroke'], skills: [{ skill: 'stroke', level: 4 }] }

function strokeSite(agents: Parameters<typeof siteOf>[1] = { li: SKILLED }): Site {
  const relax = [{ afterMs: 20_000, skill: 'stroke', level: 2 }]
  return siteOf({ stroke: { skills: [{ skill: 'stroke', level: 3 }], relax } }, agents, {
    '8001': ['stroke'],
  })
}

const wait = (site: Site, n: number) => explainWait(site.state, callId(n), site.now)
const reasons = (site: Site, n: number) => wait(site, n)?.reasons.map(({ reason }) => reason)
const why = (site: Site, n: number, name: string) =>
  explainAgent(site.state, callId(n), agentId(name), site.now)

describe('why a call waits', () => {
  it('is that nobody is on, and that less will be enough later', () => {
    const site = strokeSite()
    site.arrives(1, '8001')
    expect(wait(site, 1)).toMatchObject({
      callId: callId(1),
      queueId: queueId('stroke'),
      state: 'queued',
      since: site.now,
      ahead: 0,
      reasons: [
        { reason: 'nobodyOn' },
        { reason: 'nextRelaxation', at: site.now + 20_000, skill: 'stroke', level: 2 },
      ],
      agents: { assigned: 1, on: 0, able: 0, byReason: { notLoggedOn: 1 } },
    })
  })

  it('is that who is on lacks the skill, or is occupied, and who stands ahead', () => {
    const site = strokeSite({ li: SKILLED, wang: { queues: ['stroke'] } })
    site.agentReady('wang')
    site.arrives(1, '8001')
    expect(reasons(site, 1)).toEqual(['noSkilledAgent', 'nextRelaxation'])
    expect(why(site, 1, 'wang')).toEqual([{ reason: 'missingSkill', skill: 'stroke', level: 3, has: 0 }])
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    site.arrives(2, '8001')
    expect(wait(site, 2)?.reasons.slice(0, 2)).toEqual([
      { reason: 'allOccupied', able: 1 },
      { reason: 'aheadOfIt', ahead: 1 },
    ])
    expect(wait(site, 2)?.agents.byReason).toEqual({ notReady: 1, missingSkill: 1 })
  })

  it.each([
    ['missing', [], 'licenceMissing'],
    ['over since yesterday', [licence('physician', { validTo: '2027-01-14' })], 'licenceExpired'],
    ['not valid before tomorrow', [licence('physician', { validFrom: '2027-01-16' })], 'licenceNotYetValid'],
    ['suspended', [licence('physician', {}, true)], 'licenceSuspended'],
    ['for another place', [{ ...licence('physician'), jurisdiction: 'CN-31' }], 'licenceOtherJurisdiction'],
  ])('is a licence that is %s', (_, licences, reason) => {
    const need = { kind: 'physician', jurisdiction: 'CN-11' }
    const site = siteOf(
      { advice: { licence: need } },
      { li: { queues: ['advice'], licences } },
      { '8002': ['advice'] },
    )
    site.agentReady('li')
    site.arrives(1, '8002')
    expect(wait(site, 1)?.reasons).toEqual([{ reason: 'noLicensedAgent', licences: [need] }])
    expect(why(site, 1, 'li')).toEqual([{ reason, ...need }])
  })

  it('is that it is kept for whom the caller knows, for a while', () => {
    const site = siteOf(
      { general: { preferAgentMs: 30_000 } },
      { li: { queues: ['general'] }, wang: { queues: ['general'] } },
      { '8000': ['general'] },
    )
    site.agentReady('li')
    site.arrives(1, '8000')
    site.leg('legAnswered', agentLeg(1, 1))
    site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    site.leg('legHungUp', callerLeg(1), { cause: 'NORMAL_CLEARING' })
    site.agentReady('wang')
    const calling = { masked: '138****5678', hash: 'hash-1' }
    site.when({ type: 'legParked', arrival: { ...site.arrival(2, '8000'), calling } })
    const until = site.now + 30_000
    expect(wait(site, 2)?.reasons).toEqual([
      { reason: 'waitingForPreferredAgent', agentId: agentId('li'), until },
    ])
    expect(why(site, 2, 'wang')).toEqual([{ reason: 'keptForPreferred', agentId: agentId('li'), until }])
    expect(why(site, 2, 'li')?.map(({ reason }) => reason)).toEqual(['busy'])
  })

  it('is the phone that rings, and then the bridge', () => {
    const site = strokeSite({ li: SKILLED, wang: { ...SKILLED } })
    site.agentReady('li')
    site.arrives(1, '8001')
    site.agentReady('wang')
    const until = site.now + 20_000
    expect(wait(site, 1)?.reasons).toEqual([{ reason: 'ringing', agentIds: [agentId('li')], until }])
    expect(why(site, 1, 'li')).toEqual([{ reason: 'ringing', callId: callId(1) }])
    expect(why(site, 1, 'wang')).toEqual([{ reason: 'offeredElsewhere', agentId: agentId('li') }])
    site.leg('legAnswered', agentLeg(1, 1))
    expect(wait(site, 1)?.reasons).toEqual([{ reason: 'connecting', agentId: agentId('li') }])
    site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    expect(wait(site, 1)).toBeUndefined()
    expect(why(site, 1, 'li')).toBeUndefined()
  })

  it('is a switch out of reach, though somebody is idle', () => {
    const site = strokeSite()
    site.arrives(1, '8001')
    site.when({ type: 'switchLost' })
    site.agentReady('li')
    expect(reasons(site, 1)).toEqual(['switchOutOfReach', 'nextRelaxation'])
    expect(why(site, 1, 'li')).toEqual([{ reason: 'switchOutOfReach', nodeId: 'node_a' }])
  })

  it('tells those of the queue by their ids, page by page, and apart who isn’t on for it', () => {
    const site = strokeSite({ li: SKILLED, wang: SKILLED, zhao: SKILLED })
    definesQueue(site, 'other', {})
    definesAgent(site, 'chen', { ...SKILLED, queues: ['other'], extension: '1099' })
    definesAgent(site, 'wang', { ...SKILLED, queues: ['stroke', 'other'], extension: '1098' })
    site.when({
      type: 'logOnAgent',
      agentId: agentId('wang'),
      extension: undefined,
      queueIds: [queueId('other')],
    })
    site.when({ type: 'makeAgentReady', agentId: agentId('wang') })
    site.arrives(1, '8001')
    const told = explainAgents(site.state, callId(1), { limit: 2 }, site.now)
    expect(told).toEqual([
      { agentId: agentId('li'), reasons: [{ reason: 'notLoggedOn' }] },
      { agentId: agentId('wang'), reasons: [{ reason: 'notOnThisQueue', assigned: true }] },
    ])
    const rest = explainAgents(site.state, callId(1), { limit: 2, after: agentId('wang') }, site.now)
    expect(rest.map((each) => each.agentId)).toEqual([agentId('zhao')])
    expect(why(site, 1, 'chen')).toEqual([{ reason: 'notOnThisQueue', assigned: false }])
    expect(why(site, 1, 'nobody')).toBeUndefined()
    expect(why(site, 2, 'li')).toBeUndefined()
  })
})
