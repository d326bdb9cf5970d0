import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { calling, confirms, GENERAL, POLICY, promised, ready } from './support/callbacks.ts'
import { dataOf, hangsUp, phaseOf } from './support/given.ts'
import { licence } from './support/matching.ts'
import { agentId, agentLeg, callId, queueId, type Site, types } from './support/story.ts'

function becomes(site: Site, name: string, more: object): void {
  const agent = { agentId: agentId(name), name, extension: '1001', queueIds: [GENERAL], ...more }
  site.when({ type: 'defineAgent', agent })
}

describe('the turn of a caller who is to be called back', () => {
  it('comes with an agent who would do, not with one who lacks a skill or a licence', () => {
    const site = calling(POLICY, { skills: [{ skill: 'stroke', level: 3 }], licence: { kind: 'physician' } })
    promised(site, 1)
    expect(types(ready(site))).toEqual(['agentReady'])
    becomes(site, 'li', { skills: [{ skill: 'stroke', level: 5 }] })
    expect(phaseOf(site, 1)).toBe('awaitingCallback')
    const suspended = [licence('physician', {}, true)]
    becomes(site, 'li', { skills: [{ skill: 'stroke', level: 5 }], licences: suspended })
    expect(phaseOf(site, 1)).toBe('awaitingCallback')
    becomes(site, 'li', { skills: [{ skill: 'stroke', level: 5 }], licences: [licence('physician')] })
    expect(phaseOf(site, 1)).toBe('callingBack')
  })

  it('doesn’t come with an agent who is on for other queues only', () => {
    const site = calling()
    site.when({
      type: 'defineQueue',
      queue: { queueId: queueId('other'), names: {}, ringMs: 1, wrapUpMs: 0 },
    })
    site.when({ type: 'logOffAgent', agentId: agentId('li') })
    becomes(site, 'li', { queueIds: [GENERAL, queueId('other')] })
    promised(site, 1)
    const on = { type: 'logOnAgent', agentId: agentId('li'), extension: undefined } as const
    site.when({ ...on, queueIds: [queueId('other')] })
    expect(types(ready(site))).toEqual(['agentReady'])
    const chosen = site.when({ type: 'chooseQueues', agentId: agentId('li'), queueIds: null })
    expect(types(chosen)).toContain('callbackDialled')
  })

  it('doesn’t come while somebody who is to be served before has that agent', () => {
    const site = calling()
    site.arrives(1, '8100')
    promised(site, 2)
    expect(types(ready(site))).toEqual(['agentReady', 'callOffered', 'agentReserved'])
    expect(phaseOf(site, 2)).toBe('awaitingCallback')
    site.agentReady('wang')
    expect(phaseOf(site, 2)).toBe('callingBack')
  })

  it('isn’t held up by somebody ahead for whom the idle agent wouldn’t do', () => {
    const site = calling()
    const skilled = { skills: [{ skill: 'stroke', level: 3 }] }
    site.when({
      type: 'defineQueue',
      queue: { queueId: GENERAL, names: {}, ringMs: 1, wrapUpMs: 0, ...skilled },
    })
    site.arrives(1, '8100')
    const callback = { queueId: GENERAL, names: {}, ringMs: 20_000, wrapUpMs: 0, callback: POLICY }
    site.when({ type: 'defineQueue', queue: callback })
    promised(site, 2)
    ready(site)
    expect(phaseOf(site, 1)).toBe('queued')
    expect(phaseOf(site, 2)).toBe('callingBack')
  })

  it('comes for as many at once as the queue says, and for the next when one of them is through', () => {
    const site = calling({ ...POLICY, atOnce: 1, most: 5 })
    for (const n of [1, 2]) promised(site, n)
    ready(site)
    expect([1, 2].map((n) => phaseOf(site, n))).toEqual(['callingBack', 'awaitingCallback'])
    site.agentReady('wang')
    expect(phaseOf(site, 2)).toBe('awaitingCallback')
    confirms(site, 1)
    expect([1, 2].map((n) => phaseOf(site, n))).toEqual(['offered', 'callingBack'])
  })

  it('counts those in a pause among the many who may wait for it', () => {
    const site = calling({ ...POLICY, most: 1 })
    promised(site, 1)
    ready(site)
    hangsUp(site, agentLeg(1, 1), 'USER_BUSY')
    site.when({ type: 'makeAgentNotReady', agentId: agentId('li'), reasonCode: 'break' })
    expect(site.state.calls.get(callId(1))?.phase).toMatchObject({ name: 'awaitingCallback', paused: true })
    expect(dataOf(promised(site, 2), 'callbackOffered')).toMatchObject({ outcome: 'full' })
  })
})
