import './virtual.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { History } from './history.ts'
import { virtually } from './virtual.ts'
import { WEATHERS } from './weather.ts'

const only = process.env['SIM_SEED']
const count = Number(process.env['SIM_HISTORIES'] ?? 30)
const base = Number(process.env['SIM_BASE'] ?? 1)
const calls = Number(process.env['SIM_CALLS'] ?? 6)
const seeds = only === undefined ? Array.from({ length: count }, (_, n) => base + n) : [Number(only)]

/** Of one history, for looking into it. */
const told: string[] = []
const tell = process.env['SIM_TELL'] === undefined ? undefined : (line: string) => void told.push(line)
afterAll(() => {
  const kinds = weathers.length
  process.stdout.write(
    `the runtime: ${kinds * seeds.length} histories in ${kinds} weathers, seeds from ${seeds[0]}\n`,
  )
  if (told.length > 0) process.stdout.write(`${told.join('\n')}\n`)
})

const weathers = Object.entries(WEATHERS)

describe.each(weathers)('in %s', (_name, weather) => {
  it.each(seeds)('one controller at a time acts, and nobody is lost (SIM_SEED=%i)', async (seed) => {
    const { value, reached } = await virtually(async () => {
      const history = new History({ seed, calls, weather, tell })
      await history.pass(33_000 + calls * 3_500)
      return { wrongs: await history.comeToRest(), orders: history.watch.orders }
    })
    expect(reached).toEqual([])
    expect(value.wrongs.slice(0, 20)).toEqual([])
    expect(value.orders).toBeGreaterThan(0)
  })
})

it('tells the same history again', async () => {
  const [weather] = Object.values(WEATHERS).slice(-1)
  if (!weather) throw new Error('no weather')
  const tell = () =>
    virtually(async () => {
      const history = new History({ seed: base, calls, weather })
      await history.pass(30_000)
      return JSON.stringify(history.database.rows)
    })
  const [once, again] = [await tell(), await tell()]
  expect(once.value.length).toBeGreaterThan(1_000)
  expect(again.value).toBe(once.value)
})
