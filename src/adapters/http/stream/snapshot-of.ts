import { eventIdOf } from '../../../runtime/cloud-event.ts'
import type { View } from '../../../runtime/ports.ts'
import type { Present } from '../../../runtime/stream.ts'
import { toWire } from '../wire.ts'

/** The present as clients get it. */
export function snapshotOf(siteId: string, { pos, views }: Present): object {
  const bodies = (kind: View['kind']) =>
    views.filter((view) => view.kind === kind).map(({ body }) => toWire(body))
  return {
    siteId,
    cursor: eventIdOf(siteId, pos),
    calls: bodies('call'),
    agents: bodies('agent'),
    queues: bodies('queue'),
  }
}
