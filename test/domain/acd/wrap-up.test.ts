import '../support/pure.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { viewAgent } from '../../../src/domain/site/view.ts'
import { agentIs, dataOf, talkedWith } from '../support/given.ts'
import { kept } from '../support/kept.ts'
import { agentId, aSite, type Happened, queueId, type Site, siteId, types } from '../support/story.ts'

const LI = agentId('li')
let site: Site
beforeEach(() => {
  site = aSite()
})

function asks(
  type: 'extendWrapUp' | 'endWrapUp' | 'makeAgentReady' | 'logOffAgent' | 'makeAgentNotReady',
): Happened {
  return site.when({ type, agentId: LI, reasonCode: 'meal' })
}

/** 10 s after each talk, unless told. */
function wrapUp(terms: { required?: boolean; extendMs?: number; mostMs?: number }, wrapUpMs = 10_000): void {
  const queue = {
    queueId: queueId('general'),
    names: { en: 'General' },
    ringMs: 20_000,
    wrapUpMs,
    wrapUp: { required: false, extendMs: 0, mostMs: 0, ...terms },
  }
  site.when({ type: 'defineQueue', queue })
}

function seen() {
  const agent = site.state.agents.get(LI)
  return agent && viewAgent(siteId, agent)
}

describe('a wrap-up that may be drawn out', () => {
  it('goes on by a step each time, to its bound and no further', () => {
    wrapUp({ extendMs: 15_000, mostMs: 30_000 })
    talkedWith(site, 1)
    const began = site.now
    expect(seen()).toMatchObject({ wrapUpUntil: began + 10_000, wrapUpMostUntil: began + 30_000 })
    expect(dataOf(asks('extendWrapUp'), 'agentWrapUpExtended')).toMatchObject({ until: began + 25_000 })
    expect(dataOf(asks('extendWrapUp'), 'agentWrapUpExtended')).toMatchObject({ until: began + 30_000 })
    expect(seen()?.wrapUpMostUntil).toBeNull()
    expect(asks('extendWrapUp')).toMatchObject({ facts: [], outcome: { code: 'agent-state' } })
    site.after(29_999)
    expect(agentIs(site, 'li')).toBe('wrapUp')
    site.after(1)
    expect(agentIs(site, 'li')).toBe('ready')
  })

  it('goes by the terms with which it began, also under the next owner', () => {
    wrapUp({ extendMs: 5_000, mostMs: 20_000 })
    talkedWith(site, 1)
    wrapUp({})
    expect(types(asks('extendWrapUp'))).toEqual(['agentWrapUpExtended'])
    expect(kept(site.state).agents.get(LI)?.phase).toEqual(site.state.agents.get(LI)?.phase)
  })

  it.each([
    ['where the queue lets nobody', {}],
    ['where the bound isn’t beyond the usual time', { extendMs: 5_000, mostMs: 10_000 }],
  ])('can’t be drawn out %s', (_, terms) => {
    wrapUp(terms)
    talkedWith(site, 1)
    expect(asks('extendWrapUp')).toMatchObject({ facts: [], outcome: { code: 'agent-state' } })
  })

  it('can’t be drawn out when it isn’t there', () => {
    site.agentReady('li')
    expect(asks('extendWrapUp')).toMatchObject({ facts: [], outcome: { code: 'agent-state' } })
  })
})

describe('a wrap-up that is required', () => {
  beforeEach(() => {
    wrapUp({ required: true })
    talkedWith(site, 1)
  })

  it('is not ended before its time', () => {
    expect(asks('endWrapUp')).toMatchObject({ facts: [], outcome: { code: 'agent-state' } })
    expect(seen()).toMatchObject({ phase: 'wrapUp', wrapUpRequired: true })
  })

  it.each([
    ['makeAgentReady', 'ready'],
    ['makeAgentNotReady', 'notReady'],
    ['logOffAgent', 'loggedOff'],
  ] as const)('%s takes effect when it is over', (wish, then) => {
    expect(types(asks(wish))).toEqual(['agentChangePending'])
    expect(agentIs(site, 'li')).toBe('wrapUp')
    site.after(10_000)
    expect(agentIs(site, 'li')).toBe(then)
  })
})
