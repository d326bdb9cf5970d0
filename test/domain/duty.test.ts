import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { DutyChain, DutyStep } from '../../src/domain/acd/duty-chain.ts'
import type { FlowId } from '../../src/domain/ids.ts'
import { type FrozenSite, freeze, thaw } from '../../src/domain/site/freeze.ts'
import { canonical } from './support/canonical.ts'
import { flowOf, heardIn, siteWith, waiting } from './support/flows.ts'
import { agentIs, dataOf, hangsUp, makesCall, orderOf, phaseOf } from './support/given.ts'
import { faultsOf } from './support/invariants.ts'
import {
  agentId,
  agentLeg,
  callerLeg,
  callId,
  type Happened,
  orders,
  queueId,
  type Site,
  siteId,
  types,
} from './support/story.ts'

const GENERAL = queueId('general')
const FIRST = '13800000001'
const SECOND = '13800000002'

function to(target: string | { agentId: string }, more: Partial<DutyStep> = {}): DutyStep {
  const whom = typeof target === 'string' ? { number: target } : { agentId: agentId(target.agentId) }
  return { afterMs: 10_000, when: 'always', to: whom, ringMs: 25_000, ...more }
}

/** Callers of 8100 wait as emergencies in `general`, whose duty chain this is; nobody is logged on. */
function onDuty(steps: readonly DutyStep[], more: object = {}, isUrgent = true): Site {
  const site = siteWith({ first: waiting(isUrgent ? 'emergency' : 'routine') })
  defines(site, { steps, pauseMs: 15_000 }, more)
  return site
}

function defines(site: Site, duty: DutyChain | undefined, more: object = {}): Happened {
  const queue = { queueId: GENERAL, names: { en: 'x' }, ringMs: 20_000, wrapUpMs: 0, ...(duty && { duty }) }
  return site.when({ type: 'defineQueue', queue: { ...queue, ...more } })
}

function calls(site: Site, n = 1): Happened {
  const arrived = site.arrives(n, '8100')
  site.leg('legAnswered', callerLeg(n))
  return arrived
}

/** The phone of that leg answers. */
const answers = (site: Site, n: number, leg = 1) => site.leg('legAnswered', agentLeg(n, leg))

function presses(site: Site, n: number, leg: number, result: object): Happened {
  const ring = site.state.calls.get(callId(n))?.duty?.rings.find(({ legId }) => legId === agentLeg(n, leg))
  return site.leg('digitsCollected', agentLeg(n, leg), { token: ring?.token, result })
}
const ONE = { kind: 'digits', digits: '1' }
const NONE = { kind: 'none' }

/** Facts but for those about the alarm, which have their own tests. */
const told = (happened: Happened) => types(happened).filter((type) => !type.startsWith('alarm'))
const failure = (happened: Happened) => dataOf(happened, 'dutyFailed')

describe('a queue’s duty chain', () => {
  it('rings the first on duty when its time has come, while the caller keeps the place and hears music', () => {
    const site = onDuty([to(FIRST), to(SECOND, { afterMs: 30_000 })])
    expect(told(calls(site))).toContain('dutyBegan')
    expect(site.after(9_999).commands).toEqual([])
    const rung = site.after(1)
    expect(told(rung)).toEqual(['dutyRung'])
    expect(orderOf(rung, 'originate')).toMatchObject({
      role: 'party',
      to: { kind: 'number', number: FIRST },
      shownNumber: '',
      earlyMedia: 'ignore',
    })
    expect(phaseOf(site, 1)).toBe('queued')
    expect(JSON.stringify(rung.facts)).not.toContain(FIRST)
    expect(faultsOf(site.state)).toEqual([])
  })

  it('rings the next too when its time has come, though the first phone rings on', () => {
    const site = onDuty([to(FIRST), to(SECOND, { afterMs: 20_000 })])
    calls(site)
    site.after(10_000)
    expect(told(site.after(10_000))).toEqual(['dutyRung'])
    expect(site.state.calls.get(callId(1))?.duty?.rings.length).toBe(2)
  })

  it('rings those of one time at once', () => {
    const site = onDuty([to(FIRST), to(SECOND)])
    calls(site)
    expect(told(site.after(10_000))).toEqual(['dutyRung', 'dutyRung'])
  })

  it('doesn’t wait for the next one’s time when nobody rings any more', () => {
    const site = onDuty([to(FIRST), to(SECOND, { afterMs: 60_000 })])
    calls(site)
    site.after(10_000)
    const failed = hangsUp(site, agentLeg(1, 1), 'USER_BUSY')
    expect(told(failed)).toEqual(['callLegEnded', 'dutyFailed', 'dutyRung'])
    expect(failure(failed)).toMatchObject({ step: 0, why: 'busy' })
  })

  it('begins again after a pause when the last has failed, as long as the caller waits', () => {
    const site = onDuty([to(FIRST)])
    calls(site)
    for (let round = 1; round <= 4; round += 1) {
      site.after(round === 1 ? 10_000 : 15_000)
      expect(site.state.calls.get(callId(1))?.duty?.rings.length).toBe(1)
      const missed = site.after(25_000)
      expect(told(missed)).toEqual(['dutyFailed', 'dutyBegan'])
      expect(dataOf(missed, 'dutyBegan')).toMatchObject({ round: round + 1 })
      hangsUp(site, agentLeg(1, round), 'NO_ANSWER')
      expect(faultsOf(site.state)).toEqual([])
    }
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('is for every caller of the queue, each on their own', () => {
    const site = onDuty([to(FIRST)], {}, false)
    for (const n of [1, 2]) calls(site, n)
    expect(told(site.after(10_000))).toEqual(['dutyRung', 'dutyRung'])
  })

  it('that comes while a caller waits already is followed at once', () => {
    const site = siteWith({ first: waiting('emergency') })
    calls(site)
    site.after(60_000)
    expect(told(defines(site, { steps: [to(FIRST)], pauseMs: 15_000 }))).toEqual([
      'queueDefined',
      'dutyBegan',
      'dutyRung',
    ])
    expect(told(defines(site, undefined))).toEqual(['queueDefined'])
  })
})

describe('whoever answers on duty', () => {
  function rung(): Site {
    const site = onDuty([to(FIRST), to(SECOND, { afterMs: 60_000 })])
    calls(site)
    site.after(10_000)
    return site
  }

  it('hears a question that names nobody and nothing, twice, and is connected with nobody', () => {
    const site = rung()
    const asked = answers(site, 1)
    expect(told(asked)).toEqual(['dutyAsked'])
    expect(orders(asked)).toEqual(['collect'])
    expect(heardIn(asked)).toEqual(['duty-accept', 'duty-accept'])
    expect(orderOf(asked, 'collect')).toMatchObject({ digits: ['1'], min: 1, max: 1 })
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it('and presses the key is bridged with the caller, and recorded as everybody', () => {
    const site = rung()
    site.when({ type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: true })
    answers(site, 1)
    const confirmed = presses(site, 1, 1, ONE)
    expect(told(confirmed)).toEqual(['dutyConfirmed'])
    expect(orders(confirmed)).toEqual(['stopPlayback', 'bridge'])
    const talk = site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    expect(told(talk)).toContain('callHandedOn')
    expect(orders(talk)).toEqual(['startRecording'])
    expect(phaseOf(site, 1)).toBe('handedOn')
    expect(faultsOf(site.state)).toEqual([])
    hangsUp(site, agentLeg(1, 1))
    expect(dataOf(hangsUp(site, callerLeg(1)), 'callEnded')).toMatchObject({ by: 'party', why: 'hungUp' })
  })

  it.each([
    ['no key: a voicemail', NONE],
    ['another key', { kind: 'invalid' }],
  ])('and presses %s, hasn’t answered: the next is rung at once', (_, result) => {
    const site = rung()
    answers(site, 1)
    const left = presses(site, 1, 1, result)
    expect(told(left)).toEqual(['dutyFailed', 'dutyRung'])
    expect(failure(left)).toMatchObject({ why: 'notConfirmed' })
    expect(orders(left)).toEqual(['hangUp', 'originate'])
    hangsUp(site, agentLeg(1, 1))
    answers(site, 1, 2)
    presses(site, 1, 2, ONE)
    site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 2) })
    expect(phaseOf(site, 1)).toBe('handedOn')
  })

  it('and hangs up before the key, hasn’t answered either', () => {
    const site = rung()
    answers(site, 1)
    expect(failure(hangsUp(site, agentLeg(1, 1)))).toMatchObject({ why: 'notConfirmed' })
  })

  it('and says nothing the switch could report, is given up by time', () => {
    const site = rung()
    answers(site, 1)
    expect(failure(site.after(40_000))).toMatchObject({ why: 'notConfirmed' })
  })

  it('is asked by the phone alone: an order that was refused counts as failed', () => {
    const site = rung()
    answers(site, 1)
    const token = site.state.calls.get(callId(1))?.duty?.rings[0]?.token
    const refused = site.leg('commandFailed', agentLeg(1, 1), {
      command: 'collect',
      token,
      reason: 'refused',
      cause: undefined,
    })
    expect(failure(refused)).toMatchObject({ why: 'failed' })
  })

  it('first with the key wins; the others’ phones stop', () => {
    const site = onDuty([to(FIRST), to(SECOND)])
    calls(site)
    site.after(10_000)
    for (const leg of [1, 2]) answers(site, 1, leg)
    const won = presses(site, 1, 2, ONE)
    expect(told(won)).toEqual(['dutyWithdrawn', 'dutyConfirmed'])
    expect(dataOf(won, 'dutyWithdrawn')).toMatchObject({ legIds: [agentLeg(1, 1)], why: 'answeredElsewhere' })
    expect(presses(site, 1, 1, ONE).stale).toBe(true)
  })

  it('and vanishes before the bridge leaves the caller at the place, and the chain goes on', () => {
    const site = rung()
    answers(site, 1)
    presses(site, 1, 1, ONE)
    const gone = hangsUp(site, agentLeg(1, 1))
    expect(told(gone)).toEqual(['callLegEnded', 'handOnEnded', 'dutyRung'])
    expect(orders(gone)).toContain('startMusic')
    expect(phaseOf(site, 1)).toBe('queued')
    expect(faultsOf(site.state)).toEqual([])
  })

  it('and vanishes in mid-talk leaves the caller at the place, not alone', () => {
    const site = rung()
    answers(site, 1)
    presses(site, 1, 1, ONE)
    site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    const gone = hangsUp(site, agentLeg(1, 1), 'MEDIA_TIMEOUT')
    expect(told(gone)).toContain('handOnEnded')
    expect(orders(gone)).toContain('claimLeg')
    expect(phaseOf(site, 1)).toBe('queued')
    expect(faultsOf(site.state)).toEqual([])
  })
})

describe('the team', () => {
  it('is rung beside those on duty; its answer lets them go', () => {
    const site = onDuty([to(FIRST)])
    calls(site)
    site.after(10_000)
    site.agentReady('li')
    expect(phaseOf(site, 1)).toBe('offered')
    const won = site.leg('legAnswered', agentLeg(1, 2))
    expect(told(won)).toEqual(['callOfferAnswered', 'dutyWithdrawn'])
    expect(orderOf(won, 'hangUp')).toMatchObject({ legId: agentLeg(1, 1), cause: 'LOSE_RACE' })
    // The key comes too late.
    expect(answers(site, 1, 1).facts).toEqual([])
    expect(faultsOf(site.state)).toEqual([])
  })

  it('talks on when the phone on duty that was let go has ended', () => {
    const site = onDuty([to(FIRST)])
    site.agentReady('li')
    calls(site)
    site.after(10_000)
    answers(site, 1, 2)
    site.leg('legAnswered', agentLeg(1, 1))
    site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    expect(told(hangsUp(site, agentLeg(1, 2)))).toEqual(['callLegEnded'])
    expect(phaseOf(site, 1)).toBe('connected')
    expect(faultsOf(site.state)).toEqual([])
  })

  it('stops ringing when somebody on duty has pressed the key, and misses no call', () => {
    const site = onDuty([to(FIRST)])
    site.agentReady('li')
    calls(site)
    site.after(10_000)
    answers(site, 1, 2)
    const won = presses(site, 1, 2, ONE)
    expect(told(won)).toEqual(['callOfferEnded', 'dutyConfirmed'])
    expect(orderOf(won, 'hangUp')).toMatchObject({ legId: agentLeg(1, 1), cause: 'LOSE_RACE' })
    hangsUp(site, agentLeg(1, 1), 'LOSE_RACE')
    expect(agentIs(site, 'li')).toBe('ready')
    expect(faultsOf(site.state)).toEqual([])
  })

  it('whose phone answers and dies before the bridge doesn’t end the chain', () => {
    const site = onDuty([to(FIRST), to(SECOND, { afterMs: 30_000 })])
    site.agentReady('li')
    calls(site)
    site.after(10_000)
    site.leg('legAnswered', agentLeg(1, 1))
    expect(site.state.calls.get(callId(1))?.duty?.rings).toEqual([])
    const gone = hangsUp(site, agentLeg(1, 1))
    expect(told(gone)).toContain('dutyRung')
  })
})

describe('a caller', () => {
  it('who hangs up lets everybody go', () => {
    const site = onDuty([to(FIRST), to(SECOND)])
    calls(site)
    site.after(10_000)
    answers(site, 1, 1)
    const left = hangsUp(site, callerLeg(1))
    expect(orders(left).filter((order) => order === 'hangUp').length).toBe(2)
    for (const leg of [1, 2]) hangsUp(site, agentLeg(1, leg))
    expect(site.state.calls.size).toBe(0)
    expect(site.state.legs.size).toBe(0)
  })

  it('who waits elsewhere by a rule of the queue is that queue’s chain’s', () => {
    const second = queueId('second')
    const site = onDuty([to(FIRST)], { overflow: [{ afterMs: 20_000, to: { queueId: second } }] })
    const duty = { steps: [to(SECOND)], pauseMs: 15_000 }
    site.when({
      type: 'defineQueue',
      queue: { queueId: second, names: { en: 'y' }, ringMs: 20_000, wrapUpMs: 0, duty },
    })
    calls(site)
    site.after(10_000)
    const moved = site.after(10_000)
    expect(told(moved)).toEqual(['callOverflowed', 'dutyWithdrawn', 'dutyBegan'])
    expect(orderOf(site.after(10_000), 'originate')).toMatchObject({ to: { number: SECOND } })
  })

  it('whom the flow leads on after a longest wait has nobody on duty any more', () => {
    const site = siteWith({
      first: waiting('emergency', { maxWaitMs: 15_000, otherwise: 'bye' }),
      bye: { kind: 'announce', prompts: ['bye'], next: 'first' },
    })
    defines(site, { steps: [to(FIRST)], pauseMs: 15_000 })
    calls(site)
    site.after(10_000)
    const over = site.after(5_000)
    expect(told(over)).toContain('dutyWithdrawn')
    expect(orderOf(over, 'hangUp')).toMatchObject({ legId: agentLeg(1, 1), cause: 'ORIGINATOR_CANCEL' })
    expect(faultsOf(site.state)).toEqual([])
  })
})

describe('the switch’s fallback group', () => {
  it('has the caller alone when the flow leads there', () => {
    const site = siteWith({
      first: waiting('emergency', { maxWaitMs: 15_000, otherwise: 'people' }),
      people: { kind: 'fallback', prompts: [] },
    })
    defines(site, { steps: [to(FIRST)], pauseMs: 15_000 })
    calls(site)
    site.after(10_000)
    expect(told(site.after(5_000))).toEqual(['callWaitedTooLong', 'callFellBack', 'dutyWithdrawn'])
    expect(faultsOf(site.state)).toEqual([])
  })

  it('has the caller alone when the switch has moved it there', () => {
    const site = onDuty([to(FIRST)])
    calls(site)
    site.after(10_000)
    const taken = site.leg('legsBridged', callerLeg(1), { withLegId: 'somebody' })
    expect(told(taken)).toEqual(['callFellBack'])
    expect(orderOf(taken, 'hangUp')).toMatchObject({ legId: agentLeg(1, 1) })
    expect(faultsOf(site.state)).toEqual([])
  })
})

describe('an agent on duty', () => {
  it('is rung at his or her phone though logged off, and stays logged off', () => {
    const site = onDuty([to({ agentId: 'li' })])
    calls(site)
    const rung = site.after(10_000)
    expect(told(rung)).toEqual(['dutyRung'])
    expect(orderOf(rung, 'originate')).toMatchObject({
      role: 'agent',
      to: { kind: 'extension', extension: '1001' },
      shownNumber: '138****5678',
    })
    answers(site, 1)
    presses(site, 1, 1, ONE)
    const talk = site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) })
    expect(dataOf(talk, 'callHandedOn')).toMatchObject({ to: 'extension', agentId: agentId('li') })
    expect(agentIs(site, 'li')).toBe('loggedOff')
    const logOn = site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    expect(logOn.outcome).toMatchObject({ type: 'refused', code: 'agent-state' })
    hangsUp(site, agentLeg(1, 1))
    expect(hangsUp(site, callerLeg(1)).facts.at(-1)).toMatchObject({ type: 'callEnded' })
    expect(faultsOf(site.state)).toEqual([])
  })

  it('who is on, and not ready, is kept from other calls, and is as before when it comes to nothing', () => {
    const site = onDuty([to({ agentId: 'li' })])
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    calls(site)
    expect(told(site.after(10_000))).toEqual(['dutyRung', 'agentReserved'])
    site.after(25_000)
    hangsUp(site, agentLeg(1, 1), 'NO_ANSWER')
    expect(agentIs(site, 'li')).toBe('notReady')
  })

  it('who is on, and talks for duty, is busy, and wraps up', () => {
    const site = onDuty([to({ agentId: 'li' })])
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    calls(site)
    site.after(10_000)
    answers(site, 1)
    presses(site, 1, 1, ONE)
    expect(told(site.leg('legsBridged', callerLeg(1), { withLegId: agentLeg(1, 1) }))).toContain('agentBusy')
    expect(faultsOf(site.state)).toEqual([])
    hangsUp(site, agentLeg(1, 1))
    expect(agentIs(site, 'li')).toBe('notReady')
  })

  it('who is in another call, or isn’t there, is passed over', () => {
    const site = onDuty([to({ agentId: 'li' }), to({ agentId: 'nobody' }), to(FIRST)])
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    makesCall(site, 9)
    calls(site)
    const passed = site.after(10_000)
    const own = passed.facts.filter(({ type, subject }) => type === 'dutyPassed' && subject === callId(1))
    expect(own.map(({ data }) => data)).toMatchObject([
      { step: 0, why: 'busy' },
      { step: 1, why: 'unknown' },
    ])
    expect(orderOf(passed, 'originate')).toMatchObject({ callId: callId(1), to: { number: FIRST } })
  })

  it('whose phone rings for a routine caller is let go for an emergency, who has that agent as soon as it is silent', () => {
    const site = onDuty([to({ agentId: 'li' })], {}, false)
    const er = queueId('er')
    site.when({
      type: 'defineQueue',
      queue: { queueId: er, names: { en: 'x' }, ringMs: 20_000, wrapUpMs: 0 },
    })
    const li = site.state.agents.get(agentId('li'))
    if (!li) throw new Error('nobody')
    site.when({ type: 'defineAgent', agent: { ...li.definition, queueIds: [er] } })
    const steps = { first: waiting('emergency', { queueId: er }) }
    const flow = flowOf(steps, { id: 'flow_er' as FlowId, version: 'er-1' })
    site.when({ type: 'publishFlow', flow, origin: 'file' })
    const numbers = { '8100': 'flow_trial', '8200': 'flow_er' }
    site.when({ type: 'assignNumbers', numbers, otherwise: 'flow_direct' })
    site.agentReady('li')
    calls(site)
    expect(told(site.after(10_000))).toEqual(['dutyRung', 'agentReserved'])
    const urgent = site.arrives(2, '8200')
    expect(dataOf(urgent, 'dutyWithdrawn')).toMatchObject({ legIds: [agentLeg(1, 1)], why: 'preempted' })
    expect(orders(urgent)).toContain('hangUp')
    const free = hangsUp(site, agentLeg(1, 1), 'ORIGINATOR_CANCEL')
    expect(orderOf(free, 'originate')).toMatchObject({ callId: callId(2), role: 'agent' })
    expect([phaseOf(site, 1), phaseOf(site, 2)]).toEqual(['queued', 'offered'])
    expect(faultsOf(site.state)).toEqual([])
  })

  it('isn’t rung for two callers at once', () => {
    const site = onDuty([to({ agentId: 'li' }), to(FIRST)])
    for (const n of [1, 2]) calls(site, n)
    const both = site.after(10_000)
    expect(both.facts.filter(({ type }) => type === 'dutyPassed').length).toBe(1)
    expect(faultsOf(site.state)).toEqual([])
  })
})

describe('a step with a condition', () => {
  it('counts only while nobody is on', () => {
    const site = onDuty([to(FIRST, { when: 'nobodyOn', afterMs: 0 })])
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    expect(told(calls(site))).not.toContain('dutyRung')
    site.after(60_000)
    const off = site.when({ type: 'logOffAgent', agentId: agentId('li') })
    expect(told(off)).toEqual(['agentLoggedOff', 'dutyRung'])
  })

  it('of a time that has passed in vain is looked at, and left', () => {
    const site = onDuty([to(FIRST, { when: 'nobodyOn' })])
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    calls(site)
    expect(told(site.after(10_000))).toEqual(['dutyLooked'])
    expect(site.state.calls.get(callId(1))?.duty?.lookAt).toBe(null)
  })
})

describe('a caller who needs a licence', () => {
  const PHYSICIAN = { kind: 'physician' }
  const licence = {
    kind: 'physician',
    number: '110',
    jurisdiction: 'CN-11',
    validFrom: '2020-01-01',
    validTo: '2040-12-31',
    suspended: false,
  }
  function licensed(site: Site, name: string, licences: readonly object[]): void {
    const definition = site.state.agents.get(agentId(name))?.definition
    site.when({ type: 'defineAgent', agent: { ...definition, licences } })
  }

  it('whom nobody on may serve is the duty chain’s at once: the licence isn’t relaxed for anybody', () => {
    const steps = [
      to({ agentId: 'li' }, { when: 'noLicence', afterMs: 0 }),
      to({ agentId: 'wang' }, { when: 'noLicence', afterMs: 0 }),
    ]
    const site = onDuty(steps, { licence: PHYSICIAN }, false)
    licensed(site, 'wang', [licence])
    site.agentReady('li')
    const waits = calls(site)
    expect(told(waits).filter((type) => type.startsWith('duty') || type === 'callOffered')).toEqual([
      'dutyBegan',
      'dutyPassed',
      'dutyRung',
    ])
    expect(dataOf(waits, 'dutyPassed')).toMatchObject({ step: 0, why: 'unlicensed' })
    expect(dataOf(waits, 'dutyRung')).toMatchObject({ to: { agentId: agentId('wang') }, licence: 'held' })
    expect(waits.facts.some(({ data }) => 'alarm' in data && data['alarm'] === 'noLicensedAgent')).toBe(true)
  })

  it('is not the chain’s while somebody licensed is on, and is when the last has gone', () => {
    const site = onDuty([to(FIRST, { when: 'noLicence', afterMs: 0 })], { licence: PHYSICIAN }, false)
    licensed(site, 'li', [licence])
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    expect(told(calls(site))).not.toContain('dutyRung')
    const suspended = () => licensed(site, 'li', [{ ...licence, suspended: true }])
    suspended()
    const rung = site.journal.find(({ type }) => type === 'dutyRung')
    // A number's owner shows no licence: whoever wrote it into the chain answers for it.
    expect(rung?.data).toMatchObject({ to: 'number', licence: 'unchecked' })
  })

  it('isn’t bridged with an agent whose licence has gone while the phone rang', () => {
    const site = onDuty([to({ agentId: 'wang' })], { licence: PHYSICIAN }, false)
    licensed(site, 'wang', [licence])
    calls(site)
    site.after(10_000)
    licensed(site, 'wang', [{ ...licence, suspended: true }])
    answers(site, 1)
    const refused = presses(site, 1, 1, ONE)
    expect(failure(refused)).toMatchObject({ why: 'unlicensed' })
    expect(orders(refused)).toEqual(['hangUp'])
  })
})

describe('a chain in the midst of its work', () => {
  function rung(): Site {
    const site = onDuty([to(FIRST), to(SECOND, { afterMs: 60_000 })])
    calls(site)
    site.after(10_000)
    return site
  }
  const there = (legId = agentLeg(1, 1), more: object = {}) => ({
    legId,
    callId: callId(1),
    role: 'party' as const,
    ...more,
  })
  const caller = there(callerLeg(1), { role: 'caller', waiting: true })

  it('is the next owner’s, by folding and by thawing', () => {
    const site = rung()
    answers(site, 1)
    expect(canonical(site.replayed)).toBe(canonical(site.state))
    const thawed = thaw(JSON.parse(JSON.stringify(freeze(site.state))) as FrozenSite, siteId)
    expect(thawed?.calls.get(callId(1))?.duty).toEqual(site.state.calls.get(callId(1))?.duty)
    site.when({ type: 'siteTaken', controllerId: 'other', address: 'elsewhere' })
    const back = site.reconnected([caller, there()])
    expect(told(back)).toContain('dutyAsked')
    expect(orders(back)).toContain('collect')
    expect(told(presses(site, 1, 1, ONE))).toEqual(['dutyConfirmed'])
  })

  it('hears after a reconnect that somebody has answered unseen', () => {
    const site = rung()
    site.when({ type: 'switchLost' })
    expect(told(site.reconnected([caller, there()]))).toContain('dutyAsked')
  })

  it('goes on after a reconnect without those who are gone', () => {
    const site = rung()
    site.when({ type: 'switchLost' })
    const back = site.reconnected([caller])
    expect(failure(back)).toMatchObject({ why: 'lost' })
    expect(told(back)).toContain('dutyRung')
  })

  it('stands still while the switch is out of reach, and frees an agent who is kept by it', () => {
    const site = onDuty([to({ agentId: 'li' })])
    site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
    calls(site)
    site.after(10_000)
    site.when({ type: 'switchLost' })
    expect(told(site.after(25_000))).toEqual([])
    const freed = site.after(30_000)
    expect(failure(freed)).toMatchObject({ why: 'lost' })
    expect(agentIs(site, 'li')).toBe('notReady')
    // Nobody is rung meanwhile; the phone counts as gone.
    expect(told(site.after(600_000))).toEqual(['callLegEnded'])
  })
})
