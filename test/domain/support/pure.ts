/** The core has no clock and no randomness: whoever reaches for them fails at once. */
import { afterAll, beforeAll } from 'vitest'

const now = Date.now
const random = Math.random

beforeAll(() => {
  const forbid = (what: string) => () => {
    throw new Error(`the domain called ${what}`)
  }
  Date.now = forbid('Date.now')
  Math.random = forbid('Math.random')
})

afterAll(() => {
  Date.now = now
  Math.random = random
})
