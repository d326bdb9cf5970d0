import './support/pure.ts'
import { describe, expect, it } from 'vitest'
import { calling, confirms, GENERAL, POLICY, promised, ready, ringsAgain } from './support/callbacks.ts'
import { dataOf, hangsUp, orderOf, phaseOf } from './support/given.ts'
import { faultsOf } from './support/invariants.ts'
import { agentLeg, callerLeg, callId, type Site } from './support/story.ts'

const order = (site: Site) => [...(site.state.queues.get(GENERAL)?.waiting ?? [])].map(({ call }) => call.id)

describe('a caller who is to be called back and rings again', () => {
  it('goes on at the place in the new call, and the other one is over', () => {
    const site = calling()
    promised(site, 1)
    site.arrives(2, '8100')
    site.now += 5_000
    const again = ringsAgain(site, 3, 1)
    expect(dataOf(again, 'callQueued')).toMatchObject({ regained: { leftAt: site.now } })
    expect(dataOf(again, 'callEnded')).toMatchObject({ by: 'caller', why: 'rangAgain' })
    expect(site.state.calls.has(callId(1))).toBe(false)
    expect(order(site)).toEqual([3, 2].map(callId))
    expect(faultsOf(site.state)).toEqual([])
  })

  it('is called back all the same who hangs up again before being served', () => {
    const site = calling()
    promised(site, 1)
    const expiresAt = site.now + POLICY.keepMs
    site.arrives(2, '8100')
    ringsAgain(site, 3, 1)
    hangsUp(site, callerLeg(3))
    expect(site.state.calls.get(callId(3))?.phase).toMatchObject({ name: 'awaitingCallback', expiresAt })
    ready(site)
    expect(phaseOf(site, 3)).toBe('callingBack')
    confirms(site, 3)
    expect(order(site)).toEqual([callId(3)])
  })

  it('is owed nothing more who has been served', () => {
    const site = calling()
    promised(site, 1)
    ringsAgain(site, 2, 1)
    ready(site)
    site.leg('legAnswered', callerLeg(2))
    site.leg('legAnswered', agentLeg(2, 1))
    site.leg('legsBridged', callerLeg(2), { withLegId: agentLeg(2, 1) })
    hangsUp(site, callerLeg(2))
    hangsUp(site, agentLeg(2, 1))
    expect(site.state.calls.size).toBe(0)
  })

  it('while the phone is rung: it stops ringing', () => {
    const site = calling()
    promised(site, 1)
    ready(site)
    expect(phaseOf(site, 1)).toBe('callingBack')
    const again = ringsAgain(site, 2, 1)
    expect(orderOf(again, 'hangUp')).toMatchObject({ legId: agentLeg(1, 1) })
    expect(phaseOf(site, 1)).toBe('ending')
    expect(phaseOf(site, 2)).toBe('offered')
    expect(faultsOf(site.state)).toEqual([])
  })

  it('and wishes it again, is promised it once, at the same place', () => {
    const site = calling({ ...POLICY, most: 1 })
    promised(site, 1)
    const [first] = [...(site.state.queues.get(GENERAL)?.callbacks ?? [])]
    site.now += 60_000
    ringsAgain(site, 2, 1)
    const wished = site.leg('keyPressed', callerLeg(2), { key: '2' })
    expect(dataOf(wished, 'callbackOffered')).toMatchObject({
      outcome: 'accepted',
      order: first?.place.order,
    })
    hangsUp(site, callerLeg(2))
    expect(site.state.queues.get(GENERAL)?.promises.size).toBe(1)
  })
})
