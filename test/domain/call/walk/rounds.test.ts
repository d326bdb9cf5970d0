import '../../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { FlowId } from '../../../../src/domain/ids.ts'
import type { Flow, Step } from '../../../../src/domain/ivr/flow.ts'
import { calls, comesBack, ends, flowOf, siteWith } from '../../support/flows.ts'
import { fails, phaseOf } from '../../support/given.ts'
import { agentLeg } from '../../support/story.ts'

const hours = (next: string): Step => ({ kind: 'hours', calendar: 'day', open: next, closed: next })
const handsTo = (flowId: string): Step => transfer({ flowId: flowId as FlowId }, 'away')
const rings = (extension: string, otherwise: string): Step => transfer({ extension }, otherwise)

function transfer(to: Extract<Step, { kind: 'transfer' }>['to'], otherwise: string): Step {
  return { kind: 'transfer', to, prompts: [], ringMs: 20_000, otherwise }
}

/** More than the core lets a caller go who does nothing. */
const ROUNDS = 250

describe('a caller who does nothing goes round for a while, and then to people', () => {
  it('between two flows, each of which takes the other to be open', () => {
    const night: Flow = {
      ...flowOf({ first: hours('back'), back: handsTo('flow_trial'), ...ends('away') }),
      id: 'flow_night' as FlowId,
      version: 'night-1',
    }
    const site = siteWith({ first: hours('on'), on: handsTo('flow_night'), ...ends('away') })
    site.when({ type: 'publishFlow', flow: night, origin: 'file' })
    site.arrives(1, '8100')
    for (let n = 0; n < ROUNDS && phaseOf(site, 1) === 'walking'; n += 1)
      comesBack(site, { kind: 'hours', is: 'open' })
    expect(phaseOf(site, 1)).toBe('fallback')
  })

  it('between two phones, neither of which can be rung', () => {
    const { site } = calls({ first: rings('2001', 'other'), other: rings('2002', 'first') })
    for (let n = 1; n < ROUNDS && phaseOf(site, 1) === 'transferring'; n += 1)
      fails(site, agentLeg(1, n), 'originate', 'refused')
    expect(phaseOf(site, 1)).toBe('fallback')
  })
})
