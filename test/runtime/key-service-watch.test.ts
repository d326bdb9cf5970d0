import { expect, it, onTestFinished, vi } from 'vitest'
import { type KeyServiceWatchOptions, watchKeyService } from '../../src/runtime/key-service-watch.ts'

/** Watches without pauses worth naming; tells what was said. */
function watch(isThere: () => boolean, heard: () => boolean = () => true) {
  const said: boolean[] = []
  const options: KeyServiceWatchOptions = {
    isThere: async () => isThere(),
    async alarm(away) {
      said.push(away)
      return heard()
    },
    everyMs: 1,
  }
  const watching = watchKeyService(options)
  onTestFinished(() => watching.close())
  return { said, watching }
}

it('says once that the key service is there, once that it is away, once that it is back', async () => {
  let there = true
  const { said, watching } = watch(() => there)
  await vi.waitFor(() => expect(said).toEqual([false]))
  there = false
  await vi.waitFor(() => expect(said).toEqual([false, true]))
  expect(watching.isThere).toBe(false)
  there = true
  await vi.waitFor(() => expect(said).toEqual([false, true, false]))
  expect(watching.isThere).toBe(true)
})

it('makes no alarm of one answer that failed to come', async () => {
  let asked = 0
  const { said } = watch(() => {
    asked += 1
    return asked % 2 === 1
  })
  await vi.waitFor(() => expect(asked).toBeGreaterThan(20))
  expect(said).toEqual([false])
})

it('says it again until somebody has heard it', async () => {
  let tries = 0
  const { said } = watch(
    () => false,
    () => {
      tries += 1
      return tries === 3
    },
  )
  await vi.waitFor(() => expect(said).toEqual([true, true, true]))
})

it('asks no more once it is closed', async () => {
  let asked = 0
  const { watching } = watch(() => {
    asked += 1
    return true
  })
  await watching.close()
  const before = asked
  await new Promise((resolve) => setImmediate(resolve))
  expect(asked).toBe(before)
})
