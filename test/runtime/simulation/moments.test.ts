/**
 * One thing goes wrong, once, at each of many moments in a row: before an append leaves, while it is on its way, when it
 * is done and nobody knows, when its orders are about to leave, when they are on their way.
 */
import './virtual.ts'
import { describe, expect, it } from 'vitest'
import { History } from './history.ts'
import type { Host } from './host.ts'
import { virtually } from './virtual.ts'
import { WEATHERS, type Weather } from './weather.ts'

/** About what a call's arrival, its offer and its answer take, of each seed. */
const MOMENTS = 40
const SEEDS = [1, 2]
/** The site is told its queues, agents and flows in as many facts. */
const OPENING_FACTS = 20
const QUIET: Weather = { ...calm(), controllers: 2 }

describe('at each moment', () => {
  it.each(SEEDS)('the owner dies (SIM_SEED=%i)', async (seed) => {
    expect(await atEach(seed, QUIET, (history, owner) => dies(history, owner))).toEqual([])
  })

  it.each(SEEDS)('the owner is stopped for longer than its lease lasts (SIM_SEED=%i)', async (seed) => {
    expect(await atEach(seed, QUIET, (history, owner) => pauses(history, owner, 5_000))).toEqual([])
  })

  it.each(SEEDS)(
    'Redis forgets everything, and both controllers ask for the site (SIM_SEED=%i)',
    async (seed) => {
      expect(await atEach(seed, QUIET, ({ leases }) => leases.flush())).toEqual([])
    },
  )

  it.each(SEEDS)('Redis forgets everything while the owner is stopped (SIM_SEED=%i)', async (seed) => {
    const forgets = (history: History, owner: Host) => {
      pauses(history, owner, 3_000)
      history.leases.flush()
    }
    expect(await atEach(seed, QUIET, forgets)).toEqual([])
  })

  it.each(SEEDS)('the owner loses the database, and nobody else has it (SIM_SEED=%i)', async (seed) => {
    const cut = ({ time }: History, { links }: Host) => {
      links.database.state = 'hole'
      time.after(6_000, () => {
        links.database.state = 'up'
      })
    }
    expect(await atEach(seed, { ...QUIET, controllers: 1 }, cut)).toEqual([])
  })

  it.each(SEEDS)(
    'the database stands still, and the only controller dies of it (SIM_SEED=%i)',
    async (seed) => {
      const both = (history: History, owner: Host) => {
        history.database.stop()
        history.time.after(700, () => dies(history, owner))
        history.time.after(4_000, () => history.database.wake())
      }
      expect(await atEach(seed, { ...QUIET, controllers: 1 }, both)).toEqual([])
    },
  )

  it.each(SEEDS)(
    'the owner loses all that proves the site its own, after slow answers (SIM_SEED=%i)',
    async (seed) => {
      const alone = ({ time }: History, { links }: Host) => {
        links.leases.slowMs = 1_500
        time.after(3_000, () => {
          links.leases.state = 'hole'
          links.database.state = 'hole'
        })
        time.after(9_000, () => {
          for (const link of [links.leases, links.database]) link.state = 'up'
          links.leases.slowMs = 0
        })
      }
      expect(await atEach(seed, QUIET, alone)).toEqual([])
    },
  )

  it.each(SEEDS)('the owner lets go, and the other takes the site (SIM_SEED=%i)', async (seed) => {
    expect(await atEach(seed, QUIET, (_history, owner) => void owner.cycle(1_000))).toEqual([])
  })
})

/** The same history again and again, and `goesWrong` one thing later each time. */
async function atEach(seed: number, weather: Weather, goesWrong: (history: History, owner: Host) => void) {
  const wrongs: string[] = []
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    const { value, reached } = await virtually(async () => {
      const history = new History({ seed, calls: 3, weather })
      while (history.database.head <= OPENING_FACTS) await history.pass(100)
      await history.takeSteps(moment * 3)
      const owner = history.hosts.find((host) => host.owns)
      if (!owner) return ['nobody has the site in quiet times']
      goesWrong(history, owner)
      await history.pass(15_000)
      return history.comeToRest()
    })
    for (const wrong of [...reached, ...value]) wrongs.push(`moment ${moment}: ${wrong}`)
  }
  return wrongs.slice(0, 10)
}

function dies({ time }: History, owner: Host): void {
  owner.kill()
  const { process } = owner
  time.after(3_000, () => {
    if (owner.process === process) owner.restart()
  })
}

function pauses({ time }: History, { process }: Host, ms: number): void {
  process.stop()
  time.after(ms, () => process.wake())
}

function calm(): Weather {
  const weather = WEATHERS['a good day']
  if (!weather) throw new Error('no good day')
  return weather
}
