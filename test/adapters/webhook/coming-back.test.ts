import { describe, expect, it } from 'vitest'
import { createComingBack } from '../../../src/adapters/webhook/coming-back.ts'

describe('a receiver', () => {
  it('that has never been tried may have been away; once it answers, it is back, and that is said once', () => {
    const receivers = createComingBack()
    expect(receivers.tried('webhook_a', true)).toBe(true)
    expect(receivers.tried('webhook_a', true)).toBe(false)
  })

  it('counts as away after five failures in a row, each receiver by itself', () => {
    const receivers = createComingBack()
    receivers.tried('webhook_a', true)
    receivers.tried('webhook_b', true)
    for (let n = 0; n < 5; n += 1) expect(receivers.tried('webhook_a', false)).toBe(false)
    expect(receivers.tried('webhook_b', true)).toBe(false)
    expect(receivers.tried('webhook_a', true)).toBe(true)
  })

  it('that refuses one event and takes others was never away', () => {
    const receivers = createComingBack()
    receivers.tried('webhook_a', true)
    for (let n = 0; n < 20; n += 1) {
      for (let failures = 0; failures < 4; failures += 1) receivers.tried('webhook_a', false)
      expect(receivers.tried('webhook_a', true)).toBe(false)
    }
  })

  it('is said to be back again when that could not be told', () => {
    const receivers = createComingBack()
    receivers.tried('webhook_a', true)
    receivers.again('webhook_a')
    expect(receivers.tried('webhook_a', true)).toBe(true)
    expect(receivers.tried('webhook_a', true)).toBe(false)
  })
})
