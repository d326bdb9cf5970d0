/** What the runtime tells whoever measures: plain numbers and closed words, never personal data. */
import type { JournalRow } from '../domain/fact.ts'
import type { Command } from '../domain/site/commands.ts'
import type { SiteInput } from '../domain/site/inputs.ts'

export interface RuntimeObserver {
  /** Facts that have just become durable, in order. */
  factsDurable(rows: readonly JournalRow[]): void
  /** One append came back. */
  batchWritten(batch: {
    facts: number
    durationMs: number
    outcome: 'appended' | 'conflict' | 'unavailable'
  }): void
  localJournal(told: LocalJournalTold): void
  inputStale(type: SiteInput['type']): void
  /** Ordered to the switch, or held back because the site was no longer ours to command. */
  commandReleased(type: Command['type'], fate: 'sent' | 'fenced'): void
  ownership(siteId: string, owned: boolean): void
  /** The round trip of a beat; null: it wasn't answered in time. */
  beatAnswered(nodeId: string, commandMs: number | null): void
}

/** What happens at the local journal; `bytes`: what it then takes on the disk. */
export type LocalJournalTold =
  /** So many facts were kept there, because the database gave no answer in time. */
  | { readonly type: 'kept'; readonly facts: number; readonly bytes: number }
  /** So many of them are durable now. */
  | { readonly type: 'replayed'; readonly facts: number; readonly bytes: number }
  /** Orders of emergencies went out though their facts could be kept nowhere. */
  | { readonly type: 'unrecorded'; readonly orders: number }
  /** Facts that can't be brought into the database any more. */
  | { readonly type: 'setAside'; readonly facts: number }

/** For tests and tools that measure nothing. */
export const unobserved: RuntimeObserver = {
  factsDurable: () => undefined,
  batchWritten: () => undefined,
  localJournal: () => undefined,
  inputStale: () => undefined,
  commandReleased: () => undefined,
  ownership: () => undefined,
  beatAnswered: () => undefined,
}
