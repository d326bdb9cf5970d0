import './virtual.ts'
import { expect, it } from 'vitest'
import { pastOf, tellOf } from './tell.ts'

const ALL = 'all of it at once'

tellOf([ALL])

it('tells the same history again', async () => {
  const rows = async () => JSON.stringify((await pastOf(1, ALL)).rows)
  const once = await rows()
  expect(once.length).toBeGreaterThan(1_000)
  expect(await rows()).toBe(once)
})
