/** How each kind of fault is done, and undone. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { pause } from '../../../src/lib/pause.ts'
import { eventually } from '../../../test/support/eventually.ts'
import type { TcpProxy } from '../../../test/support/tcp-proxy.ts'
import type { KindName } from './kinds.ts'
import { familyOf, type Rig } from './rig.ts'

const GONE_WITHIN_MS = 60_000

/** Breaks it, and puts it back; resolves when that is done. Being told to stop ends the time in which it is broken. */
export async function inject(kind: KindName, rig: Rig, signal: AbortSignal): Promise<void> {
  const { system, links } = rig
  const { service } = system.trial
  switch (kind) {
    case 'controllerKilled':
      return ended(service, 'SIGKILL')
    case 'controllerTold':
      return ended(service, 'SIGTERM')
    case 'controllerDead':
      service.keepAlive(false)
      try {
        await ended(service, 'SIGKILL')
        await pause(8_000, signal)
      } finally {
        service.keepAlive(true)
        await service.revive()
      }
      return
    case 'controllerPaused':
      return stopped([service.pid], 1_000, signal)
    case 'controllerAsleep':
      return stopped([service.pid], 6_000, signal)
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
      return held(links.switch, 5_000, signal)
    case 'databaseLinkHeld':
      return held(links.database, 4_000, signal)
    case 'redisLinkHeld':
      return held(links.redis, 4_000, signal)
    case 'switchLinkLate':
      return late(links.switch, 300, signal)
    case 'databaseLinkLate':
      return late(links.database, 100, signal)
  }
}

async function ended(service: { readonly pid: number }, how: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const { pid } = service
  // Between a death and the next start there is none.
  if (pid === 0) return
  process.kill(pid, how)
  await eventually(
    async () => (service.pid === pid ? { waiting: `process ${pid} to end` } : { found: undefined }),
    GONE_WITHIN_MS,
  )
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

const LATE_FOR_MS = 5_000

async function held(link: TcpProxy, ms: number, signal: AbortSignal): Promise<void> {
  link.hold()
  await pause(ms, signal)
  link.mend()
}

async function late(link: TcpProxy, ms: number, signal: AbortSignal): Promise<void> {
  link.late(ms)
  await pause(LATE_FOR_MS, signal)
  link.mend()
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
