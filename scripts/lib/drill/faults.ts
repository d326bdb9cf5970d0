/** How each kind of fault is done, and undone. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { pause } from '../../../src/lib/pause.ts'
import type { TrialService } from '../../../src/trial/service.ts'
import { eventually } from '../../../test/support/eventually.ts'
import type { KindName } from './kinds.ts'
import type { Link } from './links.ts'
import type { Rig } from './rig.ts'
import { familyOf } from './rig-files.ts'

const GONE_WITHIN_MS = 60_000

/** Breaks it, and puts it back; resolves when that is done. Being told to stop ends the time in which it is broken. */
export async function inject(kind: KindName, rig: Rig, owner: string, signal: AbortSignal): Promise<void> {
  const { system, links } = rig
  const service = rig.controllers.get(owner)
  if (!service) throw new Error(`the site is owned by ${owner}, who is none of the drill's`)
  switch (kind) {
    case 'controllerKilled':
      return ended(service, 'SIGKILL')
    case 'controllerTold':
      return ended(service, 'SIGTERM')
    case 'controllerDead':
      return allDead([...rig.controllers.values()], signal)
    case 'controllerPaused':
      return stopped([service.pid], 1_000, signal)
    case 'controllerAsleep':
      return stopped([service.pid], 5_000, signal)
    case 'controllerCutOff':
      links.storesOf(owner).cut({ stayCut: true })
      return mended(links.storesOf(owner), 5_000, signal)
    case 'controllerForgotten':
      await Promise.all([ended(service, 'SIGKILL'), flush(rig)])
      return
    case 'sleeperForgotten':
      await Promise.all([stopped([service.pid], 5_000, signal), pause(500, signal).then(() => flush(rig))])
      return
    case 'waiterKilled':
      await Promise.all(
        [...rig.controllers].map(([name, other]) => (name === owner ? undefined : ended(other, 'SIGKILL'))),
      )
      return
    case 'frontKilled':
      return ended(system.trial.service, 'SIGKILL')
    case 'switchKilled':
      await system.killSwitch()
      return system.restartSwitch()
    case 'switchPaused':
      return stopped([system.switchPid], 1_000, signal)
    case 'databaseKilled':
      // Immediate shutdown: as a crash, but that it takes its backends with it.
      process.kill(rig.postgres.pid, 'SIGQUIT')
      await rig.postgres.exited
      return rig.restartPostgres()
    case 'databasePaused':
      return stopped(familyOf(rig.postgres.pid), 2_000, signal)
    case 'redisKilled':
      process.kill(rig.redis.pid, 'SIGKILL')
      await rig.redis.exited
      return rig.restartRedis()
    case 'redisPaused':
      return stopped(familyOf(rig.redis.pid), 3_000, signal)
    case 'redisFlushed':
      return flush(rig)
    case 'switchLinkReset':
      return links.switch.cut()
    case 'databaseLinkReset':
      return links.database.cut()
    case 'redisLinkReset':
      return links.redis.cut()
    case 'switchLinkHeld':
      links.switch.hold()
      return mended(links.switch, 4_000, signal)
    case 'databaseLinkHeld':
      links.database.hold()
      return mended(links.database, 3_000, signal)
    case 'redisLinkHeld':
      links.redis.hold()
      return mended(links.redis, 3_000, signal)
    case 'switchLinkLate':
      links.switch.late(300)
      return mended(links.switch, 3_000, signal)
    case 'databaseLinkLate':
      links.database.late(100)
      return mended(links.database, 3_000, signal)
  }
}

async function mended(link: Link, afterMs: number, signal: AbortSignal): Promise<void> {
  await pause(afterMs, signal)
  link.mend()
}

async function ended(service: TrialService, how: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const { pid } = service
  // Between a death and the next start there is none.
  if (pid === 0) return
  process.kill(pid, how)
  await eventually(
    async () => (service.pid === pid ? { waiting: `process ${pid} to end` } : { found: undefined }),
    GONE_WITHIN_MS,
  )
}

async function allDead(services: readonly TrialService[], signal: AbortSignal): Promise<void> {
  for (const service of services) service.keepAlive(false)
  try {
    await Promise.all(services.map((service) => ended(service, 'SIGKILL')))
    await pause(8_000, signal)
  } finally {
    for (const service of services) service.keepAlive(true)
    await Promise.all(services.map((service) => service.revive()))
  }
}

async function stopped(pids: readonly number[], ms: number, signal: AbortSignal): Promise<void> {
  const tell = (what: 'SIGSTOP' | 'SIGCONT') => {
    for (const pid of pids) {
      try {
        if (pid > 0) process.kill(pid, what)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    }
  }
  tell('SIGSTOP')
  try {
    await pause(ms, signal)
  } finally {
    tell('SIGCONT')
  }
}

async function flush({ redis: { host, port, password } }: Rig): Promise<void> {
  const client = new Redis({ host, port, password, lazyConnect: true })
  client.on('error', () => undefined)
  try {
    await Promise.race([client.connect().then(() => client.flushall()), sleep(GONE_WITHIN_MS)])
  } finally {
    client.disconnect()
  }
}
