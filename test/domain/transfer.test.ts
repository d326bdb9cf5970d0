import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { viewCall } from '../../src/domain/site/view.ts'
import { begins, beyondSite, calls, handedOn, key } from './support/beyond.ts'
import { dataOf, fails, hangsUp, heard, orderOf, phaseOf } from './support/given.ts'
import { recordingOf } from './support/recordings.ts'
import { agentLeg, callerLeg, callId, orders, siteId, types } from './support/story.ts'

const party = agentLeg(1, 1)
const both = [
  { legId: callerLeg(1), role: 'caller', waiting: true },
  { legId: party, role: 'party' },
] as const

describe('the flow rings a phone for the caller', () => {
  it('in the house; the caller hears it ring', () => {
    const site = beyondSite('ring')
    const begun = calls(site)
    expect(types(begun)).toEqual(['callAccepted', 'handOnBegan'])
    expect(orderOf(begun, 'originate')).toMatchObject({
      role: 'party',
      to: { kind: 'extension', extension: '2001' },
      ringMs: 25_000,
      shownNumber: '138****5678',
      earlyMedia: 'ignore',
    })
    expect(orderOf(begun, 'startMusic')).toMatchObject({ legId: callerLeg(1), keys: ['0'] })
    expect(viewOf(site)).toMatchObject({ state: 'transferring', step: 'ring', agentId: null })
  })

  it('outside, after the prompts', () => {
    const site = beyondSite('outside')
    calls(site)
    expect(orderOf(heard(site, 1), 'originate')).toMatchObject({
      to: { kind: 'number', number: '02112345678' },
      shownNumber: '',
    })
  })

  it('and bridges the two when it is answered; the talk is recorded as any other', () => {
    const site = beyondSite('ring')
    calls(site)
    site.after(4_000)
    const answered = site.leg('legAnswered', party)
    expect(types(answered)).toEqual(['handOnAnswered'])
    expect(orders(answered)).toEqual(['stopPlayback', 'bridge'])
    const talk = site.leg('legsBridged', callerLeg(1), { withLegId: party })
    expect(types(talk)).toEqual(['callHandedOn', 'recordingTakeOrdered', 'callRecorded'])
    expect(dataOf(talk, 'recordingTakeOrdered')).toMatchObject({ legId: callerLeg(1), agentId: null })
    expect(viewOf(site)).toMatchObject({
      state: 'handedOn',
      connectedAt: site.now,
      agentId: null,
      step: null,
    })
  })

  it.each([
    ['USER_BUSY', 'busy'],
    ['NO_ANSWER', 'noAnswer'],
    ['CALL_REJECTED', 'rejected'],
    ['USER_NOT_REGISTERED', 'unreachable'],
  ])('that is not to be had (%s): the flow goes on elsewhere', (cause, why) => {
    const site = beyondSite('ring')
    calls(site)
    const ended = hangsUp(site, party, cause)
    expect(types(ended)).toEqual(['callLegEnded', 'handOnEnded', 'stepEntered'])
    expect(dataOf(ended, 'handOnEnded')).toMatchObject({ why })
    expect(orders(ended)).toEqual(['stopPlayback', 'play'])
  })

  it('that cannot even be rung', () => {
    const site = beyondSite('ring')
    calls(site)
    const failed = fails(site, party, 'originate', 'refused', { cause: 'NO_ROUTE_DESTINATION' })
    expect(dataOf(failed, 'handOnEnded')).toMatchObject({ why: 'unreachable' })
  })

  it('as long as the step says, then it stops ringing', () => {
    const site = beyondSite('ring')
    calls(site)
    expect(site.after(24_999).facts).toEqual([])
    const over = site.after(1)
    expect(dataOf(over, 'handOnEnded')).toMatchObject({ why: 'noAnswer', legDueAt: site.now + 5_000 })
    expect(orderOf(over, 'hangUp')).toMatchObject({ legId: party, cause: 'NO_ANSWER' })
    expect(orders(site.leg('legAnswered', party))).toEqual(['hangUpStray'])
    expect(types(hangsUp(site, party))).toEqual(['callLegEnded'])
    expect(phaseOf(site, 1)).toBe('walking')
  })

  it('whose leg is never heard of again counts as lost, and the call goes on', () => {
    const site = beyondSite('ring')
    calls(site)
    site.after(25_000)
    const lost = site.after(5_000)
    expect(dataOf(lost, 'callLegEnded')).toMatchObject({ legId: party, cause: 'LOST' })
    expect(phaseOf(site, 1)).toBe('walking')
  })

  it('until the caller hangs up: it is cancelled', () => {
    const site = beyondSite('ring')
    calls(site)
    const gone = hangsUp(site, callerLeg(1))
    expect(orderOf(gone, 'hangUp')).toMatchObject({ legId: party, cause: 'ORIGINATOR_CANCEL' })
    const over = hangsUp(site, party, 'ORIGINATOR_CANCEL')
    expect(dataOf(over, 'callEnded')).toMatchObject({ by: 'caller', why: 'abandoned', talkedMs: 0 })
  })

  it('until the emergency key is pressed', () => {
    const site = beyondSite('ring')
    calls(site)
    const jump = key(site, 1, '0')
    expect(types(jump)).toEqual(['handOnEnded', 'emergencyRaised', 'callQueued', 'alarmRaised'])
    expect(orders(jump)).toEqual(['hangUp', 'stopPlayback', 'startMusic'])
    expect(key(site, 1, '9')).toMatchObject({ facts: [], commands: [] })
  })

  it('and cannot bridge the two: the phone is let go', () => {
    const site = beyondSite('ring')
    calls(site)
    site.leg('legAnswered', party)
    const failed = fails(site, callerLeg(1), 'bridge', 'refused')
    expect(dataOf(failed, 'handOnEnded')).toMatchObject({ why: 'bridgeFailed' })
    expect(orderOf(failed, 'hangUp')).toMatchObject({ legId: party })
  })

  it('and hears nothing of the bridge for three seconds', () => {
    const site = beyondSite('ring')
    calls(site)
    site.leg('legAnswered', party)
    expect(dataOf(site.after(3_000), 'handOnEnded')).toMatchObject({ why: 'bridgeFailed' })
  })

  it('and the switch’s fallback takes the caller meanwhile', () => {
    const site = beyondSite('ring')
    calls(site)
    const taken = site.leg('legsBridged', callerLeg(1), { withLegId: 'somebody-else' })
    expect(types(taken)).toEqual(['handOnEnded', 'callFellBack'])
    expect(orders(taken)).toEqual(['hangUp'])
  })
})

describe('the caller talks with whom the flow has handed the call to', () => {
  it('until either hangs up', () => {
    const site = beyondSite('ring')
    handedOn(site)
    site.after(12_000)
    const byParty = hangsUp(site, party)
    expect(types(byParty)).toEqual(['callLegEnded', 'callEnding', 'recordingTakeEnded'])
    expect(orderOf(byParty, 'hangUp')).toMatchObject({ legId: callerLeg(1) })
    const over = hangsUp(site, callerLeg(1))
    expect(dataOf(over, 'callEnded')).toMatchObject({ by: 'party', why: 'hungUp', talkedMs: 12_000 })

    handedOn(site, 2)
    hangsUp(site, callerLeg(2))
    const byCaller = hangsUp(site, agentLeg(2, 1))
    expect(dataOf(byCaller, 'callEnded')).toMatchObject({ by: 'caller', why: 'hungUp' })
  })

  it('whose phone vanishes: the flow goes on as if nobody had answered', () => {
    const site = beyondSite('ring', false)
    handedOn(site)
    site.after(12_000)
    const lost = hangsUp(site, party, 'MEDIA_TIMEOUT')
    expect(types(lost)).toEqual(['alarmRaised', 'callLegEnded', 'handOnEnded', 'afterTalkBegan'])
    expect(orderOf(site.arrives(1), 'play')).toMatchObject({ prompts: [{ name: 'sorry' }] })
    expect(site.state.calls.get(callId(1))?.talkedMs).toBe(12_000)
  })

  it('and comes back from the bridge while the other’s leg lives: over after two seconds', () => {
    const site = beyondSite('ring', false)
    handedOn(site)
    expect(types(site.arrives(1))).toEqual(['callReturned'])
    expect(dataOf(site.after(2_000), 'callEnding')).toMatchObject({ ending: { by: 'switch', why: 'failed' } })
  })

  it('and a leg of the other’s that the switch does not know casts no doubt on the caller', () => {
    const site = beyondSite('ring')
    calls(site)
    expect(fails(site, party, 'bridge', 'noSuchLeg').facts).toEqual([])
  })
})

describe('the connection breaks', () => {
  it('while it rings: the caller hears it ring again, an answer is not missed', () => {
    const site = beyondSite('ring')
    calls(site)
    site.when({ type: 'switchLost' })
    expect(site.after(60_000).facts).toEqual([])
    const ringing = site.reconnected(both.map((leg) => ({ ...leg, answered: leg.role === 'caller' })))
    expect(orders(ringing)).toEqual(['stopPlayback', 'startMusic'])
    site.when({ type: 'switchLost' })
    const answered = site.reconnected(both)
    expect(types(answered)).toEqual(['switchConnected', 'handOnAnswered'])
    expect(orders(answered).slice(-2)).toEqual(['stopPlayback', 'bridge'])
  })

  it('and the phone’s leg is gone: the flow goes on', () => {
    const site = beyondSite('ring')
    calls(site)
    site.when({ type: 'switchLost' })
    const back = site.reconnected(both.slice(0, 1))
    expect(dataOf(back, 'handOnEnded')).toMatchObject({ why: 'lost' })
    expect(phaseOf(site, 1)).toBe('walking')
  })

  it('and the caller’s leg is gone: the phone is cancelled', () => {
    const site = beyondSite('ring')
    calls(site)
    site.when({ type: 'switchLost' })
    const back = site.reconnected(both.slice(1))
    expect(types(back)).toEqual(['switchConnected', 'callLegEnded', 'callEnding'])
    expect(orderOf(back, 'hangUp')).toMatchObject({ legId: party })
  })

  it('between answer and bridge: what was bridged unseen is a talk, what was not is bridged again', () => {
    const site = beyondSite('ring')
    calls(site)
    site.leg('legAnswered', party)
    site.when({ type: 'switchLost' })
    expect(types(site.reconnected(both))).toContain('callBridging')
    site.when({ type: 'switchLost' })
    const bridged = site.reconnected([{ ...both[0], bridgedTo: party }, both[1]])
    expect(types(bridged)).toContain('callHandedOn')
  })

  it('in mid-talk: nobody notices, or the two are bridged again', () => {
    const site = beyondSite('ring', false)
    handedOn(site)
    site.when({ type: 'switchLost' })
    expect(types(site.reconnected([{ ...both[0], bridgedTo: party }, both[1]]))).toEqual(['switchConnected'])
    site.when({ type: 'switchLost' })
    const again = site.reconnected(both)
    expect(types(again)).toEqual(['switchConnected', 'callBridging'])
    expect(orders(again)).toContain('bridge')
    const rejoined = site.leg('legsBridged', callerLeg(1), { withLegId: party })
    expect(types(rejoined)).toEqual(['callRejoined'])
  })
})

describe('the flow hands the caller to another flow', () => {
  it('from its start, in its current version, on which the call ends', () => {
    const site = beyondSite('away')
    const arrived = calls(site)
    expect(types(arrived)).toEqual(['callAccepted', 'callHandedOn', 'callQueued'])
    expect(dataOf(arrived, 'callHandedOn')).toMatchObject({
      to: 'flow',
      flow: { id: 'flow_direct', version: 'direct-1' },
    })
    begins(site, 'ring')
    expect([...site.state.flows.keys()]).not.toContain('beyond-away')
    expect(viewOf(site)).toMatchObject({ flowId: 'flow_direct', flowVersion: 'direct-1', state: 'queued' })
  })

  it('that is no longer there: goes on elsewhere', () => {
    const site = beyondSite('nowhere')
    expect(orderOf(calls(site), 'play')).toMatchObject({ prompts: [{ name: 'sorry' }] })
  })
})

it('a talk that broke off and one that followed are one recording', () => {
  const site = beyondSite('ring')
  handedOn(site)
  site.after(5_000)
  hangsUp(site, party, 'MEDIA_TIMEOUT')
  expect(recordingOf(site, 1)?.takes.map(({ ended }) => ended?.why)).toEqual(['unbridged'])
})

function viewOf(site: ReturnType<typeof beyondSite>) {
  const call = site.state.calls.get(callId(1))
  return call && viewCall(siteId, call)
}
