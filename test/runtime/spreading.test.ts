import { describe, expect, it } from 'vitest'
import {
  type Controller,
  LASTING_MS,
  type Move,
  NO_MEMORY,
  nextMove,
  type OwnedSite,
  PATIENCE_MS,
  patienceMs,
  preferredFor,
  REST_MS,
  type SpreadingMemory,
  unableFor,
} from '../../src/runtime/spreading.ts'

const SITES = ['site_a', 'site_b', 'site_c', 'site_d']
const controller = (name: string, owned: readonly string[] = [], siteIds = SITES): Controller => ({
  name,
  siteIds,
  owned,
})

describe('a free site', () => {
  it.each<[string, readonly Controller[], string | undefined, string | undefined]>([
    ['is nobody’s where nobody lives', [], undefined, undefined],
    ['is nobody’s where nobody lists it', [controller('ann', [], ['site_b'])], undefined, undefined],
    ['is the only one’s', [controller('ann', SITES)], undefined, 'ann'],
    ['is the one’s that has fewest', [controller('ann', ['site_b']), controller('ben')], undefined, 'ben'],
    ['isn’t the one’s that had it', [controller('ann'), controller('ben', ['site_b'])], 'ann', 'ben'],
    [
      'goes past one that doesn’t list it',
      [controller('ann', [], ['site_b']), controller('ben', ['site_b'])],
      undefined,
      'ben',
    ],
  ])('%s', (_, controllers, former, wanted) => {
    expect(preferredFor('site_a', controllers, former)).toBe(wanted)
  })

  it('is the same one’s, whoever asks and in whatever order they are listed', () => {
    const names = ['ann', 'ben', 'cleo', 'dan']
    for (const siteId of SITES) {
      const all = names.map((name) => controller(name))
      const seen = new Set(
        [all, [...all].reverse(), [...all].sort(() => 1)].map((each) => preferredFor(siteId, each)),
      )
      expect(seen.size).toBe(1)
    }
  })

  it('stays the same one’s when another comes or goes, unless that one was it', () => {
    const sites = Array.from({ length: 200 }, (_, n) => `site_${n}`)
    const all = ['ann', 'ben', 'cleo', 'dan'].map((name) => controller(name, [], sites))
    const before = sites.map((siteId) => preferredFor(siteId, all))
    const after = sites.map((siteId) => preferredFor(siteId, all.slice(1)))
    for (const [n, name] of before.entries()) if (name !== 'ann') expect(after[n]).toBe(name)
    for (const name of ['ann', 'ben', 'cleo', 'dan']) {
      const share = before.filter((one) => one === name).length
      // A quarter each, give or take five standard deviations.
      expect(Math.abs(share - 50)).toBeLessThan(32)
    }
  })

  it.each<[string, readonly Controller[] | undefined, string | undefined, number]>([
    ['nobody can say who lives: the lease decides', undefined, undefined, 0],
    ['this one is alone', [controller('own')], undefined, 0],
    ['this one hasn’t been heard of yet, and nobody else either', [], undefined, 0],
    ['this one has fewest', [controller('own'), controller('ben', ['site_b'])], undefined, 0],
    ['another has fewer', [controller('own', ['site_b']), controller('ben')], undefined, PATIENCE_MS],
    ['the other that has fewer lost it', [controller('own', ['site_b']), controller('ben')], 'ben', 0],
    ['this one had it, and another lives', [controller('own'), controller('ben')], 'own', PATIENCE_MS],
    ['this one had it, and is alone', [controller('own')], 'own', 0],
  ])('is asked for at once or later: %s', (_, controllers, former, wanted) => {
    expect(patienceMs('site_a', 'own', controllers, former)).toBe(wanted)
  })
})

/** Looks every half a second for so long; what was moved, and when. */
function moves(
  lastMs: number,
  at: (now: number) => { sites: readonly OwnedSite[]; others: readonly Controller[] | undefined },
  memory: SpreadingMemory = NO_MEMORY,
): { moved: (Move & { at: number })[]; memory: SpreadingMemory } {
  const moved: (Move & { at: number })[] = []
  let kept = memory
  for (let now = 0; now <= lastMs; now += 500) {
    const { sites, others } = at(now)
    const next = nextMove(kept, 'own', sites, others, now)
    kept = next.memory
    if (next.move) moved.push({ ...next.move, at: now })
  }
  return { moved, memory: kept }
}

const owned = (siteId: string, more: Partial<OwnedSite> = {}): OwnedSite => ({
  siteId,
  spilling: false,
  inReach: true,
  ...more,
})
const two = [owned('site_a'), owned('site_b')]

describe('an owned site', () => {
  it.each<[string, readonly OwnedSite[], readonly Controller[] | undefined]>([
    ['Redis is away', two, undefined],
    ['nobody else lives', two, []],
    ['only this one lives', two, [controller('own', ['site_a', 'site_b'])]],
    ['the other has one less', two, [controller('ben', ['site_c'])]],
    ['it is the only one', [owned('site_a')], [controller('ben')]],
    ['the other lists none of them', two, [controller('ben', [], ['site_c'])]],
    ['all of them spill', two.map((one) => ({ ...one, spilling: true })), [controller('ben')]],
    ['none is reached, and nobody else lives', two.map((one) => ({ ...one, inReach: false })), []],
    ['one is not reached, and Redis is away', [owned('site_a', { inReach: false })], undefined],
  ])('stays where %s', (_, sites, others) => {
    expect(moves(60_000, () => ({ sites, others })).moved).toEqual([])
  })

  it('goes to one that has two less, once that has lasted', () => {
    const { moved } = moves(LASTING_MS, () => ({ sites: two, others: [controller('ben')] }))
    expect(moved).toEqual([{ siteId: expect.any(String), why: 'uneven', to: 'ben', at: LASTING_MS }])
  })

  it('stays when the other was there for a moment only', () => {
    const { moved } = moves(60_000, (now) => ({
      sites: two,
      others: now % 10_000 === 0 ? [] : [controller('ben')],
    }))
    expect(moved).toEqual([])
  })

  it('goes one at a time, until it is even', () => {
    const left = SITES.map((siteId) => owned(siteId))
    const given: string[] = []
    let memory = NO_MEMORY
    for (let now = 0; now <= 60_000; now += 500) {
      const next = nextMove(memory, 'own', left, [controller('ben', given)], now)
      memory = next.memory
      const { move } = next
      if (!move) continue
      expect(now).toBeGreaterThanOrEqual(LASTING_MS * (given.length + 1))
      left.splice(
        left.findIndex(({ siteId }) => siteId === move.siteId),
        1,
      )
      given.push(move.siteId)
    }
    expect([left.length, given.length]).toEqual([2, 2])
  })

  it('goes to the one of two that has fewest', () => {
    const sites = SITES.map((siteId) => owned(siteId))
    const others = [controller('ben', ['site_x']), controller('cleo')]
    expect(moves(LASTING_MS, () => ({ sites, others })).moved).toMatchObject([{ to: 'cleo' }])
  })

  it('that spills is passed over for one that doesn’t', () => {
    const sites = [owned('site_a', { spilling: true }), owned('site_b')]
    expect(moves(LASTING_MS, () => ({ sites, others: [controller('ben')] })).moved).toMatchObject([
      { siteId: 'site_b' },
    ])
  })

  it('that came back is not handed over again within five minutes', () => {
    // Whatever is given comes back at once.
    const { moved } = moves(REST_MS + 60_000, () => ({ sites: two, others: [controller('ben')] }))
    for (const siteId of ['site_a', 'site_b']) {
      const [first, second] = moved.filter((move) => move.siteId === siteId).map(({ at }) => at)
      expect((second ?? Number.NaN) - (first ?? Number.NaN)).toBeGreaterThanOrEqual(REST_MS)
    }
  })

  it('none of whose switches is reached goes to whoever lists it, though that has more', () => {
    const sites = [owned('site_a', { inReach: false })]
    const others = [controller('ben', ['site_b', 'site_c'])]
    const { moved, memory } = moves(LASTING_MS, () => ({ sites, others }))
    expect(moved).toEqual([{ siteId: 'site_a', why: 'outOfReach', to: 'ben', at: LASTING_MS }])
    expect(unableFor(memory, LASTING_MS)).toEqual(new Set(['site_a']))
    expect(unableFor(memory, LASTING_MS + REST_MS)).toEqual(new Set())
  })

  it('whose switch was away for a moment stays', () => {
    const { moved } = moves(60_000, (now) => ({
      sites: [owned('site_a', { inReach: now % 10_000 === 0 })],
      others: [controller('ben')],
    }))
    expect(moved).toEqual([])
  })

  it('is not called out of reach for having been one too many', () => {
    const { memory } = moves(LASTING_MS, () => ({ sites: two, others: [controller('ben')] }))
    expect(unableFor(memory, LASTING_MS)).toEqual(new Set())
  })
})
