/** How the site's journal grows. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { RuntimeObserver } from '../../runtime/observer.ts'

type Batch = Parameters<RuntimeObserver['batchWritten']>[0]

export interface JournalMeter {
  batch(batch: Batch): void
  position(pos: number): void
}

export function createJournalMeter(registry: Registry): JournalMeter {
  const registers = [registry]
  const appends = new Counter({
    name: 'cti_journal_appends_total',
    help: 'Appends by what came of them',
    labelNames: ['outcome'],
    registers,
  })
  for (const outcome of ['appended', 'conflict', 'unavailable'] as const) appends.inc({ outcome }, 0)
  const duration = new Histogram({
    name: 'cti_journal_append_duration_seconds',
    help: 'Time of one append, whatever came of it',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  const facts = new Histogram({
    name: 'cti_journal_batch_facts',
    help: 'Facts that one append carried',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    registers,
  })
  const position = new Gauge({
    name: 'cti_journal_position',
    help: 'Position of the newest durable fact that this process has written',
    registers,
  })
  return {
    batch(batch) {
      appends.inc({ outcome: batch.outcome })
      duration.observe(batch.durationMs / 1000)
      if (batch.outcome === 'appended') facts.observe(batch.facts)
    },
    position: (pos) => position.set(pos),
  }
}
