import { expect, it } from 'vitest'
import { deferred } from '../../src/lib/deferred.ts'
import { createTurnstile } from '../../src/lib/turnstile.ts'

it('lets so many through at once, and the next in order as each leaves', async () => {
  const turnstile = createTurnstile(2)
  const works = Array.from({ length: 4 }, () => deferred())
  const begun: number[] = []
  const passed = works.map(({ promise }, n) =>
    turnstile.pass(() => {
      begun.push(n)
      return promise
    }),
  )
  expect(begun).toEqual([0, 1])
  works[1]?.resolve()
  await passed[1]
  expect(begun).toEqual([0, 1, 2])
  for (const { resolve } of works) resolve()
  await Promise.all(passed)
  expect(begun).toEqual([0, 1, 2, 3])
})

it('goes on after work that failed', async () => {
  const turnstile = createTurnstile(1)
  await expect(turnstile.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await turnstile.pass(async () => 'yes')).toBe('yes')
})
