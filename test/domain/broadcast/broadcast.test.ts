import '../support/pure.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { broadcastIdFrom } from '../../../src/domain/ids.ts'
import { beyondSite, calls } from '../support/beyond.ts'
import { heardIn, ordersOf } from '../support/flows.ts'
import { dataOf, offered, phaseOf } from '../support/given.ts'
import { expectWhole, planSite } from '../support/plans.ts'
import { agentLeg, callId, orders, queueId, type Site, talking, types } from '../support/story.ts'

let site: Site = planSite()
afterEach(() => expectWhole(site))

const broadcastId = broadcastIdFrom('01JD8Z4Q6W3V5T7R9P0N2M4K6H')
const says = (more: object = {}) =>
  site.when({
    type: 'broadcast',
    broadcastId,
    queueIds: null,
    prompts: ['all-lines-busy'],
    by: 'key_boss',
    ...more,
  })

describe('a message to all who wait', () => {
  it('is heard once by each, in each one’s languages; then music again, at the same place', () => {
    site = planSite()
    site.arrives(1)
    site.arrives(2, '8999')
    const place = () => site.state.calls.get(callId(1))?.phase
    const before = place()
    const said = says()
    expect(types(said)).toEqual(['broadcastMade', 'broadcastHeard', 'broadcastHeard'])
    expect(dataOf(said, 'broadcastMade')).toEqual({
      broadcastId,
      by: 'key_boss',
      queueIds: null,
      prompts: ['all-lines-busy'],
      reached: 2,
      queues: { [queueId('general')]: 2 },
    })
    expect(orders(said)).toEqual(['stopPlayback', 'startMusic', 'stopPlayback', 'startMusic'])
    expect(ordersOf(said, 'startMusic').map(({ callId: id, prompts }) => [id, prompts.length])).toEqual([
      [callId(1), 2],
      [callId(2), 2],
    ])
    expect(place()).toEqual(before)
    expect(site.state.broadcasts.get(broadcastId)).toMatchObject({ at: site.now, reached: 2 })
  })

  it('counts once, whoever says it twice', () => {
    site = planSite()
    site.arrives(1)
    says()
    const again = says()
    expect([again.facts, again.commands, again.outcome]).toEqual([[], [], { type: 'accepted' }])
  })

  it('is for the queues that are named', () => {
    site = planSite()
    site.arrives(1)
    const said = says({ queueIds: [queueId('second')] })
    expect(dataOf(said, 'broadcastMade')).toMatchObject({ reached: 0, queues: {} })
    expect(says({ queueIds: [queueId('gone')] }).outcome).toEqual({ type: 'accepted' })
    const other = broadcastIdFrom('01JD8Z4Q6W3V5T7R9P0N2M4K6J')
    const refused = says({ broadcastId: other, queueIds: [queueId('gone')] })
    expect(refused.outcome).toMatchObject({ code: 'queue-unknown' })
  })

  it('reaches who is being offered, and the agent’s answer cuts it short', () => {
    site = planSite()
    offered(site, 1)
    const said = says()
    expect(types(said)).toEqual(['broadcastMade', 'broadcastHeard'])
    const answered = site.leg('legAnswered', agentLeg(1, 1))
    expect(orders(answered)).toEqual(['stopPlayback', 'bridge'])
  })

  it('but nobody who talks, who walks through a flow, or whose switch is out of reach', () => {
    site = planSite()
    talking(site, 1, 'li')
    site.arrives(2, '8001')
    site.arrives(3)
    site.when({ type: 'switchLost' })
    expect(dataOf(says(), 'broadcastMade')).toMatchObject({ reached: 0 })
  })

  it('comes in the place of the next announcement, which would cut it short', () => {
    site = beyondSite('wait')
    calls(site)
    site.after(19_000)
    expect(heardIn(says())).toEqual(['all-lines-busy'])
    expect(phaseOf(site, 1)).toBe('queued')
    expect(site.after(19_999).facts).toEqual([])
    expect(types(site.after(1))).toEqual(['callAnnounced'])
  })
})
