import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { Step } from '../../src/domain/ivr/flow.ts'
import { type FrozenSite, freeze, thaw } from '../../src/domain/site/freeze.ts'
import { handle } from '../../src/domain/site/handle.ts'
import type { SiteInput } from '../../src/domain/site/inputs.ts'
import { viewCall } from '../../src/domain/site/view.ts'
import { asking, comesBack, ends, siteWith } from './support/flows.ts'
import { presses, tokenOf } from './support/given.ts'
import { callerLeg, callId, nodeId, siteId } from './support/story.ts'

const steps: Record<string, Step> = {
  first: { kind: 'profile', language: 'en', profile: 'elderly', next: 'leave' },
  leave: {
    kind: 'consent',
    ...asking,
    about: 'recording',
    yes: '1',
    no: '2',
    given: 'number',
    refused: 'number',
  },
  number: {
    kind: 'collect',
    ...asking,
    into: 'patientId',
    minLength: 1,
    maxLength: 8,
    terminator: '#',
    interDigitMs: 1_000,
    check: null,
    next: 'ask',
  },
  ask: {
    kind: 'ask',
    source: 'guide',
    path: '/',
    send: [],
    timeoutMs: 2_000,
    attempts: 1,
    waitPrompts: [],
    otherwise: 'otherwise',
  },
  ...ends('otherwise', 'thanks'),
}
const told: Record<string, Step> = {
  'ask.sure': {
    kind: 'confirm',
    ...asking,
    about: 'visit',
    times: 2,
    yes: '1',
    no: '2',
    confirmed: 'thanks',
    refused: 'ask.end',
  },
  'ask.end': { kind: 'hangUp', prompts: [], cause: 'NORMAL_CLEARING' },
}

/** A caller in the second round of what an endpoint has asked for. */
function farAlong() {
  const flow = {
    languages: ['zh', 'en'],
    profiles: { elderly: { pace: 'slow', timeoutFactor: 2, extraAttempts: 1 } },
    silence: { afterMs: 60_000, step: 'otherwise' },
  } as const
  const site = siteWith(steps, flow)
  site.arrives(1, '8100')
  presses(site, 1, '2')
  presses(site, 1, '0042')
  comesBack(site, { kind: 'ask', start: 'ask.sure', steps: told, names: ['text1'] })
  presses(site, 1, '1')
  presses(site, 1, 'none')
  return site
}

describe('a site frozen while a caller is far along in a flow', () => {
  it('thaws to one that freezes alike, and shows the call alike', () => {
    const { state } = farAlong()
    const text = JSON.stringify(freeze(state))
    const thawed = thaw(JSON.parse(text) as FrozenSite, siteId)
    if (!thawed) throw new Error('not thawed')
    expect(JSON.parse(JSON.stringify(freeze(thawed)))).toEqual(JSON.parse(text))
    const [call, same] = [state.calls.get(callId(1)), thawed.calls.get(callId(1))]
    if (!call || !same) throw new Error('no call')
    expect(viewCall(siteId, same)).toEqual(viewCall(siteId, call))
    expect(viewCall(siteId, call)).toMatchObject({
      state: 'walking',
      step: 'ask.sure',
      language: 'en',
      profile: 'elderly',
      attachedData: ['patientId', 'text1'],
    })
  })

  it.each(['1', '2', 'none', '9'])('leads on alike when the caller presses %s', (key) => {
    const site = farAlong()
    const thawed = thaw(JSON.parse(JSON.stringify(freeze(site.state))) as FrozenSite, siteId)
    if (!thawed) throw new Error('not thawed')
    const result = key === 'none' ? { kind: 'none' } : { kind: 'digits', digits: key }
    const input = {
      type: 'digitsCollected',
      at: site.now,
      nodeId,
      legId: callerLeg(1),
      token: tokenOf(site, 1),
      result,
    } as SiteInput
    const there = handle(site.state, input)
    expect(handle(thawed, input)).toEqual(there)
    expect(there.rows.length).toBeGreaterThan(0)
  })
})
