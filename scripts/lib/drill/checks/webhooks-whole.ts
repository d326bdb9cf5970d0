/** Everything that is told outside was received, in each subject's order. Received twice is allowed: at least once is promised. */
import type { JournalRow } from '../../../../src/domain/fact.ts'
import { toCloudEvent } from '../../../../src/runtime/cloud-event.ts'
import type { Evidence, Finding } from '../evidence.ts'

type Seen = Pick<Evidence, 'facts' | 'siteId' | 'webhooks'>

export function webhooksWhole({ facts, siteId, webhooks }: Seen): readonly Finding[] {
  const findings: Finding[] = []
  const found = (what: string, subject: string, at: number | null = null) =>
    findings.push({ check: 'webhooks whole', what, subject, at })
  if (webhooks.refused > 0) found(`${webhooks.refused} requests were not signed as they should be`, siteId)
  const seen = new Set<string>()
  const newest = new Map<string, number>()
  for (const { id, subject, sequence } of webhooks.received) {
    if (seen.has(id)) continue
    seen.add(id)
    const before = newest.get(subject) ?? 0
    if (sequence <= before) found(`event ${sequence} came after ${before}`, subject)
    newest.set(subject, Math.max(before, sequence))
  }
  for (const fact of facts) {
    if (fact.pos <= webhooks.fromPos) continue
    const event = toCloudEvent({ ...fact, siteId } as unknown as JournalRow)
    if (event && !seen.has(event.id))
      found(`event ${fact.subjectSeq} (${fact.type}) never came`, fact.subject, fact.at)
  }
  return findings
}

/** How many came more than once. */
export function receivedAgain({ webhooks: { received } }: Pick<Evidence, 'webhooks'>): number {
  return received.length - new Set(received.map(({ id }) => id)).size
}
