import { eventIdOf } from '../../../runtime/cloud-event.ts'
import type { ListedKind } from '../../../runtime/ports.ts'
import type { Present } from '../../../runtime/stream.ts'
import type { Principal } from '../tokens.ts'
import { toWire } from '../wire.ts'
import { isWithin } from '../within.ts'
import { mayBeShown } from './allowed.ts'

/** The present as this client gets it. */
export function snapshotOf(siteId: string, { pos, views }: Present, principal: Principal): object {
  const bodies = (kind: ListedKind) =>
    views
      .filter((view) => view.kind === kind && mayBeShown(principal, kind) && isWithin({ principal }, view))
      .map(({ body }) => toWire(body))
  return {
    siteId,
    cursor: eventIdOf(siteId, pos),
    calls: bodies('call'),
    agents: bodies('agent'),
    queues: bodies('queue'),
  }
}
