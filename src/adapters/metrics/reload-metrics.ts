/** Whether flow files are what runs: alert when the newest reload isn't the newest success. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { ReloadObserver, ReloadOutcome } from '../../runtime/reload.ts'

const OUTCOMES: Readonly<Record<ReloadOutcome, true>> = { done: true, faults: true, unavailable: true }

export function createReloadMeter(registry: Registry): ReloadObserver {
  const registers = [registry]
  const success = new Gauge({
    name: 'cti_reload_last_success_timestamp_seconds',
    help: 'When flows and calendars were last read again without a fault; 0 if they never were',
    registers,
  })
  const successful = new Gauge({
    name: 'cti_reload_last_successful',
    help: '1 when the last reading of flows and calendars found no fault',
    registers,
  })
  const all = new Counter({
    name: 'cti_reloads_total',
    help: 'Readings of flows and calendars since the start, by outcome',
    labelNames: ['outcome'],
    registers,
  })
  for (const outcome of Object.keys(OUTCOMES)) all.inc({ outcome }, 0)
  return {
    reloaded(outcome, at) {
      all.inc({ outcome })
      successful.set(outcome === 'done' ? 1 : 0)
      if (outcome === 'done') success.set(at / 1000)
    },
  }
}
