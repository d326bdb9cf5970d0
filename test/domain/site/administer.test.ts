import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { agentId, aSite, directFlow, numbers, queueId, types } from '../support/story.ts'

describe('what administrators define', () => {
  const queue = { queueId: queueId('new'), names: { en: 'New', zh: '新' }, ringMs: 1_000, wrapUpMs: 0 }
  const agent = { agentId: agentId('zhao'), name: 'zhao', extension: '1003', queueIds: [queueId('general')] }

  it('is a fact once; the same again, keys in any order, is none', () => {
    const site = aSite()
    expect(types(site.when({ type: 'defineQueue', queue }))).toEqual(['queueDefined'])
    const again = { wrapUpMs: 0, ringMs: 1_000, names: { zh: '新', en: 'New' }, queueId: queueId('new') }
    expect(site.when({ type: 'defineQueue', queue: again })).toMatchObject({
      facts: [],
      outcome: { type: 'accepted' },
    })
    expect(types(site.when({ type: 'defineQueue', queue: { ...queue, ringMs: 2 } }))).toEqual([
      'queueDefined',
    ])
    expect(types(site.when({ type: 'defineAgent', agent }))).toEqual(['agentDefined'])
    expect(types(site.when({ type: 'defineAgent', agent }))).toEqual([])
    expect(types(site.when({ type: 'publishFlow', flow: directFlow, origin: 'file' }))).toEqual([])
    expect(types(site.when({ type: 'assignNumbers', numbers, otherwise: directFlow.id }))).toEqual([])
  })

  it('must name what is there', () => {
    const site = aSite()
    const refusals = [
      site.when({ type: 'defineAgent', agent: { ...agent, queueIds: [queueId('none')] } }),
      site.when({
        type: 'publishFlow',
        flow: {
          ...directFlow,
          version: 'x',
          steps: { wait: { ...directFlow.steps['wait'], queueId: queueId('none') } },
        },
      }),
      site.when({ type: 'assignNumbers', numbers: { '1': 'flow_none' }, otherwise: directFlow.id }),
      site.when({ type: 'assignNumbers', numbers: {}, otherwise: 'flow_none' }),
    ]
    const code = ['queue-unknown', 'queue-unknown', 'flow-unknown', 'flow-unknown']
    expect(refusals.map(({ outcome }) => outcome)).toMatchObject(
      code.map((c) => ({ type: 'refused', code: c })),
    )
    expect(refusals.flatMap(({ facts }) => facts)).toEqual([])
  })

  it('does not move an agent who is logged on to another phone', () => {
    const site = aSite()
    site.agentReady('li')
    const li = { agentId: agentId('li'), name: 'li', extension: '1044', queueIds: [queueId('general')] }
    site.when({ type: 'defineAgent', agent: li })
    expect(site.state.agents.get(agentId('li'))?.extension).toBe('1001')
    site.when({ type: 'logOffAgent', agentId: agentId('li') })
    expect(site.state.agents.get(agentId('li'))?.extension).toBe('1044')
  })
})
