import '../support/pure.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { NodeId } from '../../../src/domain/ids.ts'
import { agentIs, dataOf, hangsUp, offered, orderOf } from '../support/given.ts'
import { kept } from '../support/kept.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  type Happened,
  nodeId,
  type Site,
  talking,
  types,
} from '../support/story.ts'

const LI = agentId('li')
let site: Site
beforeEach(() => {
  site = aSite()
})

function vanishes(on: NodeId = nodeId): Happened {
  return site.when({ type: 'phoneGone', extension: '1001', nodeId: on })
}

function registers(on: NodeId = nodeId): Happened {
  return site.when({ type: 'phoneRegistered', extension: '1001', nodeId: on })
}

function ready(): Happened {
  return site.when({ type: 'makeAgentReady', agentId: LI })
}

describe('the phone of a ready agent', () => {
  beforeEach(() => site.agentReady('li'))

  it('that vanishes makes its agent not ready, and says why', () => {
    const happened = vanishes()
    expect(types(happened)).toEqual(['phoneGone', 'agentNotReady'])
    expect(dataOf(happened, 'agentNotReady')).toMatchObject({ reasonCode: 'phoneGone' })
    site.arrives(1)
    expect(agentIs(site, 'li')).toBe('notReady')
  })

  it('that is gone keeps the agent from being ready; when it is back, the agent is as before', () => {
    vanishes()
    const refused = ready()
    expect(refused).toMatchObject({ facts: [], outcome: { code: 'agent-phone-gone' } })
    expect(orderOf(refused, 'lookAtPhones')).toEqual({ type: 'lookAtPhones', nodeId, extensions: ['1001'] })
    const forced = { type: 'forceAgent', agentId: LI, to: { name: 'ready' }, by: 'key_boss' } as const
    expect(site.when(forced).outcome).toMatchObject({ code: 'agent-phone-gone' })
    expect(types(registers())).toEqual(['phoneFound', 'agentReady'])
  })

  it('that comes back doesn’t end a break that was asked for meanwhile', () => {
    vanishes()
    site.when({ type: 'makeAgentNotReady', agentId: LI, reasonCode: 'meal' })
    expect(types(registers())).toEqual(['phoneFound'])
    expect(agentIs(site, 'li')).toBe('notReady')
  })

  it('that is said to be gone twice gives one fact, and one that registers anew gives none', () => {
    vanishes()
    expect(vanishes().facts).toEqual([])
    registers()
    expect(registers().facts).toEqual([])
  })

  it('is known to be gone by the next owner too', () => {
    vanishes()
    expect([...kept(site.state).phonesGone]).toEqual([['1001', [nodeId]]])
  })

  it('is nobody’s any more when its agent has logged off', () => {
    vanishes()
    site.when({ type: 'logOffAgent', agentId: LI })
    expect(site.state.phonesGone.size).toBe(0)
    expect(vanishes().facts).toEqual([])
  })
})

describe('a phone that vanishes during a call', () => {
  it('doesn’t end the talk: its agent is not ready after the wrap-up', () => {
    talking(site, 1, 'li')
    expect(types(vanishes())).toEqual(['phoneGone', 'agentChangePending'])
    hangsUp(site, agentLeg(1, 1))
    hangsUp(site, callerLeg(1))
    expect(dataOf(site.after(10_000), 'agentNotReady')).toMatchObject({ reasonCode: 'phoneGone' })
  })

  it('and is back before the end was only a moment’s matter', () => {
    talking(site, 1, 'li')
    vanishes()
    registers()
    hangsUp(site, agentLeg(1, 1))
    hangsUp(site, callerLeg(1))
    site.after(10_000)
    expect(agentIs(site, 'li')).toBe('ready')
  })

  it('leaves a log-off that was asked for as it is', () => {
    offered(site, 1)
    site.when({ type: 'logOffAgent', agentId: LI })
    expect(types(vanishes())).toEqual(['phoneGone'])
    site.after(20_000)
    expect(agentIs(site, 'li')).toBe('loggedOff')
  })
})

describe('with two switches', () => {
  const other = 'node_b' as NodeId
  beforeEach(() => {
    site.when({ type: 'switchConnected', nodeId: other, coreUuid: 'core-2', legs: [] })
    site.agentReady('li')
  })

  it('a phone is gone when neither knows it', () => {
    expect(types(vanishes(other))).toEqual(['phoneGone'])
    expect(agentIs(site, 'li')).toBe('ready')
    vanishes()
    expect(agentIs(site, 'li')).toBe('notReady')
    registers(other)
    expect(agentIs(site, 'li')).toBe('ready')
  })

  it('one that is out of reach has no say, and both out of reach mean that nothing is known', () => {
    vanishes()
    site.when({ type: 'makeAgentNotReady', agentId: LI, reasonCode: 'meal' })
    site.when({ type: 'switchLost', nodeId: other })
    expect(ready().outcome).toMatchObject({ code: 'agent-phone-gone' })
    site.when({ type: 'switchLost', nodeId })
    expect(ready().outcome).toEqual({ type: 'accepted' })
  })
})

describe('a switch that comes back into reach', () => {
  it('is asked for the phones that it didn’t know: one may be back unseen', () => {
    site.agentReady('li')
    expect(orderOf(site.reconnected([]), 'lookAtPhones')).toBeUndefined()
    vanishes()
    const asked = { type: 'lookAtPhones', nodeId, extensions: ['1001'] }
    expect(orderOf(site.reconnected([]), 'lookAtPhones')).toEqual(asked)
  })
})
