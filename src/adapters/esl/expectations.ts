/** Which legs somebody waits for right now: while there is one, the switch is poked (poke.ts). */

export interface Expectations<Leg> {
  /** A second expectation of the same leg takes the first one's place. */
  expect(leg: Leg, forMs: number): void
  arrived(leg: Leg): void
  /** Until `forget`. */
  always(): void
  forget(): void
}

/** Each expectation ends by itself when its time is over, so the map needs no more bound than the legs have. */
export function createExpectations<Leg>(expectEvent: (forMs?: number) => () => void): Expectations<Leg> {
  const releases = new Map<Leg, () => void>()
  let constant: NodeJS.Timeout | undefined

  const arrived = (leg: Leg) => {
    releases.get(leg)?.()
    releases.delete(leg)
  }
  return {
    expect: (leg, forMs) => {
      arrived(leg)
      releases.set(leg, expectEvent(forMs))
    },
    arrived,
    always: () => {
      clearInterval(constant)
      expectEvent()
      constant = setInterval(expectEvent, RENEW_MS)
    },
    forget: () => {
      clearInterval(constant)
      constant = undefined
      for (const leg of [...releases.keys()]) arrived(leg)
    },
  }
}

/** Shorter than the longest time that one expectation may poke. */
const RENEW_MS = 60_000
