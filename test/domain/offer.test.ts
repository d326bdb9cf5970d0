import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { agentIs, connecting, dataOf, fails, hangsUp, offered, orderOf, phaseOf } from './support/given.ts'
import { agentId, agentLeg, aSite, callerLeg, callId, orders, types } from './support/story.ts'

describe('an offer', () => {
  it('rings the phone at which the agent logged on, and shows no whole number', () => {
    const site = aSite()
    const happened = offered(site, 1)
    expect(orderOf(happened, 'originate')).toMatchObject({
      legId: agentLeg(1, 1),
      to: { kind: 'extension', extension: '1001' },
      ringMs: 20_000,
      shownNumber: '138****5678',
      earlyMedia: 'ignore',
    })
    expect(agentIs(site, 'li')).toBe('reserved')
  })

  it('is told to ring once, however often the switch says so', () => {
    const site = aSite()
    offered(site, 1)
    expect(types(site.leg('legCreated', agentLeg(1, 1), { callId: callId(1) }))).toEqual([])
    expect(types(site.leg('legRinging', agentLeg(1, 1)))).toEqual(['callAlerting'])
    expect(site.leg('legRinging', agentLeg(1, 1))).toMatchObject({ facts: [], stale: true })
  })

  it('ignores what is heard before the answer', () => {
    const site = aSite()
    offered(site, 1)
    expect(site.leg('legHeard', agentLeg(1, 1))).toMatchObject({ facts: [], commands: [] })
  })

  it.each([
    ['USER_BUSY', 'busy', 'phoneBusy'],
    ['NO_ANSWER', 'noAnswer', 'noAnswer'],
    ['NO_USER_RESPONSE', 'noAnswer', 'noAnswer'],
    ['CALL_REJECTED', 'rejected', 'rejected'],
    ['USER_NOT_REGISTERED', 'unreachable', 'phoneUnreachable'],
    ['UNALLOCATED_NUMBER', 'invalidNumber', 'phoneUnreachable'],
    ['MEDIA_TIMEOUT', 'failed', 'phoneFailed'],
    ['SOMETHING_NEW', 'failed', 'phoneFailed'],
  ])(
    'that ends with %s: the caller is back, the agent not ready with the reason',
    (cause, why, reasonCode) => {
      const site = aSite()
      offered(site, 1)
      const ended = hangsUp(site, agentLeg(1, 1), cause)
      expect(types(ended)).toEqual(['callLegEnded', 'callOfferEnded', 'agentNotReady'])
      expect(dataOf(ended, 'callOfferEnded')).toMatchObject({ why, legDueAt: null })
      expect(dataOf(ended, 'agentNotReady')).toEqual({ reasonCode, callId: callId(1) })
      expect(phaseOf(site, 1)).toBe('queued')
    },
  )

  it('that was cancelled is nobody’s fault: the agent is ready again', () => {
    const site = aSite()
    offered(site, 1)
    expect(types(hangsUp(site, agentLeg(1, 1), 'PICKED_OFF')).slice(0, 3)).toEqual([
      'callLegEnded',
      'callOfferEnded',
      'agentReady',
    ])
  })

  it('goes to the next agent at once', () => {
    const site = aSite()
    offered(site, 1)
    site.agentReady('wang')
    const next = hangsUp(site, agentLeg(1, 1), 'USER_BUSY')
    expect(dataOf(next, 'callOffered')).toMatchObject({ agentId: agentId('wang'), legId: agentLeg(1, 2) })
  })

  it('is over when the ring time is: the phone stops, the agent is not ready', () => {
    const site = aSite()
    offered(site, 1)
    expect(site.after(19_999).facts).toEqual([])
    const over = site.after(1)
    expect(types(over)).toEqual(['callOfferEnded', 'agentNotReady'])
    expect(over.commands).toMatchObject([{ type: 'hangUp', legId: agentLeg(1, 1), cause: 'NO_ANSWER' }])
    // Answered in the same moment: nobody is there for it.
    expect(orders(site.leg('legAnswered', agentLeg(1, 1)))).toEqual(['hangUpStray'])
    expect(types(hangsUp(site, agentLeg(1, 1)))).toEqual(['callLegEnded'])
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('that is over, and of whose phone nothing more is heard, is forgotten after five seconds', () => {
    const site = aSite()
    offered(site, 1)
    site.after(20_000)
    const forgotten = site.after(5_000)
    expect(types(forgotten)).toEqual(['callLegEnded'])
    expect(orders(forgotten)).toEqual(['hangUp'])
    expect(orders(site.leg('legAnswered', agentLeg(1, 1)))).toEqual(['hangUpStray'])
  })

  it.each([
    ['USER_NOT_REGISTERED', 'phoneUnreachable'],
    ['USER_BUSY', 'phoneBusy'],
    [undefined, 'phoneUnreachable'],
  ])('that the switch refuses (%s) is over at once', (cause, reasonCode) => {
    const site = aSite()
    offered(site, 1)
    const refused = fails(site, agentLeg(1, 1), 'originate', 'refused', { cause })
    expect(dataOf(refused, 'agentNotReady')).toMatchObject({ reasonCode })
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it.each(['timedOut', 'connectionLost'])('whose order’s outcome is unknown (%s) goes on', (reason) => {
    const site = aSite()
    offered(site, 1)
    expect(fails(site, agentLeg(1, 1), 'originate', reason)).toMatchObject({ facts: [], commands: [] })
    expect(types(site.leg('legAnswered', agentLeg(1, 1)))).toEqual(['callOfferAnswered'])
  })

  it('cancelled before its channel exists: the phone is hung up when it comes up, the agent is free before', () => {
    const site = aSite()
    offered(site, 1)
    expect(orders(hangsUp(site, callerLeg(1)))).toEqual(['hangUp'])
    const nothingThere = fails(site, agentLeg(1, 1), 'hangUp', 'noSuchLeg')
    expect(types(nothingThere)).toEqual(['agentReady', 'callLegEnded', 'callEnded'])
    for (const late of ['legCreated', 'legRinging', 'legAnswered'] as const) {
      const stray = site.leg(late, agentLeg(1, 1), { callId: callId(1) })
      expect(stray).toMatchObject({
        facts: [],
        stale: true,
        commands: [{ type: 'hangUpStray', legId: agentLeg(1, 1) }],
      })
    }
  })
})

describe('a bridge', () => {
  it('is the moment of connection; the wait is told', () => {
    const site = aSite()
    site.arrives(1)
    site.after(7_000)
    site.agentReady('li')
    site.leg('legAnswered', agentLeg(1, 1))
    const bridged = site.leg('legsBridged', agentLeg(1, 1), { withLegId: callerLeg(1) })
    expect(types(bridged)).toEqual(['callConnected', 'agentBusy'])
    expect(dataOf(bridged, 'callConnected')).toMatchObject({ waitedMs: 7_000, agentId: agentId('li') })
  })

  it.each([
    ['refused', true],
    ['noSuchLeg', true],
    ['timedOut', false],
    ['connectionLost', false],
  ])('that is %s fails at once: %s', (reason, isOver) => {
    const site = aSite()
    connecting(site, 1)
    const failed = fails(site, callerLeg(1), 'bridge', reason)
    expect(types(failed)).toEqual(isOver ? ['callOfferEnded'] : [])
    expect(orders(failed)).toEqual(isOver ? ['hangUp', 'startMusic'] : [])
  })

  it('that is not seen within three seconds: the caller is back with music, the agent unblamed when the leg ends', () => {
    const site = aSite()
    connecting(site, 1)
    const failed = site.after(3_000)
    expect(dataOf(failed, 'callOfferEnded')).toMatchObject({ why: 'bridgeFailed' })
    expect(agentIs(site, 'li')).toBe('reserved')
    const freed = hangsUp(site, agentLeg(1, 1), 'NORMAL_TEMPORARY_FAILURE')
    expect(types(freed)).toEqual(['agentReady', 'callLegEnded', 'callOffered', 'agentReserved'])
  })

  it('that failed, and whose phone is heard of no more, doesn’t keep the agent', () => {
    const site = aSite()
    connecting(site, 1)
    site.after(3_000)
    expect(types(site.after(5_000)).slice(0, 2)).toEqual(['agentReady', 'callLegEnded'])
  })

  it('of which an old order’s time-out tells goes on', () => {
    const site = aSite()
    connecting(site, 1)
    site.after(3_000)
    hangsUp(site, agentLeg(1, 1))
    site.leg('legAnswered', agentLeg(1, 2))
    fails(site, callerLeg(1), 'bridge', 'timedOut')
    expect(phaseOf(site, 1)).toBe('connecting')
  })

  it('to which the agent’s phone doesn’t live: the caller is back with music, the agent not ready', () => {
    const site = aSite()
    connecting(site, 1)
    const died = hangsUp(site, agentLeg(1, 1), 'RECOVERY_ON_TIMER_EXPIRE')
    expect(types(died)).toEqual(['callLegEnded', 'callOfferEnded', 'agentNotReady'])
    expect(orders(died)).toEqual(['startMusic'])
    expect(dataOf(died, 'agentNotReady')).toMatchObject({ reasonCode: 'phoneFailed' })
  })

  it('to which the caller doesn’t live: abandoned, no wrap-up for the agent', () => {
    const site = aSite()
    connecting(site, 1)
    const gone = hangsUp(site, callerLeg(1))
    expect(orderOf(gone, 'hangUp')).toMatchObject({ legId: agentLeg(1, 1), cause: 'NORMAL_CLEARING' })
    const over = hangsUp(site, agentLeg(1, 1))
    expect(types(over)).toEqual(['agentReady', 'callLegEnded', 'callEnded'])
    expect(dataOf(over, 'callEnded')).toMatchObject({ by: 'caller', why: 'abandoned', talkedMs: 0 })
  })

  it('broken and parked again before it was seen: claimed, and its own deadline decides', () => {
    const site = aSite()
    connecting(site, 1)
    expect(site.arrives(1)).toMatchObject({ facts: [], commands: [{ type: 'claimLeg' }] })
  })
})
