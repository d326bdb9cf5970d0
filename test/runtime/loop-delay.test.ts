import { describe, expect, it } from 'vitest'
import { watchLoopDelay } from '../../src/runtime/loop-delay.ts'

/** A timer that rings when it is told to, and a clock that is set. */
function aLoop() {
  let now = 1_000
  let ring = () => {}
  let stopped = false
  const delay = watchLoopDelay(() => now, {
    after: () => () => {},
    sleep: () => Promise.resolve(),
    every: (_ms, run) => {
      ring = run
      return () => {
        stopped = true
      }
    },
  })
  return {
    delay,
    rings(afterMs: number) {
      now += afterMs
      ring()
    },
    passes(ms: number) {
      now += ms
    },
    isStopped: () => stopped,
  }
}

describe('the delay of the event loop', () => {
  it('is the longest of late', () => {
    const { delay, rings } = aLoop()
    rings(25)
    rings(325)
    rings(30)
    expect(delay.worstMs(250)).toBe(300)
    for (let n = 0; n < 10; n += 1) rings(25)
    expect(delay.worstMs(250)).toBe(5)
    expect(delay.worstMs(1_000)).toBe(300)
  })

  it('counts one that lasts', () => {
    const { delay, rings, passes } = aLoop()
    rings(25)
    passes(425)
    expect(delay.worstMs(250)).toBe(400)
  })

  it('is none when all is on time, and is no longer watched after the close', () => {
    const { delay, rings, isStopped } = aLoop()
    rings(25)
    rings(25)
    expect(delay.worstMs(250)).toBe(0)
    delay.close()
    expect(isStopped()).toBe(true)
  })
})
