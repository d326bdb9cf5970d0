import '../support/pure.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { servedBefore, WaitingList } from '../../../src/domain/acd/waiting.ts'
import type { Call, Place } from '../../../src/domain/call/state.ts'
import { callId, queueId } from '../support/story.ts'

function place(order: number, enqueuedAt = 0, priority: Place['priority'] = 'routine'): Place {
  return {
    queueId: queueId('general'),
    priority,
    enqueuedAt,
    order,
    music: '',
    giveUpAt: undefined,
    otherwise: undefined,
    step: 'wait',
    announceAt: undefined,
    announced: 0,
    rank: 5,
    servedAs: enqueuedAt,
    needs: { skills: [] },
    relax: [],
    preferUntil: undefined,
  }
}
const call = (n: number) => ({ id: callId(n) }) as Call

const places = fc.uniqueArray(
  fc.record({
    order: fc.nat(),
    enqueuedAt: fc.nat({ max: 5 }),
    priority: fc.constantFrom('emergency', 'routine'),
  }),
  { selector: ({ order }) => order, maxLength: 60 },
)

describe('the waiting list', () => {
  it('is in the order of service, whatever the order of coming and going', () => {
    fc.assert(
      fc.property(places, fc.array(fc.nat()), (drawn, leave) => {
        const list = new WaitingList()
        const left = drawn.map(({ order, enqueuedAt, priority }, n) => {
          const entry = { call: call(n), place: place(order, enqueuedAt, priority as Place['priority']) }
          list.add(entry.call, entry.place)
          return entry
        })
        for (const n of leave) {
          const [gone] = left.length > 0 ? left.splice(n % left.length, 1) : []
          if (gone) list.remove(gone.call, gone.place)
        }
        left.sort((a, b) => servedBefore(a.place, b.place))
        expect([...list].map((waiting) => waiting.call.id)).toEqual(left.map((waiting) => waiting.call.id))
        left.forEach((waiting, ahead) => {
          expect(list.ahead(waiting.place)).toBe(ahead)
        })
        expect(list.length).toBe(left.length)
      }),
    )
  })

  it('puts emergencies first, then who came first, then who was journaled first', () => {
    expect(servedBefore(place(9, 9, 'emergency'), place(1, 1))).toBeLessThan(0)
    expect(servedBefore(place(9, 1), place(1, 9))).toBeLessThan(0)
    expect(servedBefore(place(1, 1), place(2, 1))).toBeLessThan(0)
  })

  it('refuses to take out a call that isn’t there: that would be another caller’s place', () => {
    const list = new WaitingList()
    list.add(call(1), place(1))
    expect(() => list.remove(call(2), place(1))).toThrow(callId(2))
    expect(() => list.remove(call(1), place(2))).toThrow(callId(1))
    expect(list.first()?.call.id).toBe(callId(1))
  })
})
