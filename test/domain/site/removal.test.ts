import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { handle } from '../../../src/domain/site/handle.ts'
import type { SiteInput } from '../../../src/domain/site/inputs.ts'
import { kept } from '../support/kept.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  callId,
  directFlow,
  nodeId,
  queueId,
  type Site,
  talking,
  types,
} from '../support/story.ts'

const general = { queueId: queueId('general'), names: { en: 'General' }, ringMs: 20_000, wrapUpMs: 10_000 }
const spare = { queueId: queueId('spare'), names: { en: 'Spare' }, ringMs: 20_000, wrapUpMs: 0 }
const li = { agentId: agentId('li'), name: 'li', extension: '1001', queueIds: [queueId('general')] }

const remove = (site: Site, name: string, more = {}) =>
  site.when({ type: 'removeQueue', queueId: queueId(name), ...more })
const refusal = (code: string) => ({ facts: [], outcome: { type: 'refused', code } })

describe('a version', () => {
  it('is the position of the fact that defined it, and changes with each', () => {
    const site = aSite()
    const [defined] = site.when({ type: 'defineQueue', queue: spare }).facts
    expect(site.state.queues.get(spare.queueId)?.version).toBe(defined?.pos)
    const [changed] = site.when({ type: 'defineQueue', queue: { ...spare, ringMs: 9_000 } }).facts
    expect(changed?.pos).toBeGreaterThan(defined?.pos ?? 0)
    expect(site.state.queues.get(spare.queueId)?.version).toBe(changed?.pos)
    const agent = site.state.agents.get(agentId('li'))
    expect(site.journal.find(({ pos }) => pos === agent?.version)).toMatchObject({
      type: 'agentDefined',
      subject: 'agent_li',
    })
  })

  it('that has passed is refused, so that two administrators cannot undo each other unseen', () => {
    const site = aSite()
    const seen = site.state.agents.get(agentId('li'))?.version ?? 0
    const first = { ...li, name: 'Li Na' }
    expect(types(site.when({ type: 'defineAgent', agent: first, ifVersion: seen }))).toEqual(['agentDefined'])
    const second = { type: 'defineAgent', agent: { ...li, extension: '1077' }, ifVersion: seen } as const
    expect(site.when(second)).toMatchObject(refusal('version-changed'))
    expect(site.when({ type: 'removeAgent', agentId: li.agentId, ifVersion: seen })).toMatchObject(
      refusal('version-changed'),
    )
    expect(site.state.agents.get(agentId('li'))?.definition).toEqual(first)
  })

  it('0 asks for something new', () => {
    const site = aSite()
    const define = { type: 'defineQueue', queue: spare, ifVersion: 0 } as const
    expect(types(site.when(define))).toEqual(['queueDefined'])
    expect(site.when(define)).toMatchObject(refusal('version-changed'))
  })

  it('is there still when a new owner goes on from a snapshot', () => {
    const site = aSite()
    const version = site.state.queues.get(general.queueId)?.version
    const input = { type: 'defineQueue', queue: { ...general, ringMs: 1_000 }, ifVersion: version }
    const whole = { at: site.now, nodeId, ...input } as SiteInput
    expect(handle(kept(site.state), whole)).toEqual(handle(site.state, whole))
  })
})

describe('an agent', () => {
  it('who is logged on cannot be removed', () => {
    const site = aSite()
    site.agentReady('li')
    const removal = { type: 'removeAgent', agentId: li.agentId } as const
    expect(site.when(removal)).toMatchObject(refusal('agent-state'))
    site.when({ type: 'logOffAgent', agentId: li.agentId })
    expect(types(site.when(removal))).toEqual(['agentRemoved'])
    expect(site.state.agents.has(li.agentId)).toBe(false)
    expect(site.state.queues.get(general.queueId)?.members.has(li.agentId)).toBe(false)
    expect(site.when(removal)).toMatchObject(refusal('agent-unknown'))
  })

  it('whose phone still rings in vain for a caller cannot be removed', () => {
    const site = aSite()
    site.agentReady('li')
    site.arrives(1)
    site.when({ type: 'logOffAgent', agentId: li.agentId })
    // The offer has come to nothing; the phone's end is awaited.
    site.after(20_000)
    expect(site.state.agents.get(li.agentId)?.phase.name).toBe('loggedOff')
    expect(site.when({ type: 'removeAgent', agentId: li.agentId })).toMatchObject(refusal('agent-state'))
    site.leg('legHungUp', agentLeg(1, 1), { cause: 'ORIGINATOR_CANCEL' })
    expect(types(site.when({ type: 'removeAgent', agentId: li.agentId }))).toEqual(['agentRemoved'])
  })

  it('who was removed may come again: the journal of the id goes on', () => {
    const site = aSite()
    site.when({ type: 'removeAgent', agentId: li.agentId })
    const [again] = site.when({ type: 'defineAgent', agent: li, ifVersion: 0 }).facts
    expect(again).toMatchObject({ type: 'agentDefined', subjectSeq: 3 })
    expect(site.replayed.agents.get(li.agentId)).toEqual(site.state.agents.get(li.agentId))
  })

  it('whose usual phone is another’s is refused', () => {
    const site = aSite()
    const taken = { type: 'defineAgent', agent: { ...li, extension: '1002' } } as const
    expect(site.when(taken)).toMatchObject(refusal('agent-extension-taken'))
  })
})

describe('a queue', () => {
  it('that agents serve, or flows lead to, cannot be removed: the refusal names them', () => {
    const site = aSite()
    const { outcome } = remove(site, 'general')
    expect(outcome).toMatchObject({ type: 'refused', code: 'queue-in-use' })
    const detail = outcome?.type === 'refused' ? outcome.detail : ''
    for (const one of ['agent_li', 'agent_wang', 'flow_direct', 'flow_menu']) expect(detail).toContain(one)
  })

  it('that nothing needs is gone', () => {
    const site = aSite()
    site.when({ type: 'defineQueue', queue: spare })
    expect(types(remove(site, 'spare'))).toEqual(['queueRemoved'])
    expect(site.state.queues.has(spare.queueId)).toBe(false)
    expect(remove(site, 'spare')).toMatchObject(refusal('queue-unknown'))
    const agent = { ...li, queueIds: [spare.queueId] }
    expect(site.when({ type: 'defineAgent', agent })).toMatchObject(refusal('queue-unknown'))
  })

  it('in which a caller waits cannot be removed, though the flow that led there is another by now', () => {
    const site = aSite()
    site.when({ type: 'defineQueue', queue: spare })
    const toSpare = steps('spare')
    site.when({ type: 'publishFlow', flow: toSpare, origin: 'api' })
    site.arrives(1)
    site.when({ type: 'publishFlow', flow: directFlow, origin: 'api' })
    const { outcome } = remove(site, 'spare')
    expect(outcome).toMatchObject({ code: 'queue-in-use', detail: expect.stringContaining(callId(1)) })
    expect(outcome).toMatchObject({ detail: expect.stringContaining('an older version of flow_direct') })
    site.leg('legHungUp', callerLeg(1), { cause: 'NORMAL_CLEARING' })
    // The version that nobody is in any more goes with the next publication, and no longer leads anywhere.
    expect(types(remove(site, 'spare'))).toEqual(['queueRemoved'])
  })

  function steps(queue: string) {
    const wait = { ...directFlow.steps['wait'], queueId: queueId(queue) }
    return { ...directFlow, version: `direct-${queue}`, steps: { wait } }
  }
})

describe('a change while calls go on', () => {
  it('leaves a talk alone; the agent keeps the phone of the log-on until the next', () => {
    const site = aSite()
    talking(site, 1, 'li')
    const moved = { ...li, extension: '1077', queueIds: [] }
    const changed = site.when({ type: 'defineAgent', agent: moved })
    expect(types(changed)).toEqual(['agentDefined'])
    expect(changed.commands).toEqual([])
    expect(site.state.calls.get(callId(1))?.phase.name).toBe('connected')
    expect(site.state.agents.get(li.agentId)?.extension).toBe('1001')
    // Wrap-up is that of the call's queue, though the agent doesn't serve it any more.
    site.leg('legHungUp', callerLeg(1), { cause: 'NORMAL_CLEARING' })
    site.leg('legHungUp', agentLeg(1, 1), { cause: 'NORMAL_CLEARING' })
    expect(site.state.agents.get(li.agentId)?.phase).toMatchObject({
      name: 'wrapUp',
      until: site.now + 10_000,
    })
    site.after(10_000)
    expect(types(site.arrives(2))).not.toContain('callOffered')
  })

  it('lets a phone that rings ring on, and offers the next call by the new queues', () => {
    const site = aSite()
    site.agentReady('li')
    site.arrives(1)
    expect(site.when({ type: 'defineAgent', agent: { ...li, queueIds: [] } }).commands).toEqual([])
    site.leg('legAnswered', callerLeg(1))
    expect(types(site.leg('legAnswered', agentLeg(1, 1)))).toContain('callOfferAnswered')
  })

  it('rings for as long as the queue says when the ringing begins', () => {
    const site = aSite()
    site.agentReady('li')
    site.arrives(1)
    site.when({ type: 'defineQueue', queue: { ...general, ringMs: 5_000 } })
    expect(types(site.after(5_000))).toEqual([])
    expect(types(site.after(15_000))).toContain('callOfferEnded')
  })
})
