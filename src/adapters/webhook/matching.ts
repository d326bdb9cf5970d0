/** Which facts an endpoint wants. */
import type { JournalRow } from '../../domain/fact.ts'
import { eventTypeOf } from '../../runtime/event-types.ts'
import { type WantedPair, type WebhookTerms, wantsType } from '../../runtime/webhooks.ts'

type Filter = Pick<WebhookTerms, 'types' | 'queueIds'>

/**
 * Whether a fact may be wanted, as far as it shows by itself. A call is of the queue that its facts have named last,
 * which only whoever reads them in order knows; so is its recording.
 */
export function mayWant(filter: Filter, { kind, subject, type }: JournalRow): boolean {
  if (!wantsType(filter, eventTypeOf(kind, type))) return false
  if (filter.queueIds === null) return true
  if (kind === 'queue') return filter.queueIds.includes(subject)
  return kind === 'call' || kind === 'recording'
}

/** The same, knowing the queue that the subject's facts up to this one have named last. */
export function wants(filter: Filter, row: JournalRow, queueId: string | undefined): boolean {
  if (!mayWant(filter, row)) return false
  if (filter.queueIds === null || row.kind === 'queue') return true
  return queueId !== undefined && filter.queueIds.includes(queueId)
}

/** The queue that a fact names; null where it names none in so many words. */
export function queueNamedBy({ data }: JournalRow): string | null | undefined {
  const { queueId } = data as { readonly queueId?: unknown }
  return typeof queueId === 'string' || queueId === null ? queueId : undefined
}

/** What facts in order mean for endpoints: for each pair its first and its last fact that may be wanted. */
export function wantedOf(
  rows: readonly JournalRow[],
  endpoints: readonly (Filter & { readonly webhookId: string })[],
): WantedPair[] {
  const wanted = new Map<string, WantedPair>()
  for (const row of rows)
    for (const endpoint of endpoints) {
      if (!mayWant(endpoint, row)) continue
      const { webhookId } = endpoint
      const { subject, subjectSeq, at } = row
      const slot = `${webhookId} ${subject}`
      const known = wanted.get(slot) ?? { webhookId, subject, firstSeq: subjectSeq, lastSeq: subjectSeq, at }
      wanted.set(slot, { ...known, lastSeq: subjectSeq })
    }
  return [...wanted.values()]
}
