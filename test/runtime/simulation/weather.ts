/** What goes wrong in a history, and how often. */
import type { Faults } from '../../domain/simulation/channel.ts'
import type { DatabaseFaults } from './database.ts'
import type { History } from './history.ts'
import type { Host } from './host.ts'

/** Each `…EveryMs`: on average so often; 0: never. */
export interface Weather {
  readonly controllers: number
  readonly database: DatabaseFaults
  readonly switch?: Partial<Faults>
  /** A process is killed, and begins again some seconds later. */
  readonly killEveryMs: number
  /** A process is stopped for up to eight seconds. */
  readonly stopEveryMs: number
  /** A process lets go of the site in order, and begins again. */
  readonly cycleEveryMs: number
  /** Redis forgets everything. */
  readonly flushEveryMs: number
  /** Redis is away, or stands still, for some seconds. */
  readonly redisEveryMs: number
  /** The database stands still for some seconds. */
  readonly hangEveryMs: number
  /** Its standby is gone for some seconds. */
  readonly standbyEveryMs: number
  /** One link of one controller is cut, swallows everything, or is slow, for some seconds. */
  readonly cutEveryMs: number
  /** Somebody sets a controller's wall clock. */
  readonly clockEveryMs: number
  readonly switchDiesEveryMs: number
  /** A disk is full, or fails, for some seconds. */
  readonly diskEveryMs: number
}

export function weatherOf(history: History, weather: Weather): void {
  const { random, time, database, leases } = history
  const someHost = () => random.pick(history.hosts)
  const forAWhile = (mostMs: number, end: () => void) => time.after(random.between(50, mostMs), end)

  history.sometimes(weather.killEveryMs, () => kill(history, someHost()))
  history.sometimes(weather.stopEveryMs, () => {
    const { process, name } = someHost()
    if (!process.runs) return
    process.stop()
    history.tell(`${name} is stopped`)
    forAWhile(8_000, () => {
      history.tell(`${name} wakes`)
      process.wake()
    })
  })
  history.sometimes(weather.cycleEveryMs, () => {
    const host = someHost()
    if (host.process.runs) void host.cycle(random.between(100, 3_000))
  })
  history.sometimes(weather.flushEveryMs, () => {
    history.tell('redis forgets')
    leases.flush()
  })
  history.sometimes(weather.redisEveryMs, () => {
    leases.state = random.chance(0.5) ? 'away' : 'stopped'
    history.tell(`redis is ${leases.state}`)
    const forgets = leases.state === 'away' && random.chance(0.5)
    forAWhile(6_000, () => {
      if (forgets) leases.flush()
      history.tell(forgets ? 'redis is back, and has forgotten' : 'redis is back')
      leases.wake()
    })
  })
  history.sometimes(weather.hangEveryMs, () => {
    database.stop()
    history.tell('the database stands still')
    forAWhile(6_000, () => {
      history.tell('the database goes on')
      database.wake()
    })
  })
  history.sometimes(weather.standbyEveryMs, () => {
    database.loseStandby()
    history.tell('the standby is gone')
    forAWhile(6_000, () => {
      history.tell('the standby is back')
      database.regainStandby()
    })
  })
  history.sometimes(weather.cutEveryMs, () => {
    const host = someHost()
    const which = random.pick(['database', 'leases', 'switch'] as const)
    const link = host.links[which]
    const how = random.pick(['cut', 'hole', 'slow'] as const)
    if (how === 'slow') link.slowMs = random.between(50, 1_500)
    else link.state = how
    history.tell(`${host.name} and its ${which}: ${how}`)
    // An event socket that is swallowed is given up by its heartbeat; here at once.
    if (which === 'switch' && how !== 'slow') host.breakSwitch()
    forAWhile(6_000, () => {
      history.tell(`${host.name} and its ${which}: up`)
      link.state = 'up'
      link.slowMs = 0
    })
  })
  history.sometimes(weather.clockEveryMs, () => {
    someHost().wallOffMs += random.between(-3_600_000, 3_600_000)
  })
  history.sometimes(weather.diskEveryMs, () => {
    const { disk, name } = someHost()
    disk.state = random.chance(0.5) ? 'full' : 'failing'
    history.tell(`the disk of ${name} is ${disk.state}`)
    forAWhile(6_000, () => {
      history.tell(`the disk of ${name} is well`)
      disk.state = 'well'
    })
  })
  history.sometimes(weather.switchDiesEveryMs, () => {
    history.tell('the switch dies')
    history.switch.die()
    for (const host of history.hosts) host.breakSwitch()
  })
}

function kill(history: History, host: Host): void {
  if (host.process.isDead) return
  host.kill()
  history.tell(`${host.name} is killed`)
  const { process } = host
  history.time.after(history.random.between(200, 6_000), () => {
    if (host.process !== process) return
    history.tell(`${host.name} begins again`)
    host.restart()
  })
}

const WELL: DatabaseFaults = { slow: 0, hangs: 0, unseen: 0, refused: 0 }

const CALM: Weather = {
  controllers: 1,
  database: WELL,
  killEveryMs: 0,
  stopEveryMs: 0,
  cycleEveryMs: 0,
  flushEveryMs: 0,
  redisEveryMs: 0,
  hangEveryMs: 0,
  standbyEveryMs: 0,
  cutEveryMs: 0,
  clockEveryMs: 0,
  switchDiesEveryMs: 0,
  diskEveryMs: 0,
}

/** A history is told again by `SIM_SEED=…`, in every weather. */
export const WEATHERS: Readonly<Record<string, Weather>> = {
  'a good day': CALM,
  'one controller that dies, and clocks that are set': {
    ...CALM,
    killEveryMs: 12_000,
    stopEveryMs: 12_000,
    clockEveryMs: 10_000,
  },
  'a database that is slow, hangs and breaks': {
    ...CALM,
    database: { slow: 0.05, hangs: 0.02, unseen: 0.03, refused: 0.03 },
    hangEveryMs: 20_000,
    standbyEveryMs: 20_000,
  },
  'a database that hangs, and a controller that dies, or whose disk fails': {
    ...CALM,
    database: { slow: 0.05, hangs: 0.02, unseen: 0.03, refused: 0.03 },
    hangEveryMs: 8_000,
    standbyEveryMs: 15_000,
    killEveryMs: 15_000,
    diskEveryMs: 10_000,
  },
  'two controllers that die, stop and are stopped': {
    ...CALM,
    controllers: 2,
    killEveryMs: 10_000,
    stopEveryMs: 8_000,
    cycleEveryMs: 15_000,
    clockEveryMs: 20_000,
  },
  'two controllers and a Redis that forgets': {
    ...CALM,
    controllers: 2,
    flushEveryMs: 6_000,
    redisEveryMs: 10_000,
  },
  'two controllers whose links are cut': { ...CALM, controllers: 2, cutEveryMs: 3_000 },
  'all of it at once': {
    controllers: 2,
    database: { slow: 0.03, hangs: 0.01, unseen: 0.02, refused: 0.02 },
    switch: { eventTwice: 0.03, phoneVanishes: 0.15, phoneSilent: 0.15 },
    killEveryMs: 20_000,
    stopEveryMs: 20_000,
    cycleEveryMs: 30_000,
    flushEveryMs: 15_000,
    redisEveryMs: 30_000,
    hangEveryMs: 40_000,
    standbyEveryMs: 40_000,
    cutEveryMs: 10_000,
    clockEveryMs: 30_000,
    switchDiesEveryMs: 60_000,
    diskEveryMs: 30_000,
  },
}
