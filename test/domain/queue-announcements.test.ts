import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { beyondSite, calls, NUMBER } from './support/beyond.ts'
import { dataOf, hangsUp, orderOf, phaseOf } from './support/given.ts'
import { lost } from './support/reconnect.ts'
import { agentLeg, callerLeg, orders, queueId, types } from './support/story.ts'

describe('a waiting caller hears announcements', () => {
  it('every so often: the place, the words, then music again, in one order', () => {
    const site = beyondSite('wait')
    calls(site)
    expect(site.after(19_999).facts).toEqual([])
    const said = site.after(1)
    expect(types(said)).toEqual(['callAnnounced'])
    const dueAt = site.now + 20_000
    expect(dataOf(said, 'callAnnounced')).toEqual({ queueId: queueId('general'), nth: 1, position: 1, dueAt })
    expect(orders(said)).toEqual(['stopPlayback', 'startMusic'])
    expect(orderOf(said, 'startMusic')).toMatchObject({
      prompts: [
        { kind: 'prompt', name: 'queue-position', language: 'zh' },
        { kind: 'number', number: 1, language: 'zh' },
        { kind: 'prompt', name: 'please-wait', language: 'zh' },
      ],
      music: 'local_stream://moh',
      keys: ['1', '2', '0'],
    })
    expect(dataOf(site.after(20_000), 'callAnnounced')).toMatchObject({ nth: 2 })
  })

  it('with the place among those who wait now, by class and order', () => {
    const site = beyondSite('wait')
    for (const n of [1, 2]) {
      calls(site, n)
      site.now += 10
    }
    expect(site.after(19_990).facts.map(({ data }) => data)).toMatchObject([{ position: 1 }, { position: 2 }])
    site.arrives(3, '8999')
    expect(site.after(20_000).facts.map(({ data }) => data)).toMatchObject([{ position: 2 }, { position: 3 }])
  })

  it('not while a phone rings for them; what was missed comes when the offer has come to nothing', () => {
    const site = beyondSite('wait')
    calls(site)
    site.after(15_000)
    site.agentReady('li')
    expect(phaseOf(site, 1)).toBe('offered')
    expect(site.after(10_000).facts).toEqual([])
    hangsUp(site, agentLeg(1, 1), 'USER_BUSY')
    expect(types(site.after(0))).toEqual(['callAnnounced'])
  })

  it('until the longest wait is over', () => {
    const site = beyondSite('wait')
    calls(site)
    for (let nth = 1; nth <= 4; nth += 1) expect(types(site.after(20_000))).toEqual(['callAnnounced'])
    expect(types(site.after(10_000))).toEqual(['callWaitedTooLong', 'handOnBegan'])
  })

  it('in the time that was set for them, though the switch was out of reach meanwhile', () => {
    const site = beyondSite('wait')
    calls(site)
    site.after(18_000)
    site.when({ type: 'switchLost' })
    expect(site.after(5_000).facts).toEqual([])
    const back = site.reconnected([{ legId: callerLeg(1), role: 'caller', waiting: true }])
    expect(types(back)).toEqual(['switchConnected'])
    expect(orders(back)).toEqual(['stopPlayback', 'startMusic'])
    expect(types(site.after(0))).toEqual(['callAnnounced'])
  })

  it('but not from a flow that has none', () => {
    const site = lost((now) => now.arrives(1, NUMBER))
    site.reconnected([{ legId: callerLeg(1), role: 'caller', waiting: true }])
    expect(site.after(600_000).facts).toEqual([])
  })
})
