import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { NodeId } from '../../../src/domain/ids.ts'
import { type FrozenSite, freeze, thaw } from '../../../src/domain/site/freeze.ts'
import { viewNodes } from '../../../src/domain/site/view-nodes.ts'
import { canonical } from '../support/canonical.ts'
import { agentIs, dataOf, makesCall, phaseOf } from '../support/given.ts'
import {
  agentId,
  aSite,
  callId,
  type Happened,
  nodeId as nodeA,
  type Site,
  siteId,
  talking,
  types,
} from '../support/story.ts'

const nodeB = 'node_b' as NodeId
const nodeC = 'node_c' as NodeId
const UNSERVED_MS = 5_000

function connects(site: Site, nodeId: NodeId, coreUuid = `core of ${nodeId}`): Happened {
  return site.when({ type: 'switchConnected', nodeId, coreUuid, legs: [] })
}
const loses = (site: Site, nodeId: NodeId) => site.when({ type: 'switchLost', nodeId })
const drain = (site: Site, nodeId: NodeId) => site.when({ type: 'drainNode', nodeId })
const readmit = (site: Site, nodeId: NodeId) => site.when({ type: 'readmitNode', nodeId })
const judged = (site: Site, nodeId: NodeId, health: string) =>
  site.when({ type: 'switchHealth', nodeId, health, detail: `it is ${health}` })
const pauses = ({ commands }: Happened) =>
  commands.flatMap((one) => (one.type === 'pauseInbound' ? [`${one.nodeId} ${one.paused}`] : []))

/** Node a and node b are connected. */
function twoNodes(): Site {
  const site = aSite()
  connects(site, nodeB)
  return site
}

function alarms(site: Site): string[] {
  return [...site.state.alarms.values()].map(({ alarm, nodeId }) => `${alarm} ${nodeId}`)
}

/** The node on which the n-th call is placed, or why there is none. */
function placedOn(site: Site, n: number): string | undefined {
  site.when({ type: 'logOnAgent', agentId: agentId('li'), extension: undefined })
  const { outcome } = makesCall(site, n)
  site.when({ type: 'clearCall', callId: callId(n) })
  const on = site.state.calls.get(callId(n))?.nodeId
  for (const legId of site.state.calls.get(callId(n))?.legs.keys() ?? [])
    site.when({ type: 'legHungUp', nodeId: on, legId, cause: 'NORMAL_CLEARING' })
  site.after(60_000)
  return outcome?.type === 'refused' ? `${outcome.code}: ${outcome.detail}` : on
}

describe('a node that is drained', () => {
  it('is told so, and readmitted; asking twice changes nothing', () => {
    const site = twoNodes()
    const drained = drain(site, nodeA)
    expect([types(drained), pauses(drained)]).toEqual([['switchDrainBegun'], ['node_a true']])
    expect(drained.outcome).toEqual({ type: 'accepted' })
    expect(drain(site, nodeA)).toMatchObject({ facts: [], commands: [], outcome: { type: 'accepted' } })
    const back = readmit(site, nodeA)
    expect([types(back), pauses(back)]).toEqual([['switchReadmitted'], ['node_a false']])
    expect(readmit(site, nodeA)).toMatchObject({ facts: [], commands: [], outcome: { type: 'accepted' } })
  })

  it('must be known, and not the last in reach that takes calls', () => {
    const site = aSite()
    expect(drain(site, nodeB).outcome).toMatchObject({ code: 'node-unknown' })
    expect(readmit(site, nodeB).outcome).toMatchObject({ code: 'node-unknown' })
    expect(drain(site, nodeA).outcome).toMatchObject({ code: 'node-last' })
    connects(site, nodeB)
    loses(site, nodeB)
    expect(drain(site, nodeA).outcome).toMatchObject({ code: 'node-last' })
    expect(drain(site, nodeB).outcome).toEqual({ type: 'accepted' })
    connects(site, nodeB)
    // Node b, though connected, is being drained itself.
    expect(drain(site, nodeA).outcome).toMatchObject({ code: 'node-last' })
  })

  it('goes on with its calls until it is empty', () => {
    const site = twoNodes()
    site.agentReady('li')
    site.arrives(1)
    drain(site, nodeA)
    const [a] = viewNodes(site.state, [nodeA])
    expect(a).toMatchObject({ draining: true, drainingSince: site.now, calls: 1, legs: 2 })
    for (const legId of [...site.state.legs.keys()])
      site.when({ type: 'legHungUp', legId, cause: 'NORMAL_CLEARING' })
    expect(viewNodes(site.state, [nodeA])[0]).toMatchObject({ draining: true, calls: 0, legs: 0 })
  })

  it('is told again at each reconnection and after a restart; readmitted out of reach, it is told when it is back', () => {
    const site = twoNodes()
    drain(site, nodeA)
    loses(site, nodeA)
    expect(pauses(connects(site, nodeA, 'core-1'))).toEqual(['node_a true'])
    loses(site, nodeA)
    expect(pauses(connects(site, nodeA, 'core-2'))).toEqual(['node_a true'])
    loses(site, nodeA)
    expect(pauses(readmit(site, nodeA))).toEqual([])
    expect(pauses(connects(site, nodeA, 'core-2'))).toEqual(['node_a false'])
    loses(site, nodeA)
    // A process that was never told takes calls by itself.
    expect(pauses(connects(site, nodeA, 'core-3'))).toEqual([])
  })

  it('stays so for the next owner', () => {
    const site = twoNodes()
    drain(site, nodeA)
    site.when({ type: 'siteTaken', controllerId: 'other', address: 'elsewhere' })
    expect(pauses(connects(site, nodeA, 'core-1'))).toEqual(['node_a true'])
    const thawed = thaw(JSON.parse(JSON.stringify(freeze(site.state))) as FrozenSite, siteId)
    expect(thawed && canonical(thawed)).toBe(canonical(site.state))
    expect(canonical(site.replayed)).toBe(canonical(site.state))
  })
})

describe('when no other node takes calls', () => {
  it('a draining one does again after a moment, until another is back', () => {
    const site = twoNodes()
    drain(site, nodeA)
    loses(site, nodeB)
    expect(site.after(UNSERVED_MS - 1).facts).toEqual([])
    const suspended = site.after(1)
    expect([types(suspended), pauses(suspended)]).toEqual([
      ['switchDrainSuspended', 'alarmRaised'],
      ['node_a false'],
    ])
    expect(alarms(site)).toEqual(['drainSuspended node_a'])
    expect(placedOn(site, 1)).toBe(nodeA)
    // Its own reconnection doesn't change that.
    loses(site, nodeA)
    expect(pauses(connects(site, nodeA, 'core-1'))).toEqual(['node_a false'])
    const back = connects(site, nodeB)
    expect(pauses(back)).toEqual(['node_a true'])
    expect(alarms(site)).toEqual([])
    expect(placedOn(site, 2)).toBe(nodeB)
    expect(canonical(site.replayed)).toBe(canonical(site.state))
  })

  it('nothing happens if the other one is only restarted', () => {
    const site = twoNodes()
    drain(site, nodeA)
    loses(site, nodeB)
    site.after(UNSERVED_MS - 1)
    connects(site, nodeB, 'another core')
    expect(site.after(60_000).facts).toEqual([])
  })

  it('nor by a takeover', () => {
    const site = twoNodes()
    drain(site, nodeA)
    site.when({ type: 'siteTaken', controllerId: 'other', address: 'elsewhere' })
    connects(site, nodeA, 'core-1')
    site.after(1_000)
    connects(site, nodeB)
    expect(site.after(60_000).facts).toEqual([])
  })

  it('readmitting another one lets the drain go on, readmitting it ends it', () => {
    const site = twoNodes()
    connects(site, nodeC)
    drain(site, nodeA)
    drain(site, nodeB)
    loses(site, nodeC)
    expect(pauses(site.after(UNSERVED_MS))).toEqual(['node_a false', 'node_b false'])
    expect(pauses(readmit(site, nodeB))).toEqual(['node_b false', 'node_a true'])
    expect(alarms(site)).toEqual([])
    expect(pauses(readmit(site, nodeA))).toEqual(['node_a false'])
  })
})

describe('a node’s health', () => {
  it('is a fact and an alarm while it is bad, and begins anew with each connection', () => {
    const site = twoNodes()
    expect(types(judged(site, nodeB, 'slow'))).toEqual(['switchHealthChanged', 'alarmRaised'])
    expect(alarms(site)).toEqual(['switchSlow node_b'])
    expect(types(judged(site, nodeB, 'full'))).toEqual(['switchHealthChanged', 'alarmCleared', 'alarmRaised'])
    expect(alarms(site)).toEqual(['switchFull node_b'])
    expect(viewNodes(site.state, [nodeB])[0]?.health).toBe('full')
    expect(types(loses(site, nodeB))).toEqual(['switchLost', 'alarmCleared'])
    expect(viewNodes(site.state, [nodeB])[0]?.health).toBeNull()
    connects(site, nodeB)
    expect(viewNodes(site.state, [nodeB])[0]?.health).toBe('healthy')
  })

  it('doesn’t outlive its owner: the next one’s judgement begins anew', () => {
    const site = twoNodes()
    judged(site, nodeB, 'slow')
    site.when({ type: 'siteTaken', controllerId: 'other', address: 'elsewhere' })
    connects(site, nodeB)
    expect(alarms(site)).toEqual([])
  })

  it('says nothing of a node out of reach, and nothing twice', () => {
    const site = twoNodes()
    expect(judged(site, nodeB, 'healthy').stale).toBe(true)
    loses(site, nodeB)
    expect(judged(site, nodeB, 'slow').stale).toBe(true)
    expect(judged(site, nodeC, 'slow').stale).toBe(true)
  })
})

describe('a call that the service places', () => {
  it('goes to the node with the fewest legs of ours', () => {
    const site = twoNodes()
    expect(placedOn(site, 1)).toBe(nodeA)
    site.arrives(2)
    expect(placedOn(site, 3)).toBe(nodeB)
  })

  it('goes to a healthy node first, to a slow one when there is no other, never to a full one', () => {
    const site = twoNodes()
    judged(site, nodeA, 'slow')
    expect(placedOn(site, 1)).toBe(nodeB)
    judged(site, nodeB, 'full')
    expect(placedOn(site, 2)).toBe(nodeA)
    judged(site, nodeA, 'full')
    expect(placedOn(site, 3)).toBe('switch-unavailable: Every switch in reach that takes calls is full.')
  })

  it('never goes to one that is being drained', () => {
    const site = twoNodes()
    site.arrives(1)
    drain(site, nodeB)
    expect(placedOn(site, 2)).toBe(nodeA)
    loses(site, nodeA)
    expect(placedOn(site, 3)).toMatch(/^switch-unavailable: Every switch in reach is being drained/)
    loses(site, nodeB)
    expect(placedOn(site, 4)).toMatch(/^switch-unavailable: No switch is connected/)
  })
})

describe('a node that won’t come back', () => {
  const giveUp = (site: Site, nodeId: NodeId) => site.when({ type: 'giveUpNode', nodeId })

  it('keeps the agents who talked there until it is given up; its calls end once, and the others’ go on', () => {
    const site = twoNodes()
    talking(site, 1, 'li')
    site.arrives(2)
    loses(site, nodeA)
    connects(site, nodeC)
    site.after(86_400_000)
    expect(phaseOf(site, 1)).toBe('connected')
    expect(agentIs(site, 'li')).toBe('busy')
    const over = giveUp(site, nodeA)
    expect(over.outcome).toEqual({ type: 'accepted' })
    expect(dataOf(over, 'switchGivenUp')).toEqual({ nodeId: nodeA, calls: 2 })
    expect(types(over).filter((type) => type === 'callEnded')).toHaveLength(2)
    expect(dataOf(over, 'callEnded')).toMatchObject({ by: 'switch', why: 'lost' })
    expect(over.commands.filter((one) => 'nodeId' in one && one.nodeId === nodeA)).toEqual([])
    expect(site.state.calls.size).toBe(0)
    expect(site.state.legs.size).toBe(0)
    expect(agentIs(site, 'li')).not.toBe('busy')
    expect(types(giveUp(site, nodeA))).toEqual([])
  })

  it('is not given up while it is in reach, or was never there', () => {
    const site = twoNodes()
    expect(giveUp(site, nodeA).outcome).toMatchObject({ type: 'refused', code: 'node-in-reach' })
    expect(giveUp(site, nodeC).outcome).toMatchObject({ type: 'refused', code: 'node-unknown' })
  })
})

it('a node that was never in reach is shown as such', () => {
  expect(viewNodes(aSite().state, [nodeB])).toEqual([
    {
      nodeId: nodeB,
      connected: false,
      since: null,
      health: null,
      draining: false,
      drainingSince: null,
      drainSuspended: false,
      calls: 0,
      legs: 0,
      coreUuid: null,
    },
  ])
})
