import '../support/pure.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { agentIs, dataOf, hangsUp, makesCall, offered } from '../support/given.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  type Happened,
  queueId,
  type Site,
  talking,
  types,
} from '../support/story.ts'

const LI = agentId('li')
const BOSS = 'key_boss'
const MEETING = { name: 'notReady', reasonCode: 'meeting' }
let site: Site
beforeEach(() => {
  site = aSite()
})

function forces(to: object): Happened {
  return site.when({ type: 'forceAgent', agentId: LI, to, by: BOSS })
}

function forcedBy() {
  return site.state.agents.get(LI)?.forcedBy
}

describe('a supervisor', () => {
  it.each([
    [MEETING, 'agentNotReady', { reasonCode: 'meeting', callId: null, by: BOSS }],
    [{ name: 'loggedOff' }, 'agentLoggedOff', { why: 'forced', by: BOSS }],
  ])('makes an idle agent %j, in the supervisor’s name', (to, fact, data) => {
    site.agentReady('li')
    expect(dataOf(forces(to), fact)).toEqual(data)
    expect(forcedBy()).toBe(BOSS)
  })

  it('makes an agent ready, who is then offered who waits', () => {
    site.when({ type: 'logOnAgent', agentId: LI, extension: undefined })
    site.arrives(1)
    expect(dataOf(forces({ name: 'ready' }), 'agentReady')).toEqual({ since: site.now, by: BOSS })
    expect(agentIs(site, 'li')).toBe('reserved')
  })

  it.each([[MEETING], [{ name: 'ready' }]])('can’t make an agent %j who isn’t logged on', (to) => {
    expect(forces(to)).toMatchObject({ facts: [], outcome: { code: 'agent-state' } })
  })

  it('finds logged off who is logged off', () => {
    expect(forces({ name: 'loggedOff' })).toMatchObject({ facts: [], outcome: { type: 'accepted' } })
  })

  it('doesn’t tear a talk apart: it takes effect after the wrap-up, still in the supervisor’s name', () => {
    talking(site, 1, 'li')
    expect(types(forces({ name: 'loggedOff' }))).toEqual(['agentChangePending'])
    hangsUp(site, agentLeg(1, 1))
    hangsUp(site, callerLeg(1))
    expect(dataOf(site.after(10_000), 'agentLoggedOff')).toEqual({ why: 'forced', by: BOSS })
  })

  it('doesn’t stop a phone that rings: an agent who doesn’t answer is logged off then', () => {
    offered(site, 1)
    forces({ name: 'loggedOff' })
    expect(dataOf(site.after(20_000), 'agentLoggedOff')).toEqual({ why: 'forced', by: BOSS })
  })

  it('cuts short a wrap-up that the agent must keep to', () => {
    const wrapUp = { required: true, extendMs: 0, mostMs: 0 }
    const queue = {
      queueId: queueId('general'),
      names: { en: 'x' },
      ringMs: 20_000,
      wrapUpMs: 10_000,
      wrapUp,
    }
    site.when({ type: 'defineQueue', queue })
    talking(site, 1, 'li')
    hangsUp(site, agentLeg(1, 1))
    forces({ name: 'ready' })
    expect(agentIs(site, 'li')).toBe('ready')
  })
})

describe('an agent whom a supervisor has sent to a meeting', () => {
  beforeEach(() => {
    site.agentReady('li')
    forces(MEETING)
  })

  it('is still there by the supervisor’s will after a call of the agent’s own', () => {
    makesCall(site, 9)
    site.leg('legAnswered', agentLeg(9, 1))
    hangsUp(site, agentLeg(9, 1))
    site.after(10_000)
    expect([agentIs(site, 'li'), forcedBy()]).toEqual(['notReady', BOSS])
  })

  it('may come back, and then nobody has forced anything', () => {
    site.when({ type: 'makeAgentReady', agentId: LI })
    expect([agentIs(site, 'li'), forcedBy()]).toEqual(['ready', null])
  })
})
