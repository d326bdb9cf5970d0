import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bootId, sinceBootMs } from '../src/lib/boot-clock.ts'
import { silentLog } from '../src/lib/log.ts'
import { openKeptClock } from '../src/wiring/kept-clock.ts'
import { scratch } from './support/scratch.ts'

const START = 1_800_000_000_000
const HOUR = 3_600_000

/** A machine on which one process follows another; each has a monotonic clock of its own. */
class Host {
  passed = 0
  stepped = 0
  boot = 'first'
  readonly file = join(scratch().path, 'site-clock.json')

  /** A process's clock. */
  process() {
    const begun = this.passed
    return openKeptClock(this.file, silentLog, {
      wall: () => START + this.passed + this.stepped,
      monotonic: () => this.passed - begun,
      sinceBoot: () => 900_000 + this.passed,
      bootId: () => this.boot,
    })
  }

  /** A process that begins, lives through what happens, and ends in good order. */
  async lived(during: (clock: ReturnType<Host['process']>['clock']) => void) {
    const one = this.process()
    one.start()
    during(one.clock)
    await one.close()
  }

  /** Site time less wall time, as a process that begins now has it. */
  get offset(): number {
    const { clock } = this.process()
    return clock.now() - clock.wall()
  }
}

it.each([
  ['forth', HOUR],
  ['back', -HOUR],
])('goes on across a restart after the wall clock was set %s by an hour', async (_, stepMs) => {
  const host = new Host()
  await host.lived((clock) => {
    host.stepped = stepMs
    expect(clock.now()).toBe(START)
  })
  host.passed += 5_000
  expect(host.offset).toBe(-stepMs)
})

it('goes on when the wall clock was set while no process ran', async () => {
  const host = new Host()
  await host.lived(() => undefined)
  host.passed += 5_000
  host.stepped = HOUR
  expect(host.offset).toBe(-HOUR)
})

it('counts the time in which no process ran', async () => {
  const host = new Host()
  await host.lived(() => undefined)
  host.passed += 7 * HOUR
  const { clock } = host.process()
  expect(clock.now()).toBe(START + 7 * HOUR)
})

it('begins with the wall clock after the machine has booted, and where that is hours away', async () => {
  const host = new Host()
  await host.lived(() => undefined)
  host.stepped = HOUR
  host.boot = 'second'
  expect(host.offset).toBe(0)
  host.boot = 'first'
  host.stepped = 3 * HOUR
  expect(host.offset).toBe(0)
})

it.each(['', '{', 'null', '{"bootId":"first"}', '{"bootId":"first","bootedAt":"now"}'])(
  'begins with the wall clock when the file holds %j',
  (text) => {
    const host = new Host()
    writeFileSync(host.file, text)
    expect(host.offset).toBe(0)
  },
)

it('writes nothing before it is started', async () => {
  const host = new Host()
  await host.process().close()
  expect(existsSync(host.file)).toBe(false)
  await host.lived(() => undefined)
  expect(JSON.parse(readFileSync(host.file, 'utf8'))).toEqual({ bootId: 'first', bootedAt: START - 900_000 })
})

it('lives on when the data directory takes no file', async () => {
  const host = new Host()
  const one = openKeptClock(join(host.file, 'not', 'there'), silentLog)
  one.start()
  expect(Math.abs(one.clock.now() - Date.now())).toBeLessThan(60_000)
  await one.close()
})

it('reads the boot clock of this machine', () => {
  const first = sinceBootMs()
  expect(first).toBeGreaterThan(0)
  expect(sinceBootMs()).toBeGreaterThanOrEqual(first ?? Infinity)
  expect(bootId()).toMatch(/^[0-9a-f-]{36}$/)
  expect(bootId()).toBe(bootId())
})
