/**
 * Site time across restarts of the process: a file in the data directory says how far it is from the boot clock, so
 * that a process that ends while its time is being slewed is followed by one that goes on where it was. Without the
 * file, or after the machine has booted anew, site time begins with the wall clock.
 */
import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { bootId, sinceBootMs } from '../lib/boot-clock.ts'
import type { Log } from '../lib/log.ts'
import { type ClockSources, MACHINE, machineClock } from '../runtime/clock.ts'
import type { SiteClock } from '../runtime/ports.ts'

/** The machine's readings, for tests. */
export interface Machine extends Required<ClockSources> {
  bootId(): string | undefined
}

const HERE: Machine = { ...MACHINE, sinceBoot: sinceBootMs, bootId }

export interface KeptClock {
  readonly clock: SiteClock
  /** Begins to write the file, whenever site time has moved against the boot clock. */
  start(): void
  close(): Promise<void>
}

interface Kept {
  readonly bootId: string
  /** Site time when the boot clock showed 0. */
  readonly bootedAt: number
}

/** A wall clock further away than this isn't caught up with in a day: a restart begins with it. */
const FURTHEST_MS = 2 * 3_600_000
const EVERY_MS = 1_000
/** The boot clock is told in steps of 10 ms. */
const MOVED_MS = 50

/** Reads `file` if it is there. */
export function openKeptClock(file: string, log: Log, machine: Machine = HERE): KeptClock {
  const boot = machine.bootId()
  const begin = begun(read(file), boot, machine)
  const clock = machineClock(machine, begin)
  let kept: number | undefined
  let failing = false
  let writing = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  async function keep(): Promise<void> {
    const since = machine.sinceBoot()
    if (boot === undefined || since === undefined) return
    const bootedAt = clock.now() - since
    if (kept !== undefined && Math.abs(bootedAt - kept) < MOVED_MS) return
    try {
      const now: Kept = { bootId: boot, bootedAt }
      await writeFile(`${file}.new`, JSON.stringify(now), { mode: 0o600 })
      await rename(`${file}.new`, file)
      kept = bootedAt
      failing = false
    } catch (err) {
      if (!failing) log.warn({ err }, 'site time could not be kept: a restart begins with the wall clock')
      failing = true
    }
  }

  let busy = false
  const once = () => {
    if (busy) return
    busy = true
    writing = keep().finally(() => {
      busy = false
    })
  }

  return {
    clock,
    start() {
      timer ??= setInterval(once, EVERY_MS)
      once()
    },
    async close() {
      clearInterval(timer)
      await writing
      if (timer) await keep()
    },
  }
}

function begun(kept: Kept | undefined, boot: string | undefined, machine: Machine): number {
  const wall = machine.wall()
  const since = machine.sinceBoot()
  if (!kept || kept.bootId !== boot || since === undefined) return wall
  const siteMs = kept.bootedAt + since
  return Math.abs(siteMs - wall) > FURTHEST_MS ? wall : siteMs
}

function read(file: string): Kept | undefined {
  try {
    const { bootId: id, bootedAt } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>
    return typeof id === 'string' && Number.isFinite(bootedAt)
      ? { bootId: id, bootedAt: Number(bootedAt) }
      : undefined
  } catch {
    return undefined
  }
}
