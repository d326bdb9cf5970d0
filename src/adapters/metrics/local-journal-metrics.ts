/** How the local journal fills and empties, while the database is away. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { LocalJournalTold } from '../../runtime/observer.ts'

export function createLocalJournalMeter(registry: Registry): (told: LocalJournalTold) => void {
  const registers = [registry]
  const bytes = new Gauge({
    name: 'cti_journal_local_bytes',
    help: 'Bytes of facts on this machine that PostgreSQL has not confirmed yet',
    registers,
  })
  const facts = new Counter({
    name: 'cti_journal_local_facts_total',
    help: 'Facts of the local journal by what became of them',
    labelNames: ['fate'],
    registers,
  })
  for (const fate of ['kept', 'replayed', 'setAside'] as const) facts.inc({ fate }, 0)
  const unrecorded = new Counter({
    name: 'cti_journal_local_unrecorded_orders_total',
    help: 'Orders of emergencies that went out though their facts could be kept nowhere',
    registers,
  })
  return (told) => {
    if (told.type === 'unrecorded') {
      unrecorded.inc(told.orders)
      return
    }
    facts.inc({ fate: told.type }, told.facts)
    bytes.set(told.type === 'setAside' ? 0 : told.bytes)
  }
}
