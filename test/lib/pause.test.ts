import { expect, it } from 'vitest'
import { pause } from '../../src/lib/pause.ts'

it('ends by itself, at once when told to stop, and at once when that was said before', async () => {
  await pause(1, new AbortController().signal)
  const stopping = new AbortController()
  const paused = pause(2_000_000, stopping.signal)
  stopping.abort()
  expect(await paused).toBeUndefined()
  expect(await pause(2_000_000, stopping.signal)).toBeUndefined()
})
