/** The machine's boot clock (CLOCK_BOOTTIME), as /proc tells it: nobody sets it, and it goes on while suspended. Linux only. */
import { readFileSync } from 'node:fs'

/** Milliseconds since the machine booted, in steps of 10; undefined where there is no /proc. proc_uptime(5). */
export function sinceBootMs(): number | undefined {
  const seconds = Number(textOf('/proc/uptime')?.split(' ')[0])
  return Number.isFinite(seconds) ? Math.round(seconds * 1_000) : undefined
}

/** Another one after each boot; undefined where there is no /proc. random(4). */
export function bootId(): string | undefined {
  return textOf('/proc/sys/kernel/random/boot_id')?.trim()
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
