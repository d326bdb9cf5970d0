import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { figuresOf } from '../../../src/domain/site/view.ts'
import { agentIs, dataOf, phaseOf } from '../support/given.ts'
import { kept } from '../support/kept.ts'
import { agentId, aSite, queueId, type Site } from '../support/story.ts'

const GENERAL = queueId('general')
const REPORTS = queueId('reports')

/** Agent li is assigned to two queues; callers of 8000 wait in the first. */
function twoQueues(): Site {
  const site = aSite()
  const queue = { queueId: REPORTS, names: { en: 'Reports' }, ringMs: 20_000, wrapUpMs: 0 }
  site.when({ type: 'defineQueue', queue })
  define(site, [GENERAL, REPORTS])
  return site
}

function define(site: Site, queueIds: readonly string[]): void {
  const agent = { agentId: agentId('li'), name: 'li', extension: '1001', queueIds }
  site.when({ type: 'defineAgent', agent })
}

function logsOn(site: Site, queueIds?: readonly string[]) {
  const on = { agentId: agentId('li'), extension: undefined, ...(queueIds && { queueIds }) }
  return site.when({ type: 'logOnAgent', ...on })
}

function chooses(site: Site, queueIds: readonly string[] | null) {
  return site.when({ type: 'chooseQueues', agentId: agentId('li'), queueIds })
}

function ready(site: Site) {
  return site.when({ type: 'makeAgentReady', agentId: agentId('li') })
}

function figures(site: Site) {
  const queue = site.state.queues.get(GENERAL)
  const { agentsLoggedOn, agentsReady } = queue ? figuresOf(site.state, queue) : {}
  return { agentsLoggedOn, agentsReady }
}

describe('an agent of two queues who logs on for one', () => {
  it('is offered no caller of the other, and doesn’t count there', () => {
    const site = twoQueues()
    logsOn(site, [REPORTS])
    ready(site)
    site.arrives(1)
    expect([phaseOf(site, 1), agentIs(site, 'li')]).toEqual(['queued', 'ready'])
    expect(figures(site)).toEqual({ agentsLoggedOn: 0, agentsReady: 0 })
  })

  it('is offered who waits there as soon as that queue is chosen too', () => {
    const site = twoQueues()
    logsOn(site, [REPORTS])
    ready(site)
    site.arrives(1)
    chooses(site, [REPORTS, GENERAL])
    expect([phaseOf(site, 1), agentIs(site, 'li')]).toEqual(['offered', 'reserved'])
  })

  it('serves all of them again at the next log-on', () => {
    const site = twoQueues()
    logsOn(site, [REPORTS])
    site.when({ type: 'logOffAgent', agentId: agentId('li') })
    logsOn(site)
    ready(site)
    expect(figures(site)).toEqual({ agentsLoggedOn: 1, agentsReady: 1 })
    site.arrives(1)
    expect(phaseOf(site, 1)).toBe('offered')
  })

  it('keeps the choice across a takeover', () => {
    const site = twoQueues()
    logsOn(site, [REPORTS])
    expect(kept(site.state).agents.get(agentId('li'))?.servedQueueIds).toEqual([REPORTS])
  })
})

describe('choosing queues', () => {
  it('lets an offer that rings ring on', () => {
    const site = twoQueues()
    logsOn(site)
    ready(site)
    site.arrives(1)
    chooses(site, [])
    expect(phaseOf(site, 1)).toBe('offered')
  })

  it('by null takes all that are assigned, now and later', () => {
    const site = twoQueues()
    define(site, [REPORTS])
    logsOn(site, [REPORTS])
    ready(site)
    chooses(site, null)
    site.arrives(1)
    define(site, [REPORTS, GENERAL])
    expect(phaseOf(site, 1)).toBe('offered')
  })

  it('an assignment that is withdrawn takes the queue away, chosen or not', () => {
    const site = twoQueues()
    logsOn(site, [GENERAL])
    ready(site)
    define(site, [REPORTS])
    site.arrives(1)
    expect(phaseOf(site, 1)).toBe('queued')
  })

  it.each([
    ['of a queue that isn’t assigned', true, ['queue_other'], 'agent-queue'],
    ['while logged off', false, [REPORTS], 'agent-state'],
  ])('%s is refused', (_, on, queueIds, code) => {
    const site = twoQueues()
    if (on) logsOn(site)
    expect(chooses(site, queueIds)).toMatchObject({ facts: [], outcome: { type: 'refused', code } })
  })

  it('of a queue that isn’t assigned is refused at the log-on', () => {
    const site = twoQueues()
    const outcome = {
      type: 'refused',
      code: 'agent-queue',
      detail: 'agent_li is not assigned to queue_other.',
    }
    expect(logsOn(site, ['queue_other'])).toMatchObject({ facts: [], outcome })
  })

  it('said twice gives one fact', () => {
    const site = twoQueues()
    logsOn(site)
    expect(dataOf(chooses(site, [REPORTS]), 'agentQueuesChosen')).toEqual({ queueIds: [REPORTS] })
    expect(chooses(site, [REPORTS])).toMatchObject({ facts: [], outcome: { type: 'accepted' } })
  })
})
