import '../support/pure.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeadlineEntry, Deadlines } from '../../../src/domain/site/deadlines.ts'
import { nextDeadline, schedule } from '../../../src/domain/site/evolve.ts'
import { aSite } from '../support/story.ts'

const entries = fc.array(
  fc
    .record({ at: fc.nat({ max: 30 }), id: fc.stringMatching(/^[a-f]$/) })
    .map((e) => ({ ...e, kind: 'call' as const })),
  { maxLength: 80 },
)

function drained(deadlines: Deadlines): DeadlineEntry[] {
  const order: DeadlineEntry[] = []
  const taken = new Set<DeadlineEntry>()
  for (let next = deadlines.peek((e) => !taken.has(e)); next; next = deadlines.peek((e) => !taken.has(e))) {
    taken.add(next)
    order.push(next)
  }
  return order
}

describe('the deadlines', () => {
  it('come up earliest first; ids break a tie, whatever the order of entry', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const deadlines = new Deadlines()
        for (const entry of all) deadlines.add(entry)
        const key = ({ at, id }: DeadlineEntry) => `${String(at).padStart(3, '0')} ${id}`
        expect(drained(deadlines).map(key)).toEqual(all.map(key).sort())
        expect(deadlines.size).toBe(0)
      }),
    )
  })

  it('that no longer hold are dropped when they come up, and not before', () => {
    const deadlines = new Deadlines()
    for (const at of [5, 1, 3]) deadlines.add({ at, kind: 'agent', id: `a${at}` })
    expect(deadlines.peek((entry) => entry.at > 2)?.at).toBe(3)
    expect(deadlines.size).toBe(2)
    expect(deadlines.peek(() => true)?.at).toBe(3)
  })

  it('that no longer hold can be dropped all together; the others come up as before', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const deadlines = new Deadlines()
        for (const entry of all) deadlines.add(entry)
        deadlines.tidy(({ at }) => at % 2 === 0)
        const even = all.filter(({ at }) => at % 2 === 0)
        expect(deadlines.size).toBe(even.length)
        expect(drained(deadlines).map(({ at }) => at)).toEqual(even.map(({ at }) => at).sort((a, b) => a - b))
      }),
    )
  })

  it('of calls that are served long before their longest wait don’t pile up', () => {
    const site = aSite()
    for (let n = 0; n < 5_000; n += 1) schedule(site.state, 'call', 'one', site.now + n)
    expect(site.state.deadlines.size).toBeLessThan(2_000)
    expect(nextDeadline(site.state)?.at).toBe(site.now + 4_999)
  })

  it('are none when nothing is awaited', () => {
    expect(new Deadlines().peek(() => true)).toBeUndefined()
  })
})
