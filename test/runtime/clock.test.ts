import { describe, expect, it } from 'vitest'
import { machineClock } from '../../src/runtime/clock.ts'

const START = 1_800_000_000_000
const HOUR = 3_600_000

/** A machine whose wall clock somebody sets, and which may be suspended. */
class Machine {
  stepped = 0
  slept = 0
  passed = 5_000

  readonly wall = () => START + this.passed + this.slept + this.stepped
  readonly monotonic = () => this.passed
  readonly sinceBoot = () => 700_000 + this.passed + this.slept
}

const aClock = () => {
  const machine = new Machine()
  return { machine, clock: machineClock(machine) }
}

/** Reads the clock every second for so long, as a process that owns a site does. */
function pass(of: ReturnType<typeof aClock>, ms: number): void {
  for (let left = ms; left > 0; left -= 1_000) {
    of.machine.passed += Math.min(left, 1_000)
    of.clock.now()
  }
}

const offset = ({ clock }: ReturnType<typeof aClock>) => clock.now() - clock.wall()

describe('site time', () => {
  it('goes with the wall clock', () => {
    const all = aClock()
    expect(all.clock.now()).toBe(all.clock.wall())
    pass(all, 1_234)
    expect(all.clock.now()).toBe(START + 5_000 + 1_234)
    expect(all.clock.wall()).toBe(all.clock.now())
  })

  it.each([
    ['forth', HOUR],
    ['back', -HOUR],
  ])(
    'is slewed by no more than a tenth after a step of an hour %s, and is caught up in ten hours',
    (_, step) => {
      const all = aClock()
      const before = all.clock.now()
      all.machine.stepped = step
      expect(all.clock.now()).toBe(before)
      pass(all, 60_000)
      expect(Math.abs(all.clock.now() - before - 60_000)).toBeLessThanOrEqual(6_001)
      expect(all.clock.now() - before).toBe(Math.floor(60_000 + Math.sign(step) * 6_000))
      pass(all, 10 * HOUR - 120_000)
      expect(Math.abs(offset(all))).toBeGreaterThan(1_000)
      pass(all, 60_000)
      expect(Math.abs(offset(all))).toBeLessThanOrEqual(1)
      pass(all, 60_000)
      expect(Math.abs(offset(all))).toBeLessThanOrEqual(1)
    },
  )

  it('is never behind what it was, wherever the wall clock goes', () => {
    const all = aClock()
    let before = all.clock.now()
    for (const step of [HOUR, -HOUR, 500, -500, 1_500, -86_400_000, 86_400_000, 0]) {
      all.machine.stepped = step
      for (const ms of [0, 1, 400, 7_000]) {
        all.machine.passed += ms
        const now = all.clock.now()
        expect(now).toBeGreaterThanOrEqual(before)
        expect(now - before).toBeLessThanOrEqual(ms * 1.1 + 1)
        expect(now - before).toBeGreaterThanOrEqual(ms * 0.9 - 1)
        before = now
      }
    }
  })

  it('is where it would have been after a step forth and back again', () => {
    const all = aClock()
    all.machine.stepped = HOUR
    pass(all, 30_000)
    all.machine.stepped = 0
    expect(offset(all)).toBe(3_000)
    pass(all, 30_000)
    expect(offset(all)).toBe(0)
  })

  it('follows a small correction at a tenth too', () => {
    const all = aClock()
    all.machine.stepped = 400
    pass(all, 2_000)
    expect(offset(all)).toBe(-200)
    pass(all, 2_000)
    expect(offset(all)).toBe(0)
  })

  it('goes on while the machine is suspended, for callers waited then', () => {
    const all = aClock()
    const before = all.clock.now()
    all.machine.slept = 2 * HOUR
    expect(all.clock.now()).toBe(before + 2 * HOUR)
    // A step by so much is none the less a step.
    all.machine.stepped = 2 * HOUR
    expect(all.clock.now()).toBe(before + 2 * HOUR)
  })

  it('does not follow a suspension further than the wall clock went', () => {
    const all = aClock()
    const before = all.clock.now()
    all.machine.slept = 2 * HOUR
    all.machine.stepped = -HOUR
    expect(all.clock.now()).toBe(before + HOUR)
  })

  it('begins where the facts of a site end that is taken over, if they are ahead', () => {
    const all = aClock()
    const before = all.clock.now()
    all.clock.notBefore(before - 1)
    expect(all.clock.now()).toBe(before)
    all.clock.notBefore(before + HOUR)
    expect(all.clock.now()).toBe(before + HOUR)
    pass(all, 10_000)
    expect(offset(all)).toBe(HOUR - 1_000)
  })

  it('begins where an earlier process’s ended, when told', () => {
    const machine = new Machine()
    const clock = machineClock(machine, machine.wall() - 30_000)
    expect(clock.now() - clock.wall()).toBe(-30_000)
  })
})
