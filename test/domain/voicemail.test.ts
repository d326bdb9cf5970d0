import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { recordingIdOf } from '../../src/domain/ids.ts'
import { viewRecording } from '../../src/domain/recording/view.ts'
import { beyondSite, calls, collected, speaks } from './support/beyond.ts'
import { dataOf, fails, hangsUp, heard, orderOf, phaseOf, tokenOf } from './support/given.ts'
import { accounted, began, onTake, recordingOf } from './support/recordings.ts'
import { callerLeg, callId, nodeId, orders, type Site, siteId, types } from './support/story.ts'

function purposeOf(site: Site): string | undefined {
  const recording = recordingOf(site, 1)
  return recording && viewRecording(siteId, recording).purpose
}

function startFails(site: Site, take: number, reason = 'refused') {
  const token = `${recordingIdOf(callId(1))}.${take}`
  return fails(site, callerLeg(1), 'startRecording', reason, { token })
}

describe('a caller leaves a message', () => {
  it('after the prompts, from the tone on; it is recorded as a voicemail', () => {
    const site = beyondSite('message')
    expect(orderOf(calls(site), 'play')).toMatchObject({ prompts: [{ name: 'leave-message' }] })
    const begun = heard(site, 1)
    expect(types(begun)).toEqual(['voicemailBegan', 'recordingTakeOrdered', 'callRecorded'])
    expect(dataOf(begun, 'recordingTakeOrdered')).toMatchObject({ why: 'voicemail', agentId: null })
    expect(orders(begun)).toEqual(['collect', 'startRecording'])
    expect(orderOf(begun, 'collect')).toMatchObject({
      prompts: [{ kind: 'prompt', name: 'beep' }],
      digits: ['#'],
      keys: ['0'],
      max: 1,
      timeoutMs: 60_000,
    })
    expect(purposeOf(site)).toBe('voicemail')
  })

  it.each([
    ['by the key', { kind: 'digits', digits: '#' }],
    ['by the longest time', { kind: 'none' }],
  ])('until it is ended %s: the take ends, the flow goes on', (_how, result) => {
    const site = beyondSite('message')
    speaks(site)
    began(site, 1, 0)
    site.after(20_000)
    const left = collected(site, 1, result)
    expect(types(left)).toEqual(['voicemailLeft', 'callEnding', 'recordingTakeEnded'])
    expect(dataOf(left, 'voicemailLeft')).toEqual({ step: 'message', recordedMs: 20_000 })
    const over = hangsUp(site, callerLeg(1))
    expect(dataOf(over, 'callEnded')).toMatchObject({ by: 'system', why: 'flowEnded', talkedMs: 0 })
    const complete = accounted(site, 1, 0, 160_000)
    expect(dataOf(complete, 'recordingCompleted')).toMatchObject({
      talkedMs: 20_000,
      sealedMs: 20_000,
      gapMs: 0,
    })
  })

  it('and goes on to a step that plays: then the take is stopped, because the message is over', () => {
    const site = beyondSite('wait')
    calls(site)
    site.leg('keyPressed', callerLeg(1), { key: '1' })
    heard(site, 1)
    began(site, 1, 0)
    site.after(3_000)
    const jump = collected(site, 1, { kind: 'interrupted', key: '0' })
    expect(types(jump)).toEqual([
      'voicemailLeft',
      'emergencyRaised',
      'callQueued',
      'recordingTakeEnded',
      'alarmRaised',
    ])
    expect(dataOf(jump, 'recordingTakeEnded')).toMatchObject({ why: 'messageOver' })
    expect(orders(jump)).toEqual(['startMusic', 'stopRecording'])
  })

  it('by hanging up: that is its normal end', () => {
    const site = beyondSite('message')
    speaks(site)
    began(site, 1, 0)
    site.after(9_000)
    const over = hangsUp(site, callerLeg(1))
    expect(types(over)).toEqual([
      'callLegEnded',
      'voicemailLeft',
      'callEnded',
      'recordingTakeEnded',
      'recordingClosed',
    ])
    expect(dataOf(over, 'voicemailLeft')).toMatchObject({ recordedMs: 9_000 })
    expect(types(accounted(site, 1, 0, 72_000))).toEqual(['recordingTakeAccounted', 'recordingCompleted'])
  })

  it('with a cheek on the keys: other keys end nothing, the time that is left stays', () => {
    const site = beyondSite('message')
    speaks(site)
    site.after(20_000)
    const again = collected(site, 1, { kind: 'invalid' })
    expect(types(again)).toEqual(['voicemailResumed'])
    expect(orderOf(again, 'collect')).toMatchObject({ prompts: [], timeoutMs: 40_000 })
    for (let nth = 3; nth <= 20; nth += 1) collected(site, 1, { kind: 'invalid' })
    expect(types(collected(site, 1, { kind: 'invalid' }))).toContain('voicemailLeft')
  })

  it('of whose end nothing is heard: it is over ten seconds after its longest time', () => {
    const site = beyondSite('message')
    speaks(site)
    expect(site.after(69_999).facts).toEqual([])
    const over = site.after(1)
    expect(types(over)).toContain('voicemailLeft')
    expect(orders(over)).toContain('stopPlayback')
  })
})

describe('a message that cannot be recorded', () => {
  it('is not asked for where nothing is recorded', () => {
    const site = beyondSite('message', false)
    expect(orderOf(calls(site), 'play')).toMatchObject({ prompts: [{ name: 'sorry' }] })
  })

  it('nor on a node beside which nobody seals', () => {
    const site = beyondSite('message')
    const withoutRecorder = [nodeId]
    site.when({ type: 'setRecordingPolicy', enabled: true, inbound: true, outbound: true, withoutRecorder })
    expect(orderOf(calls(site), 'play')).toMatchObject({ prompts: [{ name: 'sorry' }] })
  })

  it('because the switch refuses three times: the caller is told instead', () => {
    const site = beyondSite('message')
    speaks(site)
    expect(orders(startFails(site, 0))).toEqual(['startRecording'])
    startFails(site, 1)
    const over = startFails(site, 2)
    expect(types(over)).toEqual(['recordingTakeEnded', 'voicemailLeft', 'stepEntered'])
    expect(orders(over)).toEqual(['stopPlayback', 'play'])
    expect(orderOf(over, 'play')).toMatchObject({ prompts: [{ name: 'sorry' }] })
  })

  it('nor ended, because the switch cannot wait for the key', () => {
    const site = beyondSite('message')
    speaks(site)
    const deaf = () =>
      fails(site, callerLeg(1), 'collect', 'refused', {
        token: tokenOf(site, 1),
      })
    expect(types(deaf())).toEqual(['voicemailResumed'])
    expect(types(deaf())).toEqual(['voicemailResumed'])
    expect(types(deaf())).toEqual(['voicemailLeft', 'stepEntered', 'recordingTakeEnded'])
  })

  it('any more, because recording was switched off: the one that has begun is recorded to its end', () => {
    const site = beyondSite('message')
    speaks(site)
    began(site, 1, 0)
    site.when({ type: 'setRecordingPolicy', enabled: false, inbound: false, outbound: false })
    expect(recordingOf(site, 1)?.takes.at(-1)?.ended).toBeNull()
  })
})

describe('a message', () => {
  it('is recorded though queues, flow and direction say that talks are not, and consent to that was refused', () => {
    const site = beyondSite('message')
    site.when({ type: 'setRecordingPolicy', enabled: true, inbound: false, outbound: false })
    calls(site)
    const call = site.state.calls.get(callId(1))
    if (call) call.noRecording = true
    expect(types(heard(site, 1))).toContain('recordingTakeOrdered')
  })

  it('goes on in the next take where the codec changed', () => {
    const site = beyondSite('message')
    speaks(site)
    began(site, 1, 0)
    site.after(2_000)
    const next = site.leg('legCodecChanged', callerLeg(1))
    expect(dataOf(next, 'recordingTakeOrdered')).toMatchObject({ take: 1, why: 'codecChanged' })
    expect(purposeOf(site)).toBe('voicemail')
    onTake(site, 'recordingBegan', 1, 1)
    expect(collected(site, 1, { kind: 'none' }).facts.at(-1)?.data).toMatchObject({
      take: 1,
      why: 'callEnded',
    })
  })

  it('goes on after a reconnect: the end is awaited anew, without another tone', () => {
    const site = beyondSite('message')
    speaks(site)
    began(site, 1, 0)
    site.after(20_000)
    site.when({ type: 'switchLost' })
    site.after(10_000)
    const back = site.reconnected([{ legId: callerLeg(1), role: 'caller', waiting: true }])
    expect(types(back)).toEqual(['switchConnected', 'voicemailResumed'])
    expect(orders(back)).toEqual(['claimLeg', 'stopPlayback', 'collect'])
    expect(orderOf(back, 'collect')).toMatchObject({ prompts: [], timeoutMs: 30_000 })
  })

  it('whose time ran out while the switch was out of reach is over', () => {
    const site = beyondSite('message')
    speaks(site)
    site.when({ type: 'switchLost' })
    site.after(90_000)
    expect(types(site.reconnected([{ legId: callerLeg(1), role: 'caller' }]))).toContain('voicemailLeft')
  })

  it('whose switch died goes on in a new take, if the switch has the caller again', () => {
    const site = beyondSite('message')
    speaks(site)
    began(site, 1, 0)
    site.when({ type: 'switchLost' })
    const back = site.reconnected([{ legId: callerLeg(1), role: 'caller' }], 'core-2')
    expect(dataOf(back, 'recordingTakeOrdered')).toMatchObject({ take: 1, why: 'reconnected' })
    expect(phaseOf(site, 1)).toBe('voicemail')
  })

  it('is cut short by the switch’s fallback', () => {
    const site = beyondSite('message')
    speaks(site)
    const taken = site.leg('legsBridged', callerLeg(1), { withLegId: 'somebody-else' })
    expect(types(taken)).toEqual(['voicemailLeft', 'callFellBack', 'recordingTakeEnded'])
  })

  it('is cut short by the API', () => {
    const site = beyondSite('message')
    speaks(site)
    const cleared = site.when({ type: 'clearCall', callId: callId(1) })
    expect(types(cleared)).toEqual(['voicemailLeft', 'callEnding', 'recordingTakeEnded'])
  })
})
