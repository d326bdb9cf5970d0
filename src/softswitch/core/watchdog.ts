import { nowMs } from '../switch-time.ts'
import type { Core } from './core.ts'
import { FALLBACK } from './dialplan.ts'
import { isTrue, toInt } from './text.ts'
import { transfer } from './transfer.ts'

const EVERY_MS = 1000
/**
 * Seconds since the controller last wrote the global variable `cti_seen` (seconds since 1970); undefined when it
 * never did, or wrote nonsense.
 */
export function controllerAge(core: Core): number | undefined {
  const seen = core.globals.get('cti_seen')
  if (seen === undefined || !/^\d{1,12}(\.\d+)?$/.test(seen)) return undefined
  return nowMs() / 1000 - Number(seen)
}

/** True when a controller can be trusted to take a call: its `cti_seen` is younger than `controller_silent_seconds`. */
export function controllerAlive(core: Core): boolean {
  const age = controllerAge(core)
  return age !== undefined && age < toInt(core.globals.get('controller_silent_seconds'))
}

/**
 * Every second: when the controller is gone, each caller who waits for it (`cti_waiting=true`) goes to the
 * fallback. A bridged call is never touched. The real switch has this as `sched_api @1 … lua`.
 */
export function startWatchdog(core: Core): () => void {
  const timer = setInterval(() => rescue(core), EVERY_MS)
  return () => clearInterval(timer)
}

/** One round of the watchdog; returns how many callers were moved. */
export function rescue(core: Core): number {
  if (controllerAlive(core)) return 0
  let moved = 0
  for (const channel of core.channels.values()) {
    if (!channel.up || channel.has('BRIDGED') || channel.has('TRANSFER')) continue
    if (channel.get('bridge_to') !== undefined || !isTrue(channel.get('cti_waiting'))) continue
    // Taken off first, so that a second round doesn't move the caller again.
    channel.set('cti_waiting', undefined)
    if (transfer(core, channel, FALLBACK.extension, 'XML', FALLBACK.context)) moved++
  }
  if (moved > 0) core.log.warn({ moved }, 'the controller is gone: waiting callers moved to the fallback')
  return moved
}
