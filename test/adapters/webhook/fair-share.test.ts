/** An endpoint that fails must not take the others' places. */
import { expect, test } from 'vitest'
import { createFairShare } from '../../../src/adapters/webhook/fair-share.ts'

test('a failing endpoint gets a quarter of the places, and all of them back once it answers', () => {
  const share = createFairShare(8)
  share.tried('a', false)
  expect([share.entered('a'), share.entered('a'), share.entered('a')]).toEqual([true, true, false])
  expect(share.entered('b')).toBe(true)
  share.left('a')
  expect([share.entered('a'), share.entered('a')]).toEqual([true, false])
  share.tried('a', true)
  expect(Array.from({ length: 6 }, () => share.entered('a'))).toEqual(Array(6).fill(true))
})

test('one place is never taken away', () => {
  const share = createFairShare(1)
  share.tried('a', false)
  expect(share.entered('a')).toBe(true)
  share.left('a')
  expect(share.entered('a')).toBe(true)
})
