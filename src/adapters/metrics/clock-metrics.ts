/** How far site time is from the wall clock. */
import { Gauge, type Registry } from 'prom-client'

/** `offsetMs`: site time less wall clock, now. */
export function createClockGauge(registry: Registry, offsetMs: () => number): void {
  new Gauge({
    name: 'cti_clock_offset_seconds',
    help: 'How far site time is ahead of the wall clock; 0 unless that was set',
    registers: [registry],
    collect() {
      this.set(offsetMs() / 1_000)
    },
  })
}
