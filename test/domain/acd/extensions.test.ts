import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { kept } from '../support/kept.ts'
import { agentId, aSite, queueId, type Site } from '../support/story.ts'

function define(site: Site, name: string, extension: string) {
  const agent = { agentId: agentId(name), name, extension, queueIds: [queueId('general')] }
  return site.when({ type: 'defineAgent', agent }).outcome
}

function logOn(site: Site, name: string, extension?: string) {
  return site.when({ type: 'logOnAgent', agentId: agentId(name), extension }).outcome
}

const TAKEN = { type: 'refused', code: 'agent-extension-taken' }

describe('an agent’s phone', () => {
  it('is nobody else’s usual one, until its agent has another or is removed', () => {
    const site = aSite()
    expect(define(site, 'zhao', '1001')).toMatchObject(TAKEN)
    expect(define(site, 'li', '1001')).toMatchObject({ type: 'accepted' })
    expect(define(site, 'li', '1009')).toMatchObject({ type: 'accepted' })
    expect(define(site, 'zhao', '1001')).toMatchObject({ type: 'accepted' })
    expect(define(site, 'qian', '1009')).toMatchObject(TAKEN)
    site.when({ type: 'removeAgent', agentId: agentId('li') })
    expect(define(site, 'qian', '1009')).toMatchObject({ type: 'accepted' })
  })

  it('is used by one agent at a time, whosever it usually is', () => {
    const site = aSite()
    expect(logOn(site, 'li', '1002')).toMatchObject({ type: 'accepted' })
    expect(logOn(site, 'wang')).toMatchObject(TAKEN)
    site.when({ type: 'logOffAgent', agentId: agentId('li') })
    expect(logOn(site, 'wang')).toMatchObject({ type: 'accepted' })
    expect(logOn(site, 'li', '1002')).toMatchObject(TAKEN)
    expect(logOn(site, 'li')).toMatchObject({ type: 'accepted' })
  })

  it('is as taken for the next owner, by the journal and by a snapshot', () => {
    const site = aSite()
    logOn(site, 'li', '1007')
    for (const state of [site.replayed, kept(site.state)]) {
      expect(state.extensions.inUseBy('1007')).toBe(agentId('li'))
      expect(state.extensions.inUseBy('1001')).toBeUndefined()
      expect(state.extensions.usualOf('1001')).toBe(agentId('li'))
      expect(state.extensions.usualOf('1007')).toBeUndefined()
    }
  })
})
