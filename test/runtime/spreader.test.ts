import { expect, it } from 'vitest'
import { silentLog } from '../../src/lib/log.ts'
import type { Timers } from '../../src/lib/timers.ts'
import type { ControllersPort } from '../../src/runtime/ports.ts'
import { createSpreader, type Movable, type Spreader } from '../../src/runtime/spreader.ts'
import { type Controller, LASTING_MS, PATIENCE_MS } from '../../src/runtime/spreading.ts'

const EVERY_MS = 500

/** Time, one Redis, and leases that are had by whoever asks first when it is his turn. */
class House implements ControllersPort {
  now = 0
  away = false
  readonly live = new Map<string, { controller: Controller; until: number }>()
  readonly leases = new Map<string, { now?: string; last?: string }>()
  readonly #due = new Set<() => void>()

  readonly timers: Timers = {
    after: () => () => undefined,
    every: (_, run) => {
      this.#due.add(run)
      return () => this.#due.delete(run)
    },
    sleep: async () => undefined,
  }

  async announce(controller: Controller, ttlMs: number): Promise<boolean> {
    if (!this.away) this.live.set(controller.name, { controller, until: this.now + ttlMs })
    return !this.away
  }
  async list(): Promise<readonly Controller[] | undefined> {
    if (this.away) return undefined
    return [...this.live.values()].filter(({ until }) => until > this.now).map(({ controller }) => controller)
  }
  async leave(name: string): Promise<void> {
    this.live.delete(name)
  }
  async holderOf(siteId: string) {
    return this.away ? undefined : (this.leases.get(siteId) ?? {})
  }

  /** One interval: everybody looks, then whoever it is the turn of takes what is free. */
  async step(controllers: readonly Process[]): Promise<void> {
    this.now += EVERY_MS
    for (const run of this.#due) run()
    await settled()
    for (const one of controllers) await one.takeFree()
    await settled()
  }
}

/** A process with its owners, which have a site as soon as they have its lease. */
class Process {
  readonly spreader: Spreader
  readonly #owners: Map<string, Movable>
  /** Sites whose switches it doesn't reach. */
  readonly unreached = new Set<string>()

  readonly house: House
  readonly name: string

  constructor(house: House, name: string, siteIds: readonly string[]) {
    this.house = house
    this.name = name
    this.#owners = new Map(siteIds.map((siteId) => [siteId, this.#owner(siteId)]))
    const clock = { monotonic: () => house.now }
    this.spreader = createSpreader({
      controllers: house,
      owners: this.#owners,
      canReach: (siteId) => !this.unreached.has(siteId),
      everyMs: EVERY_MS,
      ttlMs: 3 * EVERY_MS,
      clock,
      log: silentLog,
      timers: house.timers,
    })
    this.spreader.start(name)
  }

  get owned(): string[] {
    return [...this.#owners].filter(([, { owned }]) => owned).map(([siteId]) => siteId)
  }

  async takeFree(): Promise<void> {
    for (const siteId of this.#owners.keys()) {
      if (this.owned.includes(siteId) || !(await this.spreader.isTurn(siteId))) continue
      if (this.house.leases.get(siteId)?.now === undefined)
        this.house.leases.set(siteId, { now: this.name, last: this.name })
    }
  }

  /** It dies: nobody renews its leases, and it announces nothing. */
  async die(): Promise<void> {
    await this.spreader.leave()
    for (const siteId of this.owned) this.house.leases.set(siteId, { last: this.name })
  }

  #owner(siteId: string): Movable {
    const { house, name } = this
    return {
      get owned() {
        return house.leases.get(siteId)?.now === name
      },
      spilling: false,
      switchesReady: true,
      handOver: () => void house.leases.set(siteId, { last: name }),
    }
  }
}

/** Lets all that waits for a promise go on. */
async function settled(): Promise<void> {
  await new Promise(setImmediate)
}

const SITES = ['site_a', 'site_b']

async function run(house: House, controllers: readonly Process[], forMs: number): Promise<void> {
  for (const until = house.now + forMs; house.now < until; ) await house.step(controllers)
}

it('nobody is handed a site of which it reaches no switch; left alone, it asks for it all the same', async () => {
  const house = new House()
  const ann = new Process(house, 'ann', SITES)
  await run(house, [ann], 2 * EVERY_MS)
  const ben = new Process(house, 'ben', SITES)
  for (const site of SITES) ben.unreached.add(site)
  await run(house, [ann, ben], 5 * LASTING_MS)
  expect(ann.owned).toEqual(SITES)
  expect(ann.spreader.hasOther('site_a')).toBe(false)
  ben.unreached.delete('site_a')
  await run(house, [ann, ben], 5 * LASTING_MS)
  expect([ann.owned, ben.owned]).toEqual([['site_b'], ['site_a']])
  await ann.die()
  await run(house, [ben], 10 * PATIENCE_MS)
  expect(ben.owned).toEqual(SITES)
})

it('two sites are one’s while it is alone, and spread when a second comes', async () => {
  const house = new House()
  const ann = new Process(house, 'ann', SITES)
  await run(house, [ann], 2 * EVERY_MS)
  expect(ann.owned).toEqual(SITES)
  const ben = new Process(house, 'ben', SITES)
  await run(house, [ann, ben], LASTING_MS / 2)
  expect([ann.owned.length, ben.owned.length]).toEqual([2, 0])
  await run(house, [ann, ben], LASTING_MS)
  expect([ann.owned.length, ben.owned.length]).toEqual([1, 1])
  // And so they stay.
  await run(house, [ann, ben], 10 * LASTING_MS)
  expect([ann.owned.length, ben.owned.length]).toEqual([1, 1])
})

it('the other has both at once when one dies, and they are spread again when that is back', async () => {
  const house = new House()
  const ann = new Process(house, 'ann', SITES)
  await run(house, [ann], EVERY_MS)
  const ben = new Process(house, 'ben', SITES)
  await run(house, [ann, ben], 2 * LASTING_MS)
  await ann.die()
  await run(house, [ben], EVERY_MS)
  expect(ben.owned).toEqual(SITES)
  const back = new Process(house, 'ann', SITES)
  await run(house, [back, ben], 2 * LASTING_MS)
  expect([back.owned.length, ben.owned.length]).toEqual([1, 1])
})

it('a process that ends takes nothing more, and others have its sites without waiting for it', async () => {
  const house = new House()
  const ann = new Process(house, 'ann', SITES)
  await run(house, [ann], EVERY_MS)
  const ben = new Process(house, 'ben', SITES)
  await run(house, [ann, ben], EVERY_MS)
  expect([ann.spreader.hasOther('site_a'), ann.spreader.hasOther('site_x')]).toEqual([true, false])
  expect(ann.spreader.isMoving('site_a')).toBe(false)
  await ann.die()
  expect(ann.spreader.isMoving('site_a')).toBe(true)
  await run(house, [ann, ben], EVERY_MS)
  expect([ann.owned, ben.owned]).toEqual([[], SITES])
})

it('who had a site waits for others before it takes it again, and then takes it if none did', async () => {
  const house = new House()
  const ann = new Process(house, 'ann', ['site_a'])
  await run(house, [ann], EVERY_MS)
  const ben = new Process(house, 'ben', ['site_a'])
  await run(house, [ann, ben], EVERY_MS)
  house.leases.set('site_a', { last: 'ann' })
  // Ben lives, and doesn't take it.
  await run(house, [ann], PATIENCE_MS - EVERY_MS)
  expect(ann.owned).toEqual([])
  await run(house, [ann], 2 * EVERY_MS)
  expect(ann.owned).toEqual(['site_a'])
  expect(ben.owned).toEqual([])
})

it('while Redis is away nothing is moved, and nobody is kept from asking', async () => {
  const house = new House()
  const ann = new Process(house, 'ann', SITES)
  await run(house, [ann], EVERY_MS)
  const ben = new Process(house, 'ben', SITES)
  await run(house, [ann, ben], EVERY_MS)
  house.away = true
  await run(house, [ann, ben], 5 * LASTING_MS)
  expect([ann.owned, ben.owned]).toEqual([SITES, []])
  expect(await ben.spreader.isTurn('site_a')).toBe(true)
  expect(ann.spreader.hasOther('site_a')).toBe(false)
})
