import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withDeadline } from '../../src/lib/deadline.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  const left = vi.getTimerCount()
  vi.useRealTimers()
  expect(left, 'timers left behind').toBe(0)
})

test('what comes in time is the value, and the timer is gone at once', async () => {
  expect(await withDeadline(Promise.resolve('here'), { timeoutMs: 1000 })).toEqual({
    type: 'value',
    value: 'here',
  })
})

test('what never comes ends at the deadline', async () => {
  const waited = withDeadline(new Promise(() => {}), { timeoutMs: 1000 })
  await vi.advanceTimersByTimeAsync(1000)
  expect(await waited).toEqual({ type: 'timedOut' })
})

test('an abort ends the wait, whether it comes later or came before', async () => {
  const later = new AbortController()
  const waited = withDeadline(new Promise(() => {}), { timeoutMs: 1000, signal: later.signal })
  later.abort()
  expect(await waited).toEqual({ type: 'aborted' })

  const before = AbortSignal.abort()
  expect(await withDeadline(new Promise(() => {}), { timeoutMs: 1000, signal: before })).toEqual({
    type: 'aborted',
  })
})

test('a failure in time is passed on; one after the deadline is nobody’s concern', async () => {
  await expect(withDeadline(Promise.reject(new Error('broken')), { timeoutMs: 1000 })).rejects.toThrow(
    'broken',
  )

  let fail: (fault: Error) => void = () => {}
  const late = new Promise((_, reject) => {
    fail = reject
  })
  const waited = withDeadline(late, { timeoutMs: 1000 })
  await vi.advanceTimersByTimeAsync(1000)
  fail(new Error('too late'))
  expect(await waited).toEqual({ type: 'timedOut' })
})
