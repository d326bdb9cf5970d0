/** Tells histories and says which end badly; each test file tells those of some weathers, so that workers share them. */
import { afterAll, describe, expect, it } from 'vitest'
import { History } from './history.ts'
import { virtually } from './virtual.ts'
import { WEATHERS } from './weather.ts'

const only = process.env['SIM_SEED']
const count = only === undefined ? Number(process.env['SIM_HISTORIES'] ?? 200) : 1
const base = Number(only ?? process.env['SIM_BASE'] ?? 1)
const calls = Number(process.env['SIM_CALLS'] ?? 6)

/** One test tells so many: a test of its own for each costs more than some histories do. */
const TOLD_TOGETHER = 25
/** Of those that end badly. */
const MOST_SHOWN = 5

/** Of one history, for looking into it. */
const told: string[] = []
const isTelling = process.env['SIM_TELL'] !== undefined

export function tellOf(kinds: readonly (keyof typeof WEATHERS)[]): void {
  afterAll(() => {
    process.stdout.write(`the runtime: ${kinds.length * count} histories, seeds from ${base}\n`)
    if (told.length > 0) process.stdout.write(`${told.splice(0).join('\n')}\n`)
  })
  describe.each(kinds)('in %s', (kind) => {
    it.each(firstSeeds())(
      'one controller at a time acts, and nobody is lost (from SIM_SEED=%i)',
      async (first) => {
        const bad: string[] = []
        let orders = 0
        for (let seed = first; seed < Math.min(first + TOLD_TOGETHER, base + count); seed += 1) {
          const history = await pastOf(seed, kind)
          orders += history.orders
          if (history.wrongs.length > 0)
            bad.push(`SIM_SEED=${seed}: ${history.wrongs.slice(0, 20).join('; ')}`)
        }
        expect(bad.slice(0, MOST_SHOWN)).toEqual([])
        expect(orders).toBeGreaterThan(0)
      },
    )
  })
}

function firstSeeds(): number[] {
  return Array.from({ length: Math.ceil(count / TOLD_TOGETHER) }, (_, n) => base + n * TOLD_TOGETHER)
}

/** One history from its beginning to its rest. */
export async function pastOf(seed: number, kind: keyof typeof WEATHERS) {
  const weather = WEATHERS[kind]
  if (!weather) throw new Error(`no weather is called ${kind}`)
  const tell = isTelling ? (line: string) => void told.push(line) : undefined
  if (isTelling) told.push(`in ${kind}, SIM_SEED=${seed}`)
  const { value, reached } = await virtually(async () => {
    const history = new History({ seed, calls, weather, tell })
    await history.pass(28_000 + calls * 2_000)
    const wrongs = await history.comeToRest()
    return { wrongs, orders: history.watch.orders, rows: history.database.rows }
  })
  const reaching = reached.map((name) => `${name} of the machine was asked for`)
  return { ...value, wrongs: [...reaching, ...value.wrongs] }
}
