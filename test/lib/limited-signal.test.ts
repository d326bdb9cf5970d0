import { getEventListeners, once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { limitedSignal } from '../../src/lib/limited-signal.ts'

describe('a limited signal', () => {
  it('is aborted when its time is over', async () => {
    const { signal } = limitedSignal(1, [])
    await once(signal, 'abort')
    expect(signal.aborted).toBe(true)
  })

  it('is aborted with any of those that it is made of, before or after', () => {
    const [one, other] = [new AbortController(), new AbortController()]
    const before = limitedSignal(60_000, [one.signal, other.signal])
    other.abort()
    expect(before.signal.aborted).toBe(true)
    expect(limitedSignal(60_000, [one.signal, other.signal]).signal.aborted).toBe(true)
    expect(getEventListeners(one.signal, 'abort')).toEqual([])
  })

  it('leaves nothing behind on what lives longer', () => {
    const process = new AbortController()
    const work = limitedSignal(60_000, [process.signal])
    expect(getEventListeners(process.signal, 'abort')).toHaveLength(1)
    work.release()
    expect(getEventListeners(process.signal, 'abort')).toEqual([])
    process.abort()
    expect(work.signal.aborted).toBe(false)
  })
})
