import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import {
  callingParty,
  connecting,
  fails,
  hangsUp,
  heard,
  offered,
  outboundTalk,
  presses,
  tokenOf,
} from './support/given.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  type Happened,
  type Site,
  talking,
} from './support/story.ts'

const silent = { facts: [], commands: [], stale: true }

/** Events that have happened, said a second time. */
const twice: readonly [string, (site: Site) => void, (site: Site) => Happened][] = [
  ['the caller was answered', (s) => s.arrives(1), (s) => s.leg('legAnswered', callerLeg(1))],
  ['a phone rings', (s) => offered(s, 1), (s) => s.leg('legRinging', agentLeg(1, 1))],
  ['the agent answered', (s) => offered(s, 1), (s) => s.leg('legAnswered', agentLeg(1, 1))],
  [
    'caller and agent are bridged',
    (s) => connecting(s, 1),
    (s) => s.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) }),
  ],
  ['the caller hung up', (s) => s.arrives(1), (s) => hangsUp(s, callerLeg(1))],
  ['the agent hung up', (s) => talking(s, 1, 'li'), (s) => hangsUp(s, agentLeg(1, 1))],
  ['the party is heard', (s) => callingParty(s, 1), (s) => s.leg('legHeard', agentLeg(1, 2))],
  ['the party answered', (s) => callingParty(s, 1), (s) => s.leg('legAnswered', agentLeg(1, 2))],
  [
    'agent and party are bridged',
    (s) => {
      callingParty(s, 1)
      s.leg('legHeard', agentLeg(1, 2))
    },
    (s) => s.leg('legsBridged', agentLeg(1, 1), { withLegId: agentLeg(1, 2) }),
  ],
  ['the switch is lost', () => {}, (s) => s.when({ type: 'switchLost' })],
]

describe('an event that comes twice', () => {
  it.each(twice)('(%s) says nothing the second time, and is counted', (_what, given, happens) => {
    const site = aSite()
    given(site)
    expect(happens(site).facts).not.toEqual([])
    expect(happens(site)).toMatchObject(silent)
  })

  it('(a prompt has ended) says nothing the second time', () => {
    const site = aSite()
    site.arrives(1, '8001')
    const token = tokenOf(site, 1)
    heard(site, 1)
    expect(site.leg('promptFinished', callerLeg(1), { token })).toMatchObject(silent)
  })

  it('(a key was pressed) says nothing the second time', () => {
    const site = aSite()
    site.arrives(1, '8001')
    heard(site, 1)
    const token = tokenOf(site, 1)
    presses(site, 1, 'none')
    expect(site.leg('digitsCollected', callerLeg(1), { token, result: { kind: 'none' } })).toMatchObject(
      silent,
    )
  })
})

describe('an event about a leg that nobody knows any more', () => {
  function gone(): Site {
    const site = aSite()
    site.arrives(1)
    hangsUp(site, callerLeg(1))
    return site
  }

  it.each([
    ['legHeard', {}],
    ['legsBridged', { withLegId: agentLeg(1, 1) }],
    ['legsUnbridged', {}],
    ['legFellBack', {}],
    ['legHungUp', { cause: 'NORMAL_CLEARING' }],
    ['promptFinished', { token: 'x' }],
    ['digitsCollected', { token: 'x', result: { kind: 'none' } }],
  ] as const)('(%s) is counted and nothing else', (type, more) => {
    expect(gone().leg(type, callerLeg(1), more)).toMatchObject(silent)
  })

  it('(a failed command) is counted and nothing else', () => {
    expect(fails(gone(), callerLeg(1), 'play', 'noSuchLeg')).toMatchObject(silent)
  })

  it.each(['legCreated', 'legRinging', 'legAnswered'] as const)(
    '(%s) is a phone that must not ring',
    (type) => {
      const happened = gone().leg(type, agentLeg(1, 1), { callId: callId(1) })
      expect(happened).toMatchObject({ facts: [], stale: true, commands: [{ type: 'hangUpStray' }] })
    },
  )
})

describe('events in another order', () => {
  it('bridged before the party’s answer was told: connected with the answer', () => {
    const site = aSite()
    callingParty(site, 1)
    site.leg('legHeard', agentLeg(1, 2))
    site.leg('legsBridged', agentLeg(1, 2), { withLegId: agentLeg(1, 1) })
    site.leg('legAnswered', agentLeg(1, 2))
    expect(site.state.calls.get(callId(1))?.phase.name).toBe('connected')
  })

  it('the ringing told after the answer changes nothing', () => {
    const site = aSite()
    connecting(site, 1)
    expect(site.leg('legRinging', agentLeg(1, 1))).toMatchObject({ facts: [], commands: [] })
  })

  it('a caller who is parked after the hang-up was told is found out by the first order', () => {
    const site = aSite()
    hangsUp(site, callerLeg(1))
    site.arrives(1)
    fails(site, callerLeg(1), 'claimLeg', 'noSuchLeg')
    site.after(2_000)
    expect(site.state.calls.size).toBe(0)
  })

  it('a bridge with a stranger doesn’t concern a talk', () => {
    const site = aSite()
    outboundTalk(site, 1)
    const other = site.leg('legsBridged', agentLeg(1, 2), { withLegId: 'somebody-else' })
    expect(other).toMatchObject({ facts: [], commands: [] })
  })
})

describe('time', () => {
  it('that passes with nothing due says nothing', () => {
    const site = aSite()
    site.agentReady('li')
    expect(site.after(86_400_000)).toMatchObject({ facts: [], commands: [], stale: false })
  })

  it('that was overslept ends all waits that are over, earliest first, each on what the one before left', () => {
    const site = aSite()
    offered(site, 1)
    site.agentReady('wang')
    site.after(1_000)
    site.arrives(2)
    const woken = site.after(3_600_000)
    const ended = woken.facts.filter((fact) => fact.type === 'callOfferEnded').map((fact) => fact.subject)
    expect(ended).toEqual([callId(1), callId(2)])
    expect(site.state.agents.get(agentId('wang'))?.phase.name).toBe('notReady')
  })
})
