import { describe, expect, it, test } from 'vitest'
import type { Tenure } from '../../src/domain/site/state.ts'
import {
  appendGraceMs,
  type ClaimTiming,
  headSeen,
  isForgotten,
  isWaitedFor,
  leaseSeen,
  NOTHING_SEEN,
  proofsOver,
  type Sightings,
} from '../../src/runtime/claiming.ts'
import type { LeaseOutcome } from '../../src/runtime/ports.ts'

const TIMING: ClaimTiming = { leaseTtlMs: 2_000, graceMs: 1_250 }
const AWAY: LeaseOutcome = { type: 'unavailable', reason: 'no connection' }

/** The lease is another's, by its grant of this id. */
const others = (id: string, holder = 'a'): LeaseOutcome => ({
  type: 'heldByOther',
  ttlMs: 1_000,
  grant: { holder, id },
})

/** It is ours (`us`), and this was the grant before. */
const ours = (id: string, before?: string, { by = 'a', released = false } = {}) =>
  ({
    type: 'held',
    ttlMs: 2_000,
    grant: { holder: 'us', id },
    before: before === undefined ? undefined : { holder: by, id: before, released },
  }) satisfies LeaseOutcome

/** What is seen after these answers, each with its moment. */
const seenOf = (...answers: readonly (readonly [number, LeaseOutcome])[]): Sightings =>
  answers.reduce((seen, [at, outcome]) => leaseSeen(seen, outcome, at), NOTHING_SEEN)

describe('who is waited for', () => {
  const tenures: readonly (readonly [string, Tenure | undefined, boolean])[] = [
    ['nobody has ever had the site', undefined, false],
    ['another, who may live', { holder: 'a', drove: true, released: false }, true],
    ['another, who has let go in order', { holder: 'a', drove: true, released: true }, false],
    ['this very controller', { holder: 'us', drove: true, released: false }, false],
    [
      'this one, but it never drove: it may have died waiting',
      { holder: 'us', drove: false, released: false },
      true,
    ],
    ['somebody without a name', { holder: null, drove: true, released: false }, true],
  ]
  test.each(tenures)('%s', (_, tenure, isWaited) => {
    expect(isWaitedFor({ holder: 'us', tenure, pos: 7, foldedAt: 0 })).toBe(isWaited)
  })
})

describe('when the other’s lease is over', () => {
  const cases: readonly (readonly [string, Sightings, number | undefined])[] = [
    [
      'its last grant was seen while waiting, and is the newest still',
      seenOf([0, others('1')], [250, others('2')], [500, others('2')], [2_300, ours('x', '2')]),
      2_250,
    ],
    ['it was never seen', seenOf([5_000, ours('x', '1')]), 7_000],
    ['Redis knows of none', seenOf([5_000, ours('x')]), 7_000],
    [
      'it was renewed after the last look, and forgotten then',
      seenOf([0, others('1')], [250, ours('x')]),
      2_250,
    ],
    ['another had it in between', seenOf([0, others('1')], [2_100, ours('x', '9', { by: 'b' })]), 4_100],
    [
      'Redis was away between: what it gave then, it may have forgotten',
      seenOf([0, others('1')], [250, AWAY], [2_100, ours('x', '1')]),
      4_100,
    ],
    [
      'it was seen again after Redis had been away',
      seenOf([0, others('1')], [250, AWAY], [500, others('1')], [2_600, ours('x', '1')]),
      2_500,
    ],
    [
      'our own renewals leave the moment as it is',
      seenOf([0, others('1')], [2_100, ours('x', '1')], [2_600, ours('y', 'x', { by: 'us' })]),
      2_000,
    ],
    [
      'another came between two of our own',
      seenOf([0, others('1')], [2_100, ours('x', '1')], [2_600, ours('y', '2')]),
      4_600,
    ],
    ['Redis has lost ours and gave it again', seenOf([0, ours('x', '1')], [500, ours('y')]), 2_500],
    ['it is another’s', seenOf([0, ours('x', '1')], [500, others('2')]), undefined],
    ['Redis is away', seenOf([0, ours('x', '1')], [500, AWAY]), undefined],
    ['a grant without an id is like no other', seenOf([0, others('')], [2_100, ours('x', '')]), 4_100],
  ]
  test.each(cases)('%s', (_, seen, over) => {
    const claim = { holder: 'us', tenure: undefined, pos: 7, foldedAt: -10_000 }
    expect(proofsOver(claim, seen, TIMING)).toBe(over)
  })
})

describe('when the other’s last append proves nothing any more', () => {
  const LEASE_OVER = seenOf([-10_000, ours('x', '1')])
  const cases: readonly (readonly [string, readonly (readonly [number, number])[], number])[] = [
    [
      'the head stood still while we waited',
      [
        [0, 7],
        [250, 7],
        [500, 7],
      ],
      1_250,
    ],
    [
      'it moved last at 500',
      [
        [0, 5],
        [250, 6],
        [500, 7],
        [750, 7],
      ],
      1_750,
    ],
    [
      'it was not read since it came where ours begins',
      [
        [0, 5],
        [250, 6],
      ],
      4_250,
    ],
    ['nobody looked at it', [], 4_250],
  ]
  test.each(cases)('%s', (_, looks, over) => {
    const seen = looks.reduce((before, [at, pos]) => headSeen(before, pos, at), LEASE_OVER)
    expect(proofsOver({ holder: 'us', tenure: undefined, pos: 7, foldedAt: 3_000 }, seen, TIMING)).toBe(over)
  })
})

describe('whether Redis has forgotten a lease that may be live', () => {
  const cases: readonly (readonly [string, Sightings, number, ReturnType<typeof ours>, boolean])[] = [
    ['it was there a moment ago', seenOf([0, others('1')]), 250, ours('x'), true],
    ['it was deleted by hand', seenOf([0, others('1')]), 250, ours('x', '1'), true],
    ['it was given back', seenOf([0, others('1')]), 250, ours('x', '1', { released: true }), false],
    ['it has run out', seenOf([0, others('1')]), 2_000, ours('x', '1'), false],
    [
      'it had half its time left when it was first seen',
      seenOf([0, others('1')]),
      1_000,
      ours('x', '1'),
      false,
    ],
    [
      'Redis was away and knows nothing any more',
      seenOf([0, others('1')], [250, AWAY]),
      9_000,
      ours('x'),
      true,
    ],
    [
      'Redis was away and knows it still',
      seenOf([0, others('1')], [250, AWAY]),
      9_000,
      ours('x', '1'),
      false,
    ],
    ['it is our own', seenOf([0, ours('w', '1')]), 250, ours('x'), false],
    ['nobody’s was seen', NOTHING_SEEN, 250, ours('x'), false],
  ]
  test.each(cases)('%s', (_, seen, at, held, isLost) => {
    expect(isForgotten(seen, held, at)).toBe(isLost)
  })
})

it('gives an append two and a half renewals, a second at least, and never more than a lease', () => {
  const graces = [
    [2_000, 500],
    [1_500, 300],
    [60_000, 20_000],
    [500, 250],
  ].map(([ttlMs = 0, renewMs = 0]) => appendGraceMs({ ttlMs, renewMs }))
  expect(graces).toEqual([1_250, 1_000, 50_000, 500])
})
